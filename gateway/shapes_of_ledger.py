"""What the ledger's answers look like, and the small parts that many answers share, as JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway import shapes
from gateway.kinds import KINDS
from gateway.kinds.described import (
    COUNT,
    DAY,
    FLAG,
    INSTANT,
    MONEY,
    PARTY,
    TEXT,
    TIED,
    Described,
    listed,
    made,
    or_null,
    ref,
    words,
)

_SUMS: Final[dict[str, Described]] = {"debit": MONEY, "credit": MONEY}
_ACCOUNT: Final[dict[str, Described]] = {"account": TEXT, "name": TEXT, "name_zh": TEXT}
_HEADER: Final[dict[str, Described]] = {
    "id": {**COUNT, "description": "Place in the ledger's order"},
    "book": {**TEXT, "description": "The legal holder"},
    "currency": TEXT,
    "occurred_on": DAY,
    "recorded_at": INSTANT,
    "position": {**TEXT, "description": "The fact behind it, such as funds/123"},
    "subject": TEXT,
    "rules": {**COUNT, "description": "Version of the posting rules"},
    "regime": {**TEXT, "description": "The accounting regime of that day"},
    "template": TEXT,
    "description": TEXT,
    "description_zh": TEXT,
    "purpose": or_null(TEXT),
    "number": {"type": ["integer", "null"], "description": "Of the voucher; null until it is posted"},
}
_LINE: Final[dict[str, Described]] = {
    "line": COUNT,
    **_ACCOUNT,
    **_SUMS,
    **dict.fromkeys(("fund", "project", "money_account"), or_null(TEXT)),
    "party": or_null(PARTY),
    "restriction": TIED,
}
_OF_BOOK: Final[dict[str, Described]] = {"book": TEXT, "currency": TEXT}
_WITH_BALANCE: Final[dict[str, Described]] = {**_SUMS, "balance": MONEY}
_NEXT: Final[dict[str, Described]] = {
    "next_cursor": {"type": ["string", "null"], "description": "For `cursor`; null on the last page"}
}

SHARED: Final[Mapping[str, Described]] = {
    "MoneyShown": {
        **made(
            {
                "amount": {
                    "type": "string",
                    "pattern": r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$",
                    "examples": ["12.34"],
                },
                "currency": {"type": "string", "examples": ["CNY"]},
            }
        ),
        "description": "A decimal text with its currency, never a number",
    },
    "PartyShown": {
        **made({"id": TEXT, "kind": words("person", "organisation"), "name": or_null(TEXT)}),
        "description": "The name as far as the reader may see it: 张*; null where hidden or anonymous",
    },
    "SealedText": {
        **made(
            {"sealed": {**TEXT, "description": "SHA-256(salt || text), as in the log"}},
            optional={"text": or_null(TEXT)},
        ),
        "description": (
            "`text` comes with a GET by id, for treasurer, chair and auditor; null where it was erased, "
            "concerns somebody who is hidden (but to the auditor), or cannot be had just now"
        ),
    },
    "RestrictionShown": made({"kind": words("project", "category"), "value": TEXT}),
    "HistoricalShown": {
        **made({"file": {**TEXT, "description": "SHA-256 in hex"}, "line": COUNT}),
        "description": "Taken over from this line of a file: it happened before the council came here",
    },
    "Opening": made(
        {
            "sealed": {**TEXT, "description": "SHA-256(salt || UTF-8 text), as it stands in the log"},
            "salt": {**TEXT, "description": "32 bytes in hex"},
            "text": TEXT,
        }
    ),
}

LEDGER: Final[Mapping[str, Described]] = {
    "Counts": {
        **made(
            {
                "opinions_heard": COUNT,
                "issues_opened": COUNT,
                "issues_solved": {**COUNT, "description": "The sum of the next two"},
                "issues_solved_without_money": COUNT,
                "issues_solved_by_project": {**COUNT, "description": "Became a project that is done"},
                "projects_made": {**COUNT, "description": "Of issues; each once"},
            }
        ),
        "description": "Counts of different things: none is a rate of another",
    },
    "Entry": made({**_HEADER, "lines": listed(made(_LINE)), **_SUMS}),
    "TrialBalance": made(
        {
            "as_of": or_null(DAY),
            "recorded_as_of": or_null(INSTANT),
            "includes_unposted": FLAG,
            "unpostable": {**COUNT, "description": "Facts that stand in the order without an entry"},
            "rows": listed(made({**_OF_BOOK, **_ACCOUNT, **_WITH_BALANCE})),
            "totals": listed(made({**_OF_BOOK, **_SUMS})),
        },
        # Where there is one book and currency alone, its totals stand here too.
        optional={**_OF_BOOK, **_SUMS},
    ),
    "LedgerAccount": made(
        {
            **_ACCOUNT,
            "type": TEXT,
            "balance_side": words("debit", "credit"),
            "balances": listed(made({**_OF_BOOK, **_WITH_BALANCE})),
            "items": listed(made({**_HEADER, **_LINE, "running": MONEY})),
            **_NEXT,
        }
    ),
    "Finding": {
        **made(
            {"code": TEXT, "severity": words("error", "warning", "info"), "subject": TEXT},
        ),
        "description": "Beside these, what the code needs to be understood",
        "additionalProperties": True,
    },
    "Task": made(
        {
            "kind": {**TEXT, "description": "What there is to do, such as approve_spending or milestone"},
            "about": made({"kind": TEXT, "id": TEXT}),
            "title": or_null(TEXT),
            "due_on": or_null(DAY),
            "overdue": FLAG,
            "since": INSTANT,
        }
    ),
    "SignedIn": made(
        {
            "token": {**or_null(TEXT), "description": "Once: a repeated answer has none"},
            "expires_at": INSTANT,
            "person": TEXT,
            "council": TEXT,
        }
    ),
    "PasswordSet": made({"person": TEXT}),
    "LedgerPosition": made(
        {"ledger": COUNT, "root": or_null(TEXT), "members": COUNT, "funds": COUNT, "projects": COUNT}
    ),
    "Event": made(
        {
            "ledger_position": COUNT,
            "leaf": {**TEXT, "description": "SHA-256(0x00 || text), in hex"},
            "text": {**TEXT, "description": "The very bytes that are hashed"},
            "event": {"type": "object", "description": "The same, read"},
        }
    ),
}


def list_of(item: str) -> Described:
    """A page of a list."""
    return made({"items": listed(ref(item)), **({} if item == "Finding" else _NEXT)})


def named(kind: str) -> str:
    """The component of a kind of record."""
    return f"{KINDS[kind].title}Record"


def answered(kind: str, other: str = "") -> str:
    """The component of what a command answers: a record of one kind, or of either of two."""
    return f"{KINDS[kind].title}Or{KINDS[other].title}" if other else named(kind)


EITHER: Final = (("allocation", "allocation_request"),)
"""Kinds of which a command answers the one or the other."""


def components() -> dict[str, Described]:
    """Every schema of an answer, by its name."""
    records = {named(name): shapes.record(kind.title) for name, kind in KINDS.items()}
    lists = {
        f"{name.removesuffix('Record')}List": list_of(name)
        for name in (*records, "Entry", "Finding", "Event", "Task")
    }
    either = {answered(one, other): {"anyOf": [ref(named(one)), ref(named(other))]} for one, other in EITHER}
    return {**SHARED, **records, **LEDGER, **lists, **either}
