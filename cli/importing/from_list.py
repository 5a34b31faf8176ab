"""`gongzhi import donations`: a list of gifts, line by line."""

from __future__ import annotations

from cli.client import Gateway
from cli.importing import donations, orders, tables, target
from cli.importing.donations import Gift, Plan
from cli.importing.faults import CannotStart, Refused
from cli.importing.orders import Place, Source
from cli.importing.report import Report, check_footers
from cli.importing.running import Options, begun, count, registered
from cli.importing.sending import send
from cli.session import Session

Donor = tuple[str, str]


def run(gateway: Gateway, options: Options, session: Session) -> Report:
    """Raises: CannotStart, client.Refused, client.Unreachable."""
    file = tables.read(options.path)
    fund = target.fund(gateway, options.fund, None)
    if fund is None:
        raise CannotStart("target.none_funds")
    account = target.account(gateway, options.account, fund["currency"], fund["legal_holder"])
    if account is None:
        raise CannotStart("target.none_money-accounts", currency=fund["currency"])
    place = Place(fund["id"], account["id"], fund["currency"])
    goal = donations.Target(place.fund, place.account, place.currency, options.day)
    plan = donations.plan(file, goal, options.columns, options.sheet)
    report = begun(options, file.sha256, fund, account)
    report.lines, report.repeated, report.ignored = plan.lines, plan.repeated, plan.ignored
    check_footers(report, plan)
    source = Source(file.sha256)
    with session.progress(session.say("import.sending"), len(plan.gifts)) as bar:
        ids, without = _by_name(gateway, plan) if _names_merged(options) else ({}, [])
        lost = {one.line for one in without}
        items = [
            orders.donation(gift, place, source, ids.get((gift.donor, gift.kind)) if gift.donor else None)
            for gift in plan.gifts
            if gift.line not in lost
        ]
        tally = send(gateway, items, lambda n: bar.advance(bar.task_ids[0], n), dry_run=options.dry_run)
    by_line = {gift.line: gift for gift in plan.gifts}
    report.taken_minor = sum(by_line[item.line].minor for item in tally.taken)
    count(report, tally, [*plan.refused, *without])
    return report


def _names_merged(options: Options) -> bool:
    # A dry run makes no parties; whether names are merged changes nothing of what would be refused.
    return options.donors_by_name and not options.dry_run


def _by_name(gateway: Gateway, plan: Plan) -> tuple[dict[Donor, str], list[Refused]]:
    """One party a name and kind; and the lines whose donor was refused."""
    gifts: dict[Donor, list[Gift]] = {}
    for gift in plan.gifts:
        if gift.donor is not None:
            gifts.setdefault((gift.donor, gift.kind), []).append(gift)
    wanted = {donor: (of[0].line, orders.party_by_name(*donor)) for donor, of in gifts.items()}
    ids, refused = registered(gateway, wanted)
    lost = [
        Refused(gift.line, no.code, no.about, no.words)
        for donor, no in refused.items()
        for gift in gifts[donor]
    ]
    return ids, lost
