"""What must hold of a grown system after whatever was done to it: everybody's books agree to the byte."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from support.calling import Council
from support.load import Answered, Load
from support.running import Grown, eventually, run

MADE_BY = {
    "donations": "funds.donation_received.v1",
    "allocations": "funds.allocation_made.v1",
    "spending": "projects.spending_requested.v1",
    "approvals": "projects.spending_approved.v1",
    "payments": "projects.spending_paid.v1",
}
"""The end of a path -> the fact that its command makes."""


def all_agree(system: Grown, who: Council, load: Load) -> None:
    """Every answered command is there once, and logs, copies, order and figures say the same."""
    who.nobody.seen("funds/gz", load.positions())
    findings = eventually(
        lambda: who.auditor.seen("ledger/findings")["items"] == [],
        60,
        lambda: who.auditor.seen("ledger/findings"),
    )
    assert findings
    each_once(list(who.auditor.every("events")), load)
    figures_follow(who, load)
    same_answers(load.answered)
    faults = json.loads(run(system, "--json", "fsck"))["faults"]
    assert faults == []


def each_once(events: Sequence[Mapping[str, Any]], load: Load) -> None:
    """One fact for each answered command, no fact that nobody asked for, positions without gaps."""
    positions: dict[str, list[int]] = defaultdict(list)
    for one in events:
        positions[one["event"]["service"]].append(one["event"]["position"])
    for service, found in positions.items():
        assert found == list(range(1, len(found) + 1)), f"{service}'s positions in the ledger's order"
    commands = Counter((one["event"]["service"], one["event"]["command_id"]) for one in events)
    for path, fact in MADE_BY.items():
        asked = load.of(path)
        facts = [one["event"] for one in events if one["event"]["type"] == fact]
        assert len(facts) == len(asked), (path, len(facts), len(asked))
        made = Counter((fact["service"], fact["command_id"]) for fact in facts)
        assert set(made.values()) <= {1}, f"{path}: a command made two facts"
        assert all(commands[command] >= 1 for command in made)
        if path in {"donations", "allocations", "spending"}:
            assert Counter(one["subject"] for one in facts) == Counter(one.made["id"] for one in asked)


def figures_follow(who: Council, load: Load) -> None:
    """The fund's and the project's figures are the sums of what was answered."""
    received, committed, spent = (
        sum(_fen(one.body["amount"]) for one in load.of(path))
        for path in ("donations", "allocations", "payments")
    )
    wanted = (received, committed, spent, received - committed)
    names = ("received", "committed", "spent", "available")
    eventually(
        lambda: tuple(_fen(who.nobody.seen("funds/gz")[name]["amount"]) for name in names) == wanted,
        30,
        lambda: (wanted, who.nobody.seen("funds/gz")),
    )
    project = who.nobody.seen("projects/bench")
    shown = tuple(_fen(project[name]["amount"]) for name in ("allocated", "spent", "reserved"))
    assert shown == (committed, spent, 0)
    balance = who.nobody.seen("ledger/trial-balance")
    assert balance["debit"] == balance["credit"]


def same_answers(answered: Sequence[Answered], most: int = 100) -> None:
    """The same key again meets the same record; a sample, spread over all of them."""
    for one in answered[:: max(1, len(answered) // most)]:
        again = one.who.post(one.path, one.body, one.key)
        assert again.status_code == 201, (one.path, again.text)
        assert again.json()["id"] == one.made["id"]
        assert again.headers["Ledger-Position"].split(", ")[-1] == one.at.split(", ")[-1]


def _fen(amount: str) -> int:
    yuan, _, fen = amount.partition(".")
    return int(yuan) * 100 + int(fen.ljust(2, "0") or 0)
