"""What must hold at the end of every history, whatever went wrong in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from simulation import money, votes
from simulation.broken import require
from simulation.house import MAIN, SERVICES, House
from simulation.people import Request

from gateway.books.facts import CODEC
from kernel.codec import Envelope, decode_envelope
from kernel.domain import Told
from kernel.ids import salted
from kernel.merkle import Range, leaf_hash, root_of
from kernel.writer import Writer
from services.funds.domain.documents import Fund

if TYPE_CHECKING:
    from simulation.history import History

AGAIN = 5
"""How many answered requests are asked once more at the end."""
ERASURES = ("members.person_erased.v1", "funds.person_erasure_noted.v1", "projects.person_erasure_noted.v1")
Read = Mapping[str, Sequence[Envelope]]


def check(history: History) -> None:
    """Raises: RuleBroken."""
    house = history.house
    bodies = {name: house.bodies(name) for name in SERVICES}
    logs = {name: _log(house, name, bodies[name]) for name in SERVICES}
    _streams(house)
    _commands(history, logs)
    _copies(house, bodies)
    _order(house, logs)
    told = {name: [CODEC.told(one) for one in log] for name, log in logs.items()}
    _noted_once(logs)
    money.check(told)
    _ledger(house, told)
    _replay(house)
    documents = house.desks["funds"][0].lane(MAIN).writer.shelf._documents
    money.as_held(told["funds"], [one for one in documents.values() if isinstance(one, Fund)])
    _vault(house, logs)
    _held(logs)
    votes.of_erasures(told["members"])
    _redelivery(history)


def same_answer(request: Request, answers: Sequence[Mapping[str, Any]]) -> None:
    """A request that was answered gets the same events, for ever."""
    before = request.answers or []
    for first, again in zip(before, answers, strict=True):
        require("events" in again, "answer.unmade", f"{request}: {again}")
        require(first["events"] == again["events"], "answer.same", request)


# --- each log by itself -----------------------------------------------------------------------------------


def _log(house: House, name: str, bodies: Sequence[bytes]) -> list[Envelope]:
    head = house.logs[name].books[MAIN].head
    log = [decode_envelope(body) for body in bodies]
    require([one.position for one in log] == list(range(1, len(log) + 1)), "log.positions", name)
    require(head.position == len(log), "log.head", f"{name}: {head.position} of {len(log)}")
    require(head.root == root_of(bodies).hex(), "log.root", name)
    times = [one.recorded_at for one in log]
    require(times == sorted(times), "log.time", name)
    return log


def _commands(history: History, logs: Read) -> None:
    """Each answered command stands in its log once, as it was answered; a refused one nowhere."""
    by_command: dict[tuple[str, str], list[Envelope]] = {}
    for name, log in logs.items():
        for one in log:
            by_command.setdefault((name, one.command_id), []).append(one)
    for (name, command), made in by_command.items():
        run = [one.position for one in made]
        require(run == list(range(run[0], run[0] + len(run))), "command.once", f"{name} {command}: {run}")
    for request in history.done:
        for item, answer in zip(request.items, request.answers or (), strict=True):
            made = by_command.get((request.service, _command_id(history.house, request.service, item)), [])
            require(made, "command.lost", f"{request.service}: {request}")
            require([_plain(one) for one in made] == answer["events"], "command.once", request)
    for name, command, events in history.house.promises:
        made = by_command.get((name, command), [])
        require(
            [_mark(one) for one in made] == [_mark(one) for one in events], "answer.kept", f"{name} {command}"
        )
    for request in history.refused:
        for item in request.items:
            refused = request.service, _command_id(history.house, request.service, item)
            require(refused not in by_command, "command.refused", request)


def _mark(event: Envelope) -> tuple[object, ...]:
    """Enough to tell an event from every other one."""
    return event.position, event.type, event.subject, event.recorded_at


def _command_id(house: House, service: str, item: Mapping[str, Any]) -> str:
    return salted(house.logs[service].vault_key(MAIN), item["actor"]["person"], item["key"])


def _plain(event: Envelope) -> dict[str, Any]:
    return {name: getattr(event, name) for name in Envelope.__slots__}


def check_lost(history: History, service: str, lost: Sequence[bytes]) -> None:
    """A log lost what no copy can give back: whoever had it stops, says so, and took nothing of the new log.

    Raises: RuleBroken.
    """
    house = history.house
    old, new = list(lost), house.bodies(service)
    for name, followers, reached in house.following(service):
        for follower in followers:
            follower.poll()
            if reached == house.range_of(service, reached.size) and reached.size <= len(new):
                continue
            why = follower.stalled.get(MAIN, "")
            require(service in why, "restore.stream_stops", f"{name} follows {service}: {why!r}")
            was = Range().extend(map(leaf_hash, old[: reached.size]))
            require(
                reached == was, "restore.mixed", f"{name} took what {service} wrote anew, to {reached.size}"
            )


# --- one log in the eyes of the others ----------------------------------------------------------------------


def _streams(house: House) -> None:
    followers = [("gateway", house.ledger.followers)]
    followers += [(name, desk.followers) for name, desks in house.desks.items() for desk in desks]
    for name, its in followers:
        for source, follower in its.items():
            require(not follower.stalled, "stream.stalled", f"{name} follows {source}: {follower.stalled}")


def streams_say_so(house: House, name: str) -> None:
    """Whoever has more of the log than it has itself stops, and says why."""
    for other, followers, reached in house.following(name):
        old = [raw for queue, raw in house.bus.published if queue == f"{other}.{name}"]
        for follower in followers:
            follower.poll()
            for raw in old[:1]:
                follower.receive(raw)  # what comes late is no sign that the log is back
            if reached.size > house.position(name):
                why = follower.stalled.get(MAIN, "")
                require(name in why, "restore.stream_stops", f"{other} follows {name}: {why!r}")


def _copies(house: House, bodies: Mapping[str, Sequence[bytes]]) -> None:
    """The ledger's copies are the logs, byte by byte; every cursor stands at its source's end."""
    for name, log in bodies.items():
        require(list(house.store.copy(name)) == list(log), "copy.bytes", name)
    for name, log_ in house.logs.items():
        cursors = log_.books[MAIN].cursors
        for source in SERVICES[name][0].note:
            head = house.logs[source].books[MAIN].head
            require(cursors[source].size == head.position, "cursor.behind", f"{name} of {source}")
            require(cursors[source] == head.range, "cursor.root", f"{name} of {source}")


def _order(house: House, logs: Read) -> None:
    """Every event once, each log in its own order, causes before effects."""
    taken = dict.fromkeys(logs, 0)
    for source, position in house.store.order():
        require(position == taken[source] + 1, "order.gap", f"{source}/{position} after {taken[source]}")
        cause = logs[source][position - 1].cause
        if cause is not None:
            require(taken[cause["service"]] >= cause["position"], "order.cause", f"{source}/{position}")
        taken[source] = position
    require(taken == {name: len(log) for name, log in logs.items()}, "order.whole", taken)


def _noted_once(logs: Read) -> None:
    """What one event of another log left here stands together, once, under the id that names it."""
    for name, log in logs.items():
        last = dict.fromkeys(logs, 0)
        for one in log:
            cause = one.cause
            if cause is None:
                continue
            source, position = cause["service"], cause["position"]
            require(one.command_id == f"{source}/{position}", "note.id", f"{name}/{one.position}")
            require(position >= last[source], "note.order", f"{name}/{one.position}: {source}/{position}")
            last[source] = position


def _ledger(house: House, told: Mapping[str, Sequence[Told]]) -> None:
    """What the ledger posts, in its own order."""
    money.post_all([told[source][position - 1] for source, position in house.store.order()])


# --- what processes hold in memory ------------------------------------------------------------------------


def _replay(house: House) -> None:
    """A writer that reads the log afresh holds the documents that the running ones hold."""
    for name, desks in house.desks.items():
        fresh = Writer(MAIN, SERVICES[name][0], house.logs[name], house.clock)
        fresh.load()
        for desk in desks:
            lane = desk.lane(MAIN)
            lane.step()
            lane.step()
            require(lane.halted is None, "writer.halted", f"{name}: {lane.halted}")
            live = lane.writer
            require(live.head == fresh.head, "replay.head", name)
            mine, theirs = live.shelf._documents, fresh.shelf._documents
            if mine != theirs:
                differ = [key for key in {**mine, **theirs} if mine.get(key) != theirs.get(key)]
                require(False, "replay.documents", f"{name}: {differ[:3]}")
            for (kind, key), document in live.shelf._recent.items():
                require(
                    fresh.shelf.get(kind, key) == document,
                    "replay.by_subject",
                    f"{name}: {kind.__name__} {key}",
                )


def _vault(house: House, logs: Read) -> None:
    """Of who is erased no vault opens anything, sealed before their erasure came by or after."""
    for name, log in logs.items():
        vault = house.logs[name].books[MAIN].vault
        require(all(row.opening.holds() for row in vault.values()), "vault.opens", name)
        gone = {one.subject for one in log if one.type in ERASURES and one.data.get("erased", True)}
        for one in log:
            values = one.data.values()
            seals = [value["sealed"] for value in values if isinstance(value, dict) and "sealed" in value]
            if gone.intersection(value for value in values if isinstance(value, str)):
                left = [digest for digest in seals if digest in vault]
                require(not left, "vault.erased", f"{name}/{one.position}: {left}")
        for row in vault.values():
            require(gone.isdisjoint(row.concerns), "vault.erased", f"{name}: {row.concerns}")


VOUCHERS: Final = {
    "funds.allocation_requested.v1": "",
    "funds.allocation_approved.v1": "",
    "funds.allocation_made.v1": "",
    "projects.spending_approval_given.v1": "",
    "projects.spending_papers_added.v1": "",
    "funds.fund_transfer_requested.v1": "donor",
    "funds.donation_received.v1": "donor",
    "funds.donation_refunded.v1": "donor",
    "funds.donation_reversed.v1": "donor",
    "funds.receipt_recorded.v1": "payer",
    "funds.receipt_reversed.v1": "payer",
    "funds.outlay_recorded.v1": "payee",
    "funds.outlay_reversed.v1": "payee",
    "projects.spending_approved.v1": "payee",
    "projects.spending_paid.v1": "payee",
    "projects.payment_reversed.v1": "payee",
    "projects.advance_settled.v1": "payee",
    "funds.fund_transferred.v1": "donor",
    "funds.goods_received.v1": "donor",
    "funds.goods_sorted.v1": "",
    "funds.goods_shipped.v1": "recipient",
    "funds.goods_lost.v1": "recipient",
}
"""Whom each names, beside who signed it; goods without a value are in no voucher."""


def _held(logs: Read) -> None:
    """Nobody is erased who stands on a voucher, wherever it was then: no history lasts 30 years."""
    gone = {one.subject: one.position for one in logs["members"] if one.type == ERASURES[0]}
    for name in ("funds", "projects"):
        for one in logs[name]:
            if one.type not in VOUCHERS or one.data.get("value", "") is None:
                continue
            party = one.data.get(VOUCHERS[one.type])
            hands = (one.actor["person"], (one.actor.get("on_behalf") or one.actor)["person"])
            for person in (party, *hands):
                require(person not in gone, "vault.held", f"{name}/{one.position}: {person}")


def _redelivery(history: History) -> None:
    """Every message that was ever sent comes once more, and some commands do: nothing changes."""
    house = history.house
    before = house.standing()
    for queue, raw in house.bus.published:
        house.bus.queues[queue].append(raw)
    house.bus.published.clear()
    for request in history.rng.sample(history.done, min(AGAIN, len(history.done))):
        same_answer(request, history.again(request))
    house.settle()
    require(house.standing() == before, "redelivery", f"{before} became {house.standing()}")
