"""Signing in: the name is looked up, the password compared, failures are counted, and all of it recorded.

A wrong name costs the same time as a wrong password and counts the same. Failures are counted here, for
what this process saw, and in the log, for what all of them saw; whoever has five within a quarter of an hour
waits, with the right password too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, Final

import orjson

from kernel.clock import Clock, accounting_date
from kernel.desk import Desk
from kernel.documents import View
from kernel.errors import CouncilUnknown, InvalidInput, Unavailable
from kernel.failures import Failures, TooMany
from kernel.ids import new_secret, salted, token_digest
from kernel.messaging.aside import Aside
from services.members.domain.documents import COUNCIL
from services.members.domain.passwords.commands import SetPassword
from services.members.domain.passwords.decide import good_for, issued_to, owner_of
from services.members.domain.passwords.documents import FAILURES_MAX, WINDOW, Password, Refusals
from services.members.errors.passwords import OneTimeTokenUnknown, SignInIncorrect, TooManyFailures
from services.members.service import hashing

Answer = dict[str, Any]
LOGINS_MAX: Final = 10_000
SET: Final = SetPassword.COMMAND
PASSWORD_LEAST, PASSWORD_MOST, NAME_MOST = 10, 200, 100


class Signing:
    """The sign-ins of one process. Answers are as the desk's; `token` is shown once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._aside = Aside()
        self._failures = Failures(FAILURES_MAX, WINDOW, LOGINS_MAX)

    def sign_in(self, desk: Desk, council: str | None, key: str, body: Mapping[str, Any]) -> Answer:
        """Raises: SignInIncorrect, TooManyFailures, InvalidInput, Unavailable."""
        council, view, login = self._at(desk, council, body)
        person = self._compared(desk, council, view, login, _text(body, "password", 1))
        secret = new_secret()
        answer = desk.itself(
            council,
            "members.sign_in",
            f"sign-in/{login}/{key}",
            {"person": person},
            {"digest": token_digest(secret)},
        )
        return _with_token(answer, "token", secret) | {"council": council}

    def set_password(self, desk: Desk, council: str | None, key: str, body: Mapping[str, Any]) -> Answer:
        """By a one-time token, or by the old password. Raises: as `sign_in`; OneTimeTokenUnknown."""
        council, view, login = self._at(desk, council, body)
        once, old = body.get("one_time_token"), body.get("old_password")
        if (once is None) == (old is None):
            raise InvalidInput({"one_time_token": ["password.one_of_two"]})
        password = _text(body, "password", PASSWORD_LEAST)
        digest = None if once is None else token_digest(_text(body, "one_time_token", 1))
        # Who tries again has proved it before, and cannot again: the key is looked up first.
        owner = owner_of(view, login) if digest is None else issued_to(view, digest)
        old = None if old is None else _text(body, "old_password", 1)
        typed = orjson.dumps([password, old])
        salt = salted(desk.log.vault_key(council), "typed", login, key).encode()
        said = {"person": owner, "login": login, "once": digest}
        said["typed"] = self._aside.run(hashing.digest, typed, salt)
        command = f"password/{login}/{key}"
        if owner is not None:
            before = desk.itself(council, SET, command, said, {"hash": "none", "proved": False})
            if before.get("refused", {}).get("code") != SignInIncorrect.code:
                return before
        person: str | None
        if digest is None:
            person = self._compared(desk, council, view, login, _text(body, "old_password", 1))
        else:
            person = good_for(view, digest, accounting_date(self._clock.now()))
        if person is None:
            raise OneTimeTokenUnknown
        kept = self._aside.run(hashing.hashed, password)
        return desk.itself(council, SET, command, said | {"person": person}, {"hash": kept, "proved": True})

    def _at(self, desk: Desk, council: str | None, body: Mapping[str, Any]) -> tuple[str, View, str]:
        """The council, what is known of it, and the login that the name makes there.

        Raises: InvalidInput, SignInIncorrect for a council that is none, Unavailable.
        """
        name = unicodedata.normalize("NFKC", _text(body, "name", 1, NAME_MOST)).strip().casefold()
        if council is None:
            councils = sorted(desk.log.heads())
            if len(councils) != 1:
                raise InvalidInput({"council": ["field.required"]})
            council = councils[0]
        try:
            return council, desk.view(council), salted(desk.log.vault_key(council), "login", name)
        except CouncilUnknown:
            self._aside.run(hashing.matches, None, "")
            raise SignInIncorrect from None

    def _compared(self, desk: Desk, council: str, view: View, login: str, password: str) -> str:
        """Whose password it is. Raises: SignInIncorrect, TooManyFailures, Overloaded."""
        now = self._clock.now()
        known = (view.get(Refusals, COUNCIL) or Refusals()).of(login, now)
        try:
            with self._failures.trying(login, now, known) as failed:
                person = owner_of(view, login)
                kept = _kept(desk, council, view, person)
                try:
                    right = self._aside.run(hashing.matches, kept, password)
                except Unavailable:
                    failed.clear()  # nothing was compared
                    raise
                if right:
                    failed.clear()
        except TooMany as many:
            raise TooManyFailures(str(many.wait_s)) from None
        if person is None or failed:
            # Whether it could be recorded (there are too many already) makes no difference to who asks.
            desk.itself(council, "members.refuse_sign_in", f"refused/{new_secret()}", {"login": login}, {})
            raise SignInIncorrect
        return person


def _kept(desk: Desk, council: str, view: View, person: str | None) -> str | None:
    """The hash of somebody's password; None where there is none, or no more."""
    password = view.get(Password, person) if person is not None else None
    if password is None or password.sealed is None:
        return None
    opening = desk.log.secret(council, password.sealed)
    return None if opening is None else opening.text


def drawn(desk: Desk, command: str, field: str, *call: Any) -> Answer:
    """A command with a new secret of ours in it, which the answer shows under `field`, once."""
    secret = new_secret()
    council, actor, key, body = call
    answer = desk.perform(council, command, actor, key, body, {"digest": token_digest(secret)})
    return _with_token(answer, field, secret)


def _with_token(answer: Answer, field: str, secret: str) -> Answer:
    return {**answer, field: None if answer.get("repeated") else secret} if "events" in answer else answer


def _text(body: Mapping[str, Any], field: str, least: int, most: int = PASSWORD_MOST) -> str:
    """A text of the body, as it was typed. Raises: InvalidInput."""
    text = body.get(field)
    if not isinstance(text, str):
        raise InvalidInput({field: ["field.required" if text is None else "field.type"]})
    if not least <= len(text) <= most:
        raise InvalidInput({field: ["password.length"]})
    return text
