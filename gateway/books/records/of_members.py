"""Records of the members service: the council, parties, mandates, tokens. Pure."""

from __future__ import annotations

from typing import Final

from gateway.books.records.shelf import Shelf, Topic, known, made, plain
from kernel.domain import Told
from services.members import events as members
from services.members.events import passwords
from services.members.events.aliases import AliasRecorded
from services.members.events.people import ErasureConfirmed


def _council(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "council", "", told.subject))


def _party(told: Told, shelf: Shelf) -> None:
    fact: members.PartyRegistered = told.fact
    person = fact.origin == "council" and fact.kind == "person"
    shelf.put(made(told, "person" if person else "party", "party", status="known", held_until=None))


def _alias(told: Told, shelf: Shelf) -> None:
    fact: AliasRecorded = told.fact
    shelf.put(known(shelf, "person", fact.person) | {"alias_of": fact.of})


_SIGN_IN: Final = {
    passwords.PasswordSet: "password",
    passwords.OneTimeTokenIssued: "one_time_token",
    passwords.PasswordResetRequested: "reset_requested",
}


def _sign_in(told: Told, shelf: Shelf) -> None:
    """What stands between the person and a sign-in."""
    record = known(shelf, "person", told.fact.person) | {"sign_in": _SIGN_IN[type(told.fact)]}
    record.pop("one_time_until", None)
    if isinstance(told.fact, passwords.OneTimeTokenIssued):
        record["one_time_until"] = told.fact.expires_on.isoformat()
    shelf.put(record)


def _no_sign_in(told: Told, shelf: Shelf) -> None:
    record = known(shelf, "person", told.fact.person)
    record.pop("sign_in", None)
    record.pop("one_time_until", None)
    shelf.put(record)


def _mandate(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "mandate", "mandate", status="given"))


def _token(told: Told, shelf: Shelf) -> None:
    record = made(told, "token", "token", status="active")
    del record["digest"]  # never shown, not even as a hash
    shelf.put(record)


def _revoked(told: Told, shelf: Shelf) -> None:
    kind = "token" if isinstance(told.fact, members.TokenRevoked) else "mandate"
    record = known(shelf, kind, told.subject)
    record |= {"person": told.fact.person, "status": "revoked", "revoked_at": told.recorded_at}
    shelf.put(record)


def _person_changed(told: Told, shelf: Shelf) -> None:
    fact = told.fact
    record = known(shelf, "person", fact.person)
    match fact:
        case members.HoldPlaced():
            until = fact.until.isoformat()
            record["held_until"] = max(record.get("held_until") or until, until)
        case members.PersonHidden():
            record["status"] = "hidden" if record.get("status") != "erased" else "erased"
            record["reason"] = plain(fact)["reason"]
        case ErasureConfirmed():
            record["erasure_confirmed_at"] = told.recorded_at
        case _:
            record["status"] = "erased"
    shelf.put(record)


TOPIC: Final = Topic(
    apply={
        members.CouncilFounded: _council,
        members.PartyRegistered: _party,
        AliasRecorded: _alias,
        passwords.PasswordSet: _sign_in,
        passwords.OneTimeTokenIssued: _sign_in,
        passwords.PasswordResetRequested: _sign_in,
        passwords.PasswordEnded: _no_sign_in,
        members.MandateGiven: _mandate,
        members.MandateRevoked: _revoked,
        members.TokenIssued: _token,
        members.TokenRevoked: _revoked,
        members.HoldPlaced: _person_changed,
        members.PersonHidden: _person_changed,
        members.PersonErased: _person_changed,
        ErasureConfirmed: _person_changed,
    },
)
