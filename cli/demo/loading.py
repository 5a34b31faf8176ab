"""Loads the demonstration council through the gateway, as its people would. Twice adds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from cli.client import Command, Gateway, Refused
from cli.demo import community, council, groups, money
from cli.demo.council import ACCOUNT_OF, BANK, BEGINS, GOVERNANCE, WECHAT
from cli.importing.keys import key
from cli.importing.sending import How, Item, send
from cli.setup.applying import apply
from cli.setup.tokens import TokenFile
from kernel.money import format_minor

TOKENS: Final = "demo-tokens.json"
Body = dict[str, Any]


def load_demo(url: str, founder_token: str, data_dir: Path, language: str = "zh") -> Path:
    """The file of tokens, one per role (mode 0600); everything is in the books when this returns.

    Raises: client.Refused (with what was refused), client.Unreachable.
    """
    tokens = TokenFile.at(data_dir / TOKENS, url=url, demonstration=True)
    with Gateway(url, founder_token, language) as founder:
        apply(founder, council.setup(), BEGINS, tokens, issues=100)
        _all(founder, groups.joining())
    roles = ("treasurer", "chair", "project_lead", "secretary")
    [treasurer], [chair], [lead], [secretary] = (tokens.of_role(one) for one in roles)
    with (
        Gateway(url, treasurer, language) as paying,
        Gateway(url, chair, language) as deciding,
        Gateway(url, lead, language) as asking,
        Gateway(url, secretary, language) as writing,
    ):
        projects = money.projects()
        _all(asking, (("projects.propose_project", one.code, _project(one)) for one in projects))
        gifts = _all(paying, [*_gifts(), *_grants()])
        _all(paying, _afterwards(gifts))
        _all(deciding, _allocations(projects))
        asked = _all(asking, _requests(projects))
        _all(deciding, _decisions(projects, asked))
        _all(paying, _payments(projects, asked))
        _community(writing)
    return tokens.path


def _community(writing: Gateway) -> None:
    """What was heard, taken up, claimed and held: the secretary writes it down."""
    opinions = _all(writing, community.opinions())
    issues = _all(writing, community.issues(opinions))
    _all(writing, community.became(issues))
    posts = _all(writing, community.posts())
    _all(writing, [*community.claims(posts), *community.held()])


def _all(gateway: Gateway, commands: Iterable[tuple[str, str, Body]]) -> dict[str, str]:
    """Every command carried out, now or before: reference -> id. Raises: Refused."""
    named = [(ref, Command(name, key("demo", name, ref), body)) for name, ref, body in commands]
    items = [Item(line, command) for line, (_, command) in enumerate(named, start=1)]
    tally = send(gateway, items, How(lambda _, __: None))
    if tally.refused:
        first = tally.refused[0]
        title = f"demo {named[first.line - 1][0]}: {first.words or first.code}"
        raise Refused(409, {"code": first.code, "title": title})
    return {ref: tally.ids[command.key] for ref, command in named}


def _sum(fen: int) -> Body:
    return {"amount": format_minor(fen, "CNY"), "currency": "CNY"}


def _project(project: money.Project) -> Body:
    return {
        "code": project.code,
        "name": project.name,
        "purpose": project.purpose,
        "category": project.category,
    }


def _gifts() -> Iterable[tuple[str, str, Body]]:
    for gift in money.gifts():
        body: Body = {
            "fund": GOVERNANCE,
            "account": gift.account,
            "amount": _sum(gift.fen),
            "occurred_on": gift.day.isoformat(),
            "purpose": gift.purpose or f"{money.LABEL}：日常捐赠",
            "note": "演示数据，非真实捐赠",
        }
        if gift.donor is not None:
            body["donor"] = {"name": gift.donor, "kind": "organisation" if gift.unit else "person"}
            body["donor"] |= {"member": gift.unit} if gift.unit else {}
        if gift.project is not None:
            body["restriction"] = {"kind": "project", "value": gift.project}
        yield "funds.record_donation", gift.ref, body


def _grants() -> Iterable[tuple[str, str, Body]]:
    for grant in money.grants():
        body: Body = {
            "fund": grant.fund,
            "account": ACCOUNT_OF[grant.fund],
            "kind": grant.kind,
            "from": {"name": grant.payer, "kind": "organisation"},
            "amount": _sum(grant.fen),
            "occurred_on": grant.day.isoformat(),
            "purpose": f"{money.LABEL}：设立资金",
        }
        yield "funds.record_receipt", grant.ref, body


def _afterwards(gifts: Mapping[str, str]) -> Iterable[tuple[str, str, Body]]:
    """A gift given back, and what the platform held brought to the bank each year, with its fee."""
    refund: Body = {
        "donation": gifts["r05-0"],
        "amount": _sum(money.gifts()[_index("r05-0")].fen),
        "occurred_on": "2022-06-30",
        "reason": "演示：捐赠人改变主意",
    }
    yield "funds.refund_donation", "r05-0", refund
    for year in money.YEARS:
        held = sum(g.fen for g in money.gifts() if g.account == WECHAT and g.day.year == year)
        fen = held * 9 // 10
        body: Body = {
            "from": WECHAT,
            "to": BANK,
            "amount": _sum(fen),
            "fee": _sum(fen // 1000),
            "fund": GOVERNANCE,
            "occurred_on": f"{year}-12-28",
        }
        yield "funds.transfer_money", f"wx{year}", body


def _index(ref: str) -> int:
    return next(at for at, gift in enumerate(money.gifts()) if gift.ref == ref)


def _allocations(projects: Iterable[money.Project]) -> Iterable[tuple[str, str, Body]]:
    for project in projects:
        for nth, (fund, fen, day) in enumerate(project.allocations):
            body: Body = {
                "fund": fund,
                "project": project.code,
                "amount": _sum(fen),
                "occurred_on": day.isoformat(),
                "purpose": f"{money.LABEL}：拨给{project.name}",
            }
            yield "funds.allocate", f"{project.code}-{nth}", body


def _requests(projects: Iterable[money.Project]) -> Iterable[tuple[str, str, Body]]:
    for project in projects:
        for spending in project.spending:
            body: Body = {
                "project": project.code,
                "fund": spending.fund,
                "payee": {"name": spending.payee, "kind": "organisation"},
                "amount": _sum(spending.fen),
                "purpose": spending.purpose,
                "occurred_on": spending.day.isoformat(),
                "attachments": [spending.attachment()],
            }
            yield "projects.request_spending", spending.ref, body


def _decisions(
    projects: Iterable[money.Project], asked: Mapping[str, str]
) -> Iterable[tuple[str, str, Body]]:
    for spending in (one for project in projects for one in project.spending):
        body: Body = {"spending": asked[spending.ref]}
        if spending.ends in {"approved", "paid"}:
            yield "projects.approve_spending", spending.ref, {**body, "occurred_on": spending.day.isoformat()}
        elif spending.ends == "rejected":
            yield "projects.reject_spending", spending.ref, {**body, "reason": "演示：已包含在供货价内"}


def _payments(projects: Iterable[money.Project], asked: Mapping[str, str]) -> Iterable[tuple[str, str, Body]]:
    for spending in (one for project in projects for one in project.spending):
        left = spending.fen
        for nth, day in enumerate(spending.paid_on):
            fen = left if nth == len(spending.paid_on) - 1 else spending.fen * 7 // 10
            left -= fen
            body: Body = {
                "spending": asked[spending.ref],
                "amount": _sum(fen),
                "account": ACCOUNT_OF[spending.fund],
                "occurred_on": day.isoformat(),
                "reference": f"DEMO-{spending.ref}-{nth + 1}",
            }
            yield "projects.pay_spending", f"{spending.ref}-{nth}", body
