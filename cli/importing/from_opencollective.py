"""`gongzhi import opencollective`: the public books of a collective, taken over into a fund of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from cli.client import Gateway
from cli.importing import opencollective, orders, tables, target
from cli.importing.faults import CannotStart, Refused
from cli.importing.keys import key
from cli.importing.opencollective import Books, Fact
from cli.importing.orders import Place, Source
from cli.importing.report import Report, check_balance
from cli.importing.running import Options, begun, count, registered
from cli.importing.sending import Item, Tally, send
from cli.session import Session

Record = Mapping[str, Any]
TAKEN_OVER_ONLY: Final = frozenset({"expense", "gift"})
"""Money spent without request and approval: only a fund whose books were kept elsewhere takes it."""


def run(
    gateway: Gateway, options: Options, session: Session, founder: Callable[[], Gateway | None]
) -> Report:
    """Raises: CannotStart, client.Refused, client.Unreachable."""
    file = tables.read(options.path)
    books = opencollective.read(file)
    fund, account = _place(gateway, books, options, founder)
    place = Place(fund["id"], account["id"], books.currency)
    report = begun(options, file.sha256, fund, account)
    report.lines = books.rows
    report.totals = [(measure, how_many, minor) for measure, (how_many, minor) in books.totals().items()]
    check_balance(report, books.gaps, books.net(), books.last_balance)
    if options.dry_run:
        # Refunds stand on donations that are not there yet, so a trial of the whole is a reading of the file.
        report.taken = books.rows - len(books.refused)
        report.taken_minor, report.refused = books.net(), books.refused
        return report
    with session.progress(session.say("import.sending"), len(books.facts)) as bar:
        tally, refused = _send(
            gateway, books, place, Source(file.sha256), lambda n: bar.advance(bar.task_ids[0], n)
        )
    signed = {orders.fact_key(fact, place): fact.signed() for fact in books.facts}
    report.taken_minor = sum(signed[item.command.key] for item in tally.taken)
    count(report, tally, [*books.refused, *refused])
    return report


def _send(
    gateway: Gateway, books: Books, place: Place, source: Source, advance: Callable[[int], object]
) -> tuple[Tally, list[Refused]]:
    """Money in first, then money out, so that no order of batches finds the fund short."""
    first = {fact.party.slug: fact for fact in reversed(books.facts) if fact.party is not None}
    wanted = {
        slug: (fact.line, orders.party_by_slug(fact.party)) for slug, fact in first.items() if fact.party
    }
    ids, lost = registered(gateway, wanted)
    refused = [
        Refused(
            fact.line, lost[fact.party.slug].code, lost[fact.party.slug].about, lost[fact.party.slug].words
        )
        for fact in books.facts
        if fact.party is not None and fact.party.slug in lost
    ]
    gone = {one.line for one in refused}
    facts = [fact for fact in books.facts if fact.line not in gone]
    coming = [fact for fact in facts if fact.measure in opencollective.INCOME]
    going = [fact for fact in facts if fact.measure not in opencollective.INCOME]
    tally = send(gateway, [orders.recorded(fact, place, source, ids) for fact in coming], advance)
    items: list[Item] = []
    for fact in going:
        if fact.measure != "contribution_refund":
            items.append(orders.recorded(fact, place, source, ids))
        elif (donation := _refunded(gateway, fact, place, tally)) is not None:
            items.append(orders.refund(fact, donation, place, source))
        else:
            refused.append(Refused(fact.line, "opencollective.refund_of_unknown", (("text", fact.refunds),)))
    tally.add(send(gateway, items, advance))
    return tally, refused


def _refunded(gateway: Gateway, fact: Fact, place: Place, tally: Tally) -> str | None:
    """The id of the donation that a row gives back: of this file, or taken from an older export."""
    if fact.refunds is None:
        return None
    if (id_ := tally.ids.get(orders.own_key(fact.refunds, place))) is not None:
        return id_
    listed = gateway.pages("/v1/donations", fund=place.fund, account=place.account)
    return next((str(one["id"]) for one in listed if one.get("reference") == fact.refunds), None)


# --- the fund and the account ------------------------------------------------------------------------
def _place(
    gateway: Gateway, books: Books, options: Options, founder: Callable[[], Gateway | None]
) -> tuple[Record, Record]:
    """Fund and account of the file's currency, made where there are none and the founder is at hand."""
    fund = target.fund(gateway, options.fund, books.currency)
    holder = fund["legal_holder"] if fund is not None else None
    account = target.account(gateway, options.account, books.currency, holder)
    if fund is None or account is None:
        setting_up = None if options.dry_run else founder()
        if setting_up is None:
            raise CannotStart("opencollective.no_fund", currency=books.currency)
        with setting_up:
            holder = holder or books.host
            fund = fund or setting_up.post("/v1/funds", _fund(books, holder), _key(books, "fund"))
            account = account or setting_up.post(
                "/v1/money-accounts", _account(books, holder), _key(books, "account")
            )
    if fund["currency"] != books.currency:
        raise CannotStart("opencollective.currency", fund=fund["code"], needs=books.currency)
    if not fund.get("imported") and any(fact.measure in TAKEN_OVER_ONLY for fact in books.facts):
        raise CannotStart("opencollective.not_imported", fund=fund["code"])
    return fund, account


def _key(books: Books, what: str) -> str:
    return key("opencollective", what, books.slug, books.currency)


def _code(books: Books) -> str:
    slug = "".join(mark if mark.isascii() and mark.isalnum() else "-" for mark in books.slug)
    return f"oc-{slug}"[:40].rstrip("-")


def _fund(books: Books, holder: str) -> dict[str, Any]:
    return {
        "code": _code(books),
        "name": f"{books.name} (Open Collective)",
        "kind": "other",
        "source": "donation",
        "legal_holder": holder,
        "currency": books.currency,
        "imported": True,
    }


def _account(books: Books, holder: str) -> dict[str, Any]:
    return {
        "code": _code(books),
        "name": f"{books.name} (Open Collective)",
        "kind": "bank",
        "legal_holder": holder,
        "currency": books.currency,
    }
