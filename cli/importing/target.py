"""Where an import goes: the fund and the account, by code, or the only ones of their currency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from cli.client import Gateway, Refused
from cli.importing.faults import CannotStart

Record = Mapping[str, Any]


def fund(gateway: Gateway, ref: str | None, currency: str | None) -> Record | None:
    """The fund that `ref` names, or the only one of `currency`; None where there is none of it."""
    return _one(gateway, "funds", ref, currency)


def account(
    gateway: Gateway, ref: str | None, currency: str, legal_holder: str | None = None
) -> Record | None:
    """The money account that `ref` names, or the only one of `currency` (of that holder, among several)."""
    found = _one(gateway, "money-accounts", ref, currency, legal_holder)
    if found is not None and found["currency"] != currency:
        raise CannotStart("target.currency", account=found["code"], has=found["currency"], needs=currency)
    return found


def _one(
    gateway: Gateway, path: str, ref: str | None, currency: str | None, legal_holder: str | None = None
) -> Record | None:
    if ref is not None:
        try:
            return gateway.get(f"/v1/{path}/{_segment(ref)}")
        except Refused as error:
            if error.status == 404:  # noqa: PLR2004
                raise CannotStart(f"target.no_{path}", ref=ref) from None
            raise
    found = [one for one in gateway.pages(f"/v1/{path}") if currency in (None, one["currency"])]
    if len(found) > 1 and legal_holder is not None:
        found = [one for one in found if one["legal_holder"] == legal_holder]
    if len(found) > 1:
        raise CannotStart(f"target.many_{path}", codes=", ".join(one["code"] for one in found))
    return found[0] if found else None


def _segment(ref: str) -> str:
    return quote(ref, safe="")
