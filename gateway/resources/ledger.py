"""/v1/ledger: entries, balances, findings, and how far the ledger is."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from gateway.face import caller, face
from gateway.problems import Problem
from gateway.resources.kit import Doc, answer, narrowed, reading, resource, shown, walking
from gateway.schemas import queries
from gateway.schemas.queries import Account, TrialBalance

ENTRY_FILTERS: Final = ("book", "account", "fund", "project", "donor", "payee", "subject", "from", "to")
READERS: Final = ("treasurer", "chair", "supervisor", "auditor")
"""Who reads the findings: they name where money and books disagree, before anybody has looked into it."""
ENTRIES: Final = queries.listing("EntriesQuery", *ENTRY_FILTERS)
TRIAL_BALANCE: Final = TrialBalance()
ACCOUNT: Final = Account()

blp = resource("ledger", "The ledger: entries, trial balance, accounts, findings")


def _entries(query: dict[str, Any]) -> Response:
    walk = walking(query)
    page = face().books.entries(
        caller().council,
        filters=narrowed(query, ENTRY_FILTERS),
        limit=query["limit"],
        after=walk.after,
    )
    return answer({"items": shown(page.items), "next_cursor": walk.next(page.next)})


def _trial_balance(query: dict[str, Any]) -> Response:
    found = face().books.trial_balance(
        caller().council,
        as_of=query["as_of"],
        recorded_as_of=query["recorded_as_of"],
        book=query["book"],
        include_unposted=query["unposted"],
    )
    return answer(shown([found])[0])


def _account(query: dict[str, Any], code: str) -> Response:
    walk = walking(query)
    found = face().books.account(
        caller().council,
        code,
        book=query["book"],
        as_of=query["as_of"],
        limit=query["limit"],
        after=walk.after,
    )
    if found is None:
        raise Problem("not_found", "ledger_account", code, status=404)
    body = shown([found])[0]
    body["next_cursor"] = walk.next(body.pop("next", None))
    return answer(body)


def _findings(query: dict[str, Any]) -> Response:  # noqa: ARG001 - that there is none was checked
    if not caller().has(*READERS):
        raise Problem("forbidden", "list_findings", ", ".join(READERS))
    return answer({"items": shown(face().books.findings(caller().council))})


def _position(query: dict[str, Any]) -> Response:  # noqa: ARG001 - that there is none was checked
    return answer(dict(face().books.position(caller().council)))


reading(
    blp,
    "/ledger/entries",
    _entries,
    Doc("list_entries", "Journal entries with their lines", "EntryList"),
    ENTRIES,
)
reading(
    blp,
    "/ledger/trial-balance",
    _trial_balance,
    Doc(
        "get_trial_balance",
        "Debit, credit and balance of every account",
        "TrialBalance",
        "Says whether unposted facts are in it: by default they are.",
    ),
    TRIAL_BALANCE,
)
reading(
    blp,
    "/ledger/accounts/<code>",
    _account,
    Doc("get_ledger_account", "One ledger account: its balances, and its lines", "LedgerAccount"),
    ACCOUNT,
)
reading(
    blp,
    "/ledger/findings",
    _findings,
    Doc(
        "list_findings",
        "What does not hold: invariants, stalled streams, over-committed funds",
        "FindingList",
        "Roles: treasurer, chair, auditor. Sums of the ledger's own tables, and each service asked for the "
        "head of its log; `gongzhi fsck` reads everything, event by event.",
    ),
)
reading(
    blp,
    "/ledger/position",
    _position,
    Doc("get_ledger_position", "How far the ledger has taken each log", "LedgerPosition"),
)
