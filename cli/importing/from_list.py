"""`gongzhi import donations`: a list of gifts, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from cli.client import Gateway
from cli.importing import donations, orders, tables, target
from cli.importing.donations import Gift, Plan
from cli.importing.faults import Refused
from cli.importing.orders import Place, Source
from cli.importing.report import Report, check_footers
from cli.importing.running import Options, Step, begun, count, registered, sending
from cli.importing.sending import BATCH_MAX, How, Tally, send
from cli.session import Session

Donor = tuple[str, str]
CURRENCY: Final = "CNY"
"""A list of gifts names none: it is in that of the fund, and this where no fund is named."""
TRIAL: Final = BATCH_MAX
SLAB: Final = 8 * BATCH_MAX


def run(gateway: Gateway, options: Options, session: Session) -> Report:
    """Raises: CannotStart, client.Refused, client.Unreachable."""
    file = tables.read(options.path)
    fund = target.fund(gateway, options.fund, CURRENCY)
    account = target.account(gateway, options.account, fund)
    place = Place(fund["id"], account["id"], fund["currency"])
    goal = donations.Target(place.fund, place.account, place.currency, options.day)
    plan = donations.plan(file, goal, options.columns, options.sheet)
    report = begun(options, file.sha256, fund, account)
    report.lines, report.repeated, report.ignored = plan.lines, plan.repeated, plan.ignored
    check_footers(report, plan)
    work = _Work(gateway, place, Source(file.sha256), options)
    with sending(session, options, len(plan.gifts)) as step:
        tally, without = work.run(plan, step)
    by_line = {gift.line: gift for gift in plan.gifts}
    report.taken_minor = sum(by_line[item.line].minor for item in tally.taken)
    count(report, tally, [*plan.refused, *without])
    return report


class _Work:
    """Sends the gifts of one plan."""

    def __init__(self, gateway: Gateway, place: Place, source: Source, options: Options) -> None:
        self.gateway = gateway
        self.place = place
        self.source = source
        self.options = options

    def run(self, plan: Plan, step: Step) -> tuple[Tally, list[Refused]]:
        """What became of the gifts; and the lines whose donor was refused."""
        if self.options.donors_by_name:
            ids, without = _by_name(self.gateway, plan, dry_run=self.options.dry_run)
            lost = {one.line for one in without}
            gifts = [gift for gift in plan.gifts if gift.line not in lost]
            # In a dry run, whoever is not registered yet is sent by name, as somebody new.
            named = [(g.line, (g.donor, g.kind)) for g in gifts if g.donor is not None]
            return self._send(gifts, {line: ids[who] for line, who in named if who in ids}, step), without
        return self._each_their_own(plan.gifts, step), []

    def _each_their_own(self, gifts: Sequence[Gift], step: Step) -> Tally:
        """Every named donor becomes a party of their own.

        The gateway tries a gift before it registers its donor, so that what is refused leaves no party. A
        long list that has begun well needs no such trial: its donors are registered ahead, under the same
        keys, which spares a third of the work.
        """
        tally = self._send(gifts[:TRIAL], {}, step)
        rest = gifts[TRIAL:]
        for at in range(0, len(rest), SLAB):
            slab = rest[at : at + SLAB]
            ahead = (tally.taken or tally.known) and not self.options.dry_run
            tally.add(self._send(slab, self._registered(slab) if ahead else {}, step))
        return tally

    def _registered(self, gifts: Sequence[Gift]) -> dict[int, str]:
        """Line -> party. A donor who could not be registered is sent by name, and the gateway says why."""
        wanted = {g.line: (g.line, orders.party_of_line(g)) for g in gifts if g.donor is not None}
        return registered(self.gateway, wanted)[0]

    def _send(self, gifts: Sequence[Gift], parties: Mapping[int, str], step: Step) -> Tally:
        merged = self.options.donors_by_name
        items = [
            orders.donation(g, self.place, self.source, parties.get(g.line), merged=merged) for g in gifts
        ]
        how = How(step, dry_run=self.options.dry_run, choice=self.options.choice)
        return send(self.gateway, items, how)


def _by_name(gateway: Gateway, plan: Plan, *, dry_run: bool) -> tuple[dict[Donor, str], list[Refused]]:
    """One party a name and kind; and the lines whose donor was refused."""
    gifts: dict[Donor, list[Gift]] = {}
    for gift in plan.gifts:
        if gift.donor is not None:
            gifts.setdefault((gift.donor, gift.kind), []).append(gift)
    wanted = {donor: (of[0].line, orders.party_by_name(*donor)) for donor, of in gifts.items()}
    ids, refused = registered(gateway, wanted, dry_run=dry_run)
    lost = [
        Refused(gift.line, no.code, no.about, no.words)
        for donor, no in refused.items()
        for gift in gifts[donor]
    ]
    return ids, lost
