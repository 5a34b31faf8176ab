"""`gongzhi fund`, `donations`, `trial-balance`, `findings`: what the books say, as tables."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import quote

import typer

from cli.money_words import named, shown
from cli.session import REFUSED, Session
from cli.texts import Words

FIGURES: Final = (
    "received", "other_in", "refunded", "other_out", "committed", "spent", "outstanding", "available",
    "pledged", "goods",
)  # fmt: skip
AsOf = Annotated[str | None, typer.Option("--as-of", help="截至日期 · As of this accounting date")]


def add(app: typer.Typer) -> None:
    """Puts the commands under `app`."""
    app.command("fund", help="一个资金的数 · The figures of a fund (all funds without a code)")(fund)
    app.command("donations", help="捐赠清单 · Donations")(donations)
    app.command("trial-balance", help="试算平衡表 · Trial balance")(trial_balance)
    app.command("findings", help="账上的问题 · What the running system found wrong")(findings)


def fund(
    ctx: typer.Context,
    code: Annotated[str | None, typer.Argument(help="资金代码或编号 · Code or id")] = None,
    as_of: AsOf = None,
) -> None:
    """available = received + other_in - refunded - other_out - committed."""
    session = Session.of(ctx)
    with session.reaching(), session.gateway() as gateway:
        if code is None:
            funds = list(gateway.pages("/v1/funds"))
            session.result(funds)
            rows = [(one["code"], one["name"], one["kind"], one["currency"], one["id"]) for one in funds]
            head = [session.say(f"column.{name}") for name in ("code", "name", "kind", "currency", "id")]
            session.table(session.say("funds.title"), head, rows)
            return
        found = gateway.get(f"/v1/funds/{quote(code, safe='')}", as_of=as_of)
    session.result(found)
    figures = [(session.say(f"figure.{name}"), shown(found.get(name))) for name in FIGURES if name in found]
    for part in found.get("by_restriction") or ():
        tied = part.get("restriction")
        to = f"{tied['kind']} {tied['value']}" if tied else session.say("restriction.none")
        figures.append((session.say("figure.available_by", to=to), shown(part.get("available"))))
    title = f"{found['code']} {found['name']}"
    session.table(title, (session.say("column.what"), f">{found['currency']}"), figures)


def donations(
    ctx: typer.Context,
    fund: Annotated[str | None, typer.Option("--fund", help="资金 · The fund")] = None,
    since: Annotated[str | None, typer.Option("--from", help="起始日期 · From this date")] = None,
    until: Annotated[str | None, typer.Option("--to", help="截止日期 · To this date")] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=1, help="最多几笔，缺省为全部 · At most so many; by default all"),
    ] = None,
) -> None:
    """Names are masked unless the token's role may see them."""
    session = Session.of(ctx)
    asked: dict[str, str | None] = {"fund": fund, "from": since, "to": until}
    with session.reaching(), session.gateway() as gateway:
        listed = gateway.pages("/v1/donations", **asked)
        found = list(itertools.islice(listed, limit))
        more = next(listed, None) is not None
    session.result(found)
    if more:  # on stderr: whoever sums up what is printed must not take it for all
        session.warn(session.say("donations.more", count=len(found)))
    head = [session.say(f"column.{name}") for name in ("date", "donor", "purpose", "status", "id")]
    rows = [
        (
            one["occurred_on"],
            named(one.get("donor"), session.say("anonymous")),
            str(one.get("purpose") or ""),
            _status(one, session.say),
            one["id"],
            f"{shown(one['amount'])} {one['amount']['currency']}",
        )
        for one in found
    ]
    session.table(session.say("donations.title"), (*head, ">" + session.say("column.amount")), rows)


def _status(record: Mapping[str, Any], say: Words) -> str:
    """In words; one of a newer gateway is shown as itself."""
    status = str(record.get("status") or "")
    return say(f"status.{status}") if say.knows(f"status.{status}") else status


def trial_balance(
    ctx: typer.Context,
    as_of: AsOf = None,
    book: Annotated[str | None, typer.Option("--book", help="账套 · The book (legal holder)")] = None,
) -> None:
    """Debits equal credits, or the exit code is 1."""
    session = Session.of(ctx)
    with session.reaching(), session.gateway() as gateway:
        found = gateway.get("/v1/ledger/trial-balance", as_of=as_of, book=book)
    session.result(found)
    say = session.say
    head = (say("column.account"), say("column.name"))
    figures = (">" + say("column.debit"), ">" + say("column.credit"), ">" + say("column.balance"))
    unposted = say("trial_balance.unposted" if found["includes_unposted"] else "trial_balance.posted")
    for total in found["totals"]:
        of = {name: total[name] for name in ("book", "currency")}
        rows = [_account(row, say) for row in found["rows"] if all(row[name] == of[name] for name in of)]
        rows.append(("", say("column.total"), shown(total["debit"]), shown(total["credit"]), ""))
        session.table(say("trial_balance.title", **of, unposted=unposted), (*head, *figures), rows)
    if found.get("unpostable"):
        session.tell("trial_balance.unpostable", count=found["unpostable"])
    if any(total["debit"] != total["credit"] for total in found["totals"]):
        session.stop(REFUSED, "trial_balance.unbalanced")


def _account(row: Mapping[str, Any], say: Words) -> tuple[str, ...]:
    name = str(row["name_zh"] if say.language == "zh" else row["name"])
    return (row["account"], name, *(shown(row[figure]) for figure in ("debit", "credit", "balance")))


def findings(ctx: typer.Context) -> None:
    """Exit code 1 where there are any."""
    session = Session.of(ctx)
    with session.reaching(), session.gateway() as gateway:
        found = gateway.get("/v1/ledger/findings")
    items = found.get("items", [])
    session.result(found)
    head = [session.say(f"column.{name}") for name in ("severity", "code", "subject")]
    rows = [(str(one.get("severity", "")), one["code"], str(one.get("subject") or "")) for one in items]
    if not rows:
        session.tell("findings.none")
        return
    session.table(session.say("findings.title"), head, rows)
    raise typer.Exit(REFUSED)
