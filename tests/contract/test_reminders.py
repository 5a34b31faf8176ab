"""Reminders go out by webhook and by e-mail, once a day each; what fails is tried again, and names nobody."""

from __future__ import annotations

import hashlib
import hmac
import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import orjson
import pytest
import structlog
from support.hook import Hook, listening
from support.living import Council, council

from gateway.reminders.channels import Channel, Mail, Webhook, channels
from gateway.reminders.letters import body, signature
from gateway.reminders.running import Reminders
from gateway.reminders.settings import MailServer, Settings, settings
from kernel.clock import SHANGHAI
from kernel.config import Config, ConfigError

SECRET = "a secret of the test"


class Post(socketserver.TCPServer):
    """A mail server that keeps what it gets: as much of SMTP as smtplib speaks."""

    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Posted)
        self.got: list[tuple[str, bytes]] = []
        self.refusing = False


class _Posted(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, Post)
        to = ""
        self._say("220 sink")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"RCPT":
                to = line.decode().partition("<")[2].partition(">")[0]
                self._say("550 no such address" if self.server.refusing else "250 ok")
            elif word == b"DATA":
                self._say("354 go on")
                lines = []
                while (text := self.rfile.readline()) != b".\r\n":
                    lines.append(text)
                self.server.got.append((to, b"".join(lines)))
                self._say("250 ok")
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def hook() -> Iterator[Hook]:
    with listening() as server:
        yield server


@pytest.fixture
def post() -> Iterator[Post]:
    with Post() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(5)


@pytest.fixture
def of(tmp_path: Path) -> Iterator[Council]:
    """A project that 安娜 leads and 博 supervises, with a milestone of today and one of later."""
    made = council(tmp_path)
    made.project("late")
    path = "/v1/projects/late"
    made.chair.made(f"{path}/leads", {"member": "carpenters", "person": made.anna.person})
    made.chair.made(f"{path}/supervisions", {"member": "choir", "person": made.bo.person})
    made.lead.made(f"{path}/milestones", {"name": "木料到场", "due_on": made.day()})
    made.lead.made(f"{path}/milestones", {"name": "安装", "due_on": made.day(9)})
    made.house.settled()
    yield made
    made.house.stop()


def sender(of: Council, *ways: Channel, hour: int = 0) -> Reminders:
    return Reminders(of.house.books, of.house.databases["gateway"], ways, of.clock, Settings(hour=hour))


def way(hook: Hook) -> Webhook:
    return Webhook(hook.address, SECRET)


def test_what_is_due_is_posted_once_a_day_signed_and_without_names(of: Council, hook: Hook) -> None:
    one, other = sender(of, way(hook)), sender(of, way(hook))
    told = {of.anna.person, of.bo.person, of.voters[0].person, of.voters[1].person}
    assert one.look() == len(told)
    assert (one.look(), other.look()) == (0, 0)
    for headers, sent in hook.got:
        right = hmac.new(SECRET.encode(), sent, hashlib.sha256).hexdigest()
        assert headers["Gongzhi-Signature"] == f"sha256={right}" == signature(SECRET, sent)
        said = orjson.loads(sent)
        assert (said["council"], said["day"]) == ("main", of.day())
        [task] = said["tasks"]
        assert (task["kind"], task["title"], task["due_on"], task["overdue"]) == (
            *("milestone", "木料到场", of.day()),
            False,
        )
        assert "安娜".encode() not in sent
    assert {orjson.loads(sent)["person"] for _, sent in hook.got} == told
    of.later(1)
    assert one.look() == len(told)
    assert [task["overdue"] for task in orjson.loads(hook.got[-1][1])["tasks"]] == [True]
    assert len({orjson.loads(sent)["id"] for _, sent in hook.got}) == 2 * len(told)


def test_what_is_new_on_the_same_day_goes_out_by_itself(of: Council, hook: Hook) -> None:
    one = sender(of, way(hook))
    first = one.look()
    of.lead.made("/v1/projects/late/milestones", {"name": "验线", "due_on": of.day()})
    of.house.settled()
    assert one.look() == first
    assert [task["title"] for task in orjson.loads(hook.got[-1][1])["tasks"]] == ["验线"]


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_is_not_taken_is_tried_again_later_and_the_log_names_nobody(
    of: Council, hook: Hook, status: int
) -> None:
    hook.status = status
    one = sender(of, way(hook))
    with structlog.testing.capture_logs() as logs:
        assert one.look() == 0
    assert [line["event"] for line in logs] == ["reminders.not_sent"]
    assert {name: logs[0][name] for name in ("council", "way", "why")} == {
        "council": "main",
        "way": "webhook",
        "why": f"status {status}",
    }
    assert "per_" not in str(logs)
    assert len(hook.got) == 1
    hook.status = 204
    assert one.look() == 0, "it pauses before it tries again"
    again = sender(of, way(hook))
    assert again.look() == 4


def test_nobody_there_is_no_end_of_it(of: Council) -> None:
    gone = Webhook("http://127.0.0.1:9/tasks", SECRET)
    assert sender(of, gone).look() == 0
    assert of.chair.seen("/v1/tasks") is not None


