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
    """What stands now: people by name, how many tokens were issued in this run, and to whom one was before.

    `issued_before`: the names of those whose token is not in the file, and is told once only.
    """

    people: dict[str, str] = field(default_factory=dict)
    issued: int = 0
    issued_before: list[str] = field(default_factory=list)


def apply(gateway: Gateway, setup: Setup, today: date, tokens: TokenFile, *, issues: int = 1) -> Done:
    """Units first, then people with what they may do, then accounts and funds, tokens last.

    `issues`: how many tokens a person may be issued in turn, where the file has lost the one before.

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
        whose = done.people[person.name]
        if tokens.has(whose):
            tokens.also(whose, roles)
        elif any(issue(gateway, tokens, whose, person.name, roles, at) for at in range(issues)):
            done.issued += 1
        else:
            done.issued_before.append(person.name)
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


def issue(gateway: Gateway, tokens: TokenFile, person: str, name: str, roles: list[str], at: int) -> bool:
    """A token for `person`, into the file; False where one was issued by an earlier run.

    That one is told once only, and may have been handed out: a second beside it would be one too many.
    """
    answer = gateway.post("/v1/tokens", {"person": person}, key("init", "token", person, at))
    if not answer.get("token"):
        return False
    tokens.add(person, name, roles, str(answer["token"]))
    return True
