"""`gongzhi import opencollective`: the public books of a collective, into a fund of their currency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from cli.client import Gateway
from cli.importing import opencollective, orders, tables, target
from cli.importing.faults import CannotStart, Refused
from cli.importing.opencollective import Books, Fact
from cli.importing.orders import Body, Place, Source
from cli.importing.report import Report, check_balance
from cli.importing.running import Options, begun, count, registered, sending
from cli.importing.sending import How, Item, Tally, send
from cli.session import Session

SHORT: Final = "funds.insufficient"


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
    with sending(session, options, len(books.facts)) as step:
        work = _Work(gateway, place, Source(file.sha256), How(step, dry_run=options.dry_run))
        tally, refused = work.run(books)
    signed = {orders.fact_key(fact, place): fact.signed() for fact in books.facts}
    report.taken_minor = sum(signed[item.command.key] for item in tally.taken)
    count(report, tally, [*books.refused, *refused])
    return report


class _Work:
    """Sends the facts of one export: money in first, so that no order of batches finds the fund short."""

    def __init__(self, gateway: Gateway, place: Place, source: Source, how: How) -> None:
        self.gateway = gateway
        self.place = place
        self.source = source
        self.how = how

    def run(self, books: Books) -> tuple[Tally, list[Refused]]:
        """What became of the facts; and the lines that could not be sent."""
        parties, refused = self._parties(books)
        gone = {one.line for one in refused}
        facts = [fact for fact in books.facts if fact.line not in gone]
        coming = [fact for fact in facts if fact.measure in opencollective.INCOME]
        going = [fact for fact in facts if fact.measure not in opencollective.INCOME]
        tally = self._sent([orders.recorded(fact, self.place, self.source, parties) for fact in coming])
        items: list[Item] = []
        for fact in going:
            if fact.measure != "contribution_refund":
                items.append(orders.recorded(fact, self.place, self.source, parties))
            elif (donation := self._refunded(fact, tally)) is None:
                about = (("text", fact.refunds),)
                refused.append(Refused(fact.line, "opencollective.refund_of_unknown", about))
            else:
                items.append(orders.refund(fact, donation, self.place, self.source))
        tally.add(self._tried(items, tally) if self.how.dry_run else self._sent(items))
        return tally, refused

    def _sent(self, items: Sequence[Item]) -> Tally:
        return send(self.gateway, items, self.how)

    def _tried(self, items: Sequence[Item], coming: Tally) -> Tally:
        """A dry run of what goes out. What would come in is not there to be spent or given back."""
        new = {coming.ids[item.command.key] for item in coming.taken}
        asked = [item for item in items if item.command.body.get("donation") not in new]
        resting = [item for item in items if item.command.body.get("donation") in new]
        tally = self._sent(asked)
        tally.taken += resting
        self.how.advance(len(resting), 0)
        if new:
            short = {one.line for one in tally.refused if one.code == SHORT}
            done = {id(item) for item in (*tally.taken, *tally.known)}
            tally.taken += [item for item in items if item.line in short and id(item) not in done]
            tally.refused = [one for one in tally.refused if one.code != SHORT]
        return tally

    def _parties(self, books: Books) -> tuple[dict[str, str | Body], list[Refused]]:
        """By slug, ids; of those whom a dry run would make, what it would make them of."""
        first = {fact.party.slug: fact for fact in reversed(books.facts) if fact.party is not None}
        wanted = {
            slug: (fact.line, orders.party_by_slug(fact.party)) for slug, fact in first.items() if fact.party
        }
        ids, lost = registered(self.gateway, wanted, dry_run=self.how.dry_run)
        refused = [
            replace(lost[fact.party.slug], line=fact.line)
            for fact in books.facts
            if fact.party is not None and fact.party.slug in lost
        ]
        new: dict[str, str | Body] = {
            slug: {"name": fact.party.name, "kind": fact.party.kind}
            for slug, fact in first.items()
            if fact.party is not None
        }
        return {**new, **ids}, refused

    def _refunded(self, fact: Fact, tally: Tally) -> str | None:
        """The id of the donation that a row gives back: of this file, or taken from an older export."""
        if fact.refunds is None:
            return None
        if (id_ := tally.ids.get(orders.own_key(fact.refunds, self.place))) is not None:
            return id_
        listed = self.gateway.pages("/v1/donations", fund=self.place.fund, account=self.place.account)
        return next((str(one["id"]) for one in listed if one.get("reference") == fact.refunds), None)
