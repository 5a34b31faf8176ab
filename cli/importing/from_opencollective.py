"""`gongzhi import opencollective`: the public books of a collective, into a fund of their currency."""

from __future__ import annotations

from collections.abc import Callable

from cli.client import Gateway
from cli.importing import opencollective, orders, tables, target
from cli.importing.faults import CannotStart, Refused
from cli.importing.opencollective import Books, Fact
from cli.importing.orders import Place, Source
from cli.importing.report import Report, check_balance
from cli.importing.running import Options, begun, count, registered
from cli.importing.sending import Item, Tally, send
from cli.session import Session


def run(gateway: Gateway, options: Options, session: Session) -> Report:
    """Raises: CannotStart, client.Refused, client.Unreachable."""
    file = tables.read(options.path)
    books = opencollective.read(file)
    fund = target.fund(gateway, options.fund, books.currency)
    if fund["currency"] != books.currency:
        raise CannotStart("opencollective.currency", fund=fund["code"], needs=books.currency)
    account = target.account(gateway, options.account, fund)
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
