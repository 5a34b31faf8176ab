"""Sums and parties as the command line takes and shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cli.importing import values
from cli.importing.faults import LineFault
from cli.session import USAGE, Session
from kernel.money import format_minor


def asked_amount(session: Session, text: str, currency: str) -> dict[str, str]:
    """The sum that was typed (`1,234.50`, `¥100`), as the gateway takes it; ends the run where it is none."""
    try:
        minor = values.amount(text, currency)
    except LineFault as fault:
        session.stop(USAGE, fault.code, **fault.about)
    return {"amount": format_minor(minor, currency), "currency": currency}


def asked_day(session: Session, text: str | None) -> str:
    """The date that was typed, today where none was; ends the run where it is no date."""
    try:
        found = values.day(text)
    except LineFault as fault:
        session.stop(USAGE, fault.code, **fault.about)
    return (found or session.today()).isoformat()


def shown(money: Any) -> str:
    """`{"amount": "12.34", "currency": "CNY"}` -> `12.34`; a figure that is not there is a blank."""
    return str(money["amount"]) if isinstance(money, Mapping) else ""


def named(party: Any, nobody: str) -> str:
    """The name of a party as the gateway shows it to this reader."""
    if isinstance(party, Mapping):
        return str(party.get("name") or party.get("id") or nobody)
    return str(party) if party else nobody
