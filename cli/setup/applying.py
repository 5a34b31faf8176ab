"""Sets a council up through the gateway. Keys come from the content: a second run adds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cli.client import Gateway, Refused
from cli.importing.keys import key
from cli.setup.plan import Office, Person, Setup
from cli.setup.tokens import TokenFile

KEY_REUSED = "idempotency.key_reused"


@dataclass(slots=True)
class Done:
    """What stands now: people by name, and how many tokens were issued in this run."""

    people: dict[str, str] = field(default_factory=dict)
    issued: int = 0


def apply(gateway: Gateway, setup: Setup, today: date, tokens: TokenFile) -> Done:
    """Units first, then people with what they may do, then accounts and funds, tokens last.

    Raises: client.Refused, client.Unreachable; what stands by then stays, and a further run goes on.
    """
    done = Done()
    for unit in setup.units:
        _post(gateway, "/v1/members", {"code": unit.code, "name": unit.name, "kind": unit.kind})
    for person in setup.people:
        done.people[person.name] = _person(gateway, person, today)
    for account in setup.accounts:
        body = {
            "code": account.code, "name": account.name, "kind": account.kind, "currency": account.currency,
            "legal_holder": account.legal_holder,
        }  # fmt: skip
        _post(gateway, "/v1/money-accounts", body)
    for fund in setup.funds:
        body = {
            "code": fund.code, "name": fund.name, "kind": fund.kind, "source": fund.source,
            "legal_holder": fund.legal_holder, "currency": fund.currency,
        }  # fmt: skip
        _post(gateway, "/v1/funds", body)
    for person in setup.people:
        roles = sorted({office.role for office in person.offices})
        done.issued += issue(gateway, tokens, done.people[person.name], person.name, roles)
    return done


def _post(gateway: Gateway, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
    return gateway.post(
        path, body, key("init", path, *sorted(f"{name}={value}" for name, value in body.items()))
    )


def _person(gateway: Gateway, person: Person, today: date) -> str:
    body: dict[str, Any] = {"name": person.name}
    if person.member is not None:
        body["member"] = person.member
    found = str(_post(gateway, "/v1/people", body)["id"])
    for office in person.offices:
        _mandate(gateway, found, office, today)
    return found


def _mandate(gateway: Gateway, person: str, office: Office, today: date) -> None:
    starts_on = office.starts_on or today
    body: dict[str, Any] = {"person": person, "role": office.role, "from": starts_on.isoformat()}
    if office.ends_on is not None:
        body["to"] = office.ends_on.isoformat()
    told = [office.starts_on, office.ends_on]
    name = key("init", "mandate", person, office.role, *(day.isoformat() if day else None for day in told))
    try:
        gateway.post("/v1/mandates", body, name)
    except Refused as error:
        # "From the day of the setting up" was another day when this was first done: it stands.
        if error.code != KEY_REUSED or office.starts_on is not None:
            raise


def issue(gateway: Gateway, tokens: TokenFile, person: str, name: str, roles: list[str]) -> int:
    """A token for `person`, unless the file has one: 1 if it was issued. A token is told once only.

    Where an earlier run was cut off between the answer and the file, that token is lost: another is issued.
    """
    if tokens.has(person):
        return 0
    for attempt in range(100):
        answer = gateway.post("/v1/tokens", {"person": person}, key("init", "token", person, attempt))
        if answer.get("token"):
            tokens.add(person, name, roles, str(answer["token"]))
            return 1
    raise Refused(409, {"code": "members.token_taken", "title": "members.token_taken"})
