"""Where an import goes: the fund and the account, by code, or the only ones of their currency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from cli.client import Gateway, Refused
from cli.importing.faults import CannotStart

Record = Mapping[str, Any]


def fund(gateway: Gateway, ref: str | None, currency: str) -> Record:
    """The fund that `ref` names, or the only one of `currency`. Raises: CannotStart."""
    return (
        _named(gateway, "funds", ref) if ref is not None else _only("funds", _all(gateway, "funds"), currency)
    )


def account(gateway: Gateway, ref: str | None, fund: Record) -> Record:
    """The money account that `ref` names, or the only one of the fund's currency.

    Of several it is the only one of the fund's legal holder: no other's takes money for the fund.
    Raises: CannotStart.
    """
    currency = fund["currency"]
    if ref is not None:
        found = _named(gateway, "money-accounts", ref)
        if found["currency"] != currency:
            raise CannotStart("target.currency", account=found["code"], has=found["currency"], needs=currency)
        return found
    known = _all(gateway, "money-accounts")
    found_all = [one for one in known if one["currency"] == currency]
    theirs = [one for one in found_all if one["legal_holder"] == fund["legal_holder"]]
    return _only("money-accounts", theirs if len(theirs) == 1 else known, currency)


def _named(gateway: Gateway, path: str, ref: str) -> Record:
    try:
        return gateway.get(f"/v1/{path}/{quote(ref, safe='')}")
    except Refused as error:
        if error.status == 404:  # noqa: PLR2004
            raise CannotStart(f"target.no_{path}", ref=ref) from None
        raise


def _all(gateway: Gateway, path: str) -> list[Record]:
    return list(gateway.pages(f"/v1/{path}"))


def _only(path: str, known: list[Record], currency: str) -> Record:
    """The only one of `currency`; else it is said which there are: of that currency, or at all."""
    found = [one for one in known if one["currency"] == currency]
    if len(found) == 1:
        return found[0]
    codes = ", ".join(f"{one['code']} ({one['currency']})" for one in found or known) or "-"
    raise CannotStart(
        f"target.{'many' if found else 'none'}_of_currency_{path}", codes=codes, currency=currency
    )