def test_who_has_an_address_is_written_to_in_two_languages(of: Council, post: Post) -> None:
    server = MailServer("smtp", "127.0.0.1", post.server_address[1])
    mail = Mail(server, "gongzhi@example.org", {of.anna.person: "anna@example.org"})
    assert sender(of, mail).look() == 1
    [(to, sent)] = post.got
    assert to == "anna@example.org"
    message = message_from_bytes(sent, policy=policy.default)
    assert message["From"] == "gongzhi@example.org"
    assert "1" in message["Subject"]
    text = message.get_content()
    assert "里程碑 / milestone: 木料到场" in text
    assert "安装" not in text
    assert sender(of, mail).look() == 0


def test_a_refused_address_is_not_in_the_log(of: Council, post: Post) -> None:
    post.refusing = True
    server = MailServer("smtp", "127.0.0.1", post.server_address[1])
    mail = Mail(server, "gongzhi@example.org", {of.anna.person: "anna@example.org"})
    with structlog.testing.capture_logs() as logs:
        assert sender(of, mail).look() == 0
    assert [line["event"] for line in logs] == ["reminders.not_sent"]
    assert "anna" not in str(logs)


def test_a_sender_that_died_is_followed_by_another(of: Council, hook: Hook) -> None:
    dying = sender(of, way(hook))
    found = dying._due("main", way(hook), datetime.fromisoformat(of.day()).date())
    reminder = next(found)  # taken, and never sent
    found.close()  # type: ignore[attr-defined]
    assert sender(of, way(hook)).look() == 3
    late = sender(of, way(hook))
    late._clock = _Later()
    assert late.look() == 1
    assert orjson.loads(hook.got[-1][1]) == orjson.loads(body(reminder))


class _Later:
    """A quarter of an hour on."""

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(minutes=15)

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        raise AssertionError(seconds)


def test_before_the_hour_nothing_goes_out(of: Council, hook: Hook) -> None:
    hour = of.clock.now().astimezone(SHANGHAI).hour
    assert sender(of, way(hook), hour=hour + 1).look() == 0
    assert sender(of, way(hook), hour=hour).look() == 4


def test_it_is_off_where_nothing_is_configured(of: Council) -> None:
    assert not settings(Config()).on
    assert channels(settings(Config())) == ()
    idle = sender(of)
    idle.start()
    idle.stop()
    assert idle.look() == 0


def test_the_thread_sends_by_itself_and_stops(of: Council, hook: Hook) -> None:
    running = sender(of, way(hook))
    running.start()
    of.until(lambda: len(hook.got) == 4)
    running.stop()


# --- configuration ------------------------------------------------------------------------------------
def test_both_ways_are_configured(tmp_path: Path) -> None:
    book = tmp_path / "addresses.yaml"
    book.write_text("per_1: anna@example.org\n")
    found = settings(
        Config(
            reminders_webhook="https://hook.example.org/x",
            reminders_secret=SECRET,
            reminders_smtp="smtp+starttls://anna:p%40ss@mail.example.org",
            reminders_from="gongzhi@example.org",
            reminders_addresses=str(book),
            reminders_hour=9,
            reminders_look_s=5,
        )
    )
    assert found.server == MailServer("smtp+starttls", "mail.example.org", 587, "anna", "p@ss")
    assert (found.addresses, found.hour, found.on) == ({"per_1": "anna@example.org"}, 9, True)
    assert found.look_s == 5
    assert [one.name for one in channels(found)] == ["webhook", "mail"]
    assert SECRET not in repr(found)
    assert "p@ss" not in repr(found)
    assert isinstance(found, Settings)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"reminders_webhook": "https://x.example.org"}, "reminders_secret"),
        ({"reminders_webhook": "ftp://x.example.org", "reminders_secret": "s"}, "reminders_webhook"),
        ({"reminders_smtp": "smtp://mail"}, "reminders_from"),
        ({"reminders_smtp": "http://mail", "reminders_from": "a@b"}, "reminders_addresses"),
        ({"reminders_hour": 24}, "reminders_hour"),
        ({"reminders_look_s": 0}, "reminders_look_s"),
    ],
)
def test_half_a_configuration_is_refused_by_its_key(keys: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        settings(Config(**keys))


@pytest.mark.parametrize("text", ["smtp://anna:secret@mail", "pop://mail", "smtp://mail:x", "smtps://"])
def test_a_mail_server_that_cannot_be_one_is_refused_without_repeating_it(tmp_path: Path, text: str) -> None:
    book = tmp_path / "addresses.yaml"
    book.write_text("{}")
    with pytest.raises(ConfigError) as no:
        settings(Config(reminders_smtp=text, reminders_from="a@b", reminders_addresses=str(book)))
    assert "secret" not in str(no.value)


@pytest.mark.parametrize(
    "text", ["- a", "anna: a@b", "per_1: anna", "per_1: 'a@b\\n\\nc'", "per_1: [a@b]", "\t{"]
)
def test_an_address_book_that_is_none_is_refused_without_naming_an_address(tmp_path: Path, text: str) -> None:
    book = tmp_path / "addresses.yaml"
    book.write_text(text.replace("'", '"'))
    with pytest.raises(ConfigError, match="reminders_addresses"):
        settings(Config(reminders_smtp="smtp://mail", reminders_from="a@b", reminders_addresses=str(book)))
