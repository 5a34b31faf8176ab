"""`gongzhi donate` and `gongzhi allocate`: money in and money set aside, without typing JSON."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.importing.keys import key
from cli.money_words import asked_amount, asked_day, named, shown
from cli.session import USAGE, Session
from kernel import ids

Fund = Annotated[str | None, typer.Option("--fund", help="资金 · Code or id of the fund")]
Day = Annotated[str | None, typer.Option("--date", help="日期，缺省今天 · The day, today if left out")]
Amount = Annotated[str, typer.Option("--amount", help="金额，如 100.00 · The sum")]
Key = Annotated[
    str | None,
    typer.Option("--key", help="幂等键：同键不重记 · Idempotency key: the same key never records twice"),
]
Purpose = Annotated[
    str | None, typer.Option("--purpose", help="用途（写何事，不写何人） · What for, never who")
]


def add(app: typer.Typer) -> None:
    """Puts the commands under `app`."""
    app.command("donate", help="记一笔捐赠 · Record a donation (treasurer)")(donate)
    app.command("allocate", help="把资金的钱拨给项目 · Commit a fund's money to a project (chair)")(allocate)


def donate(
    ctx: typer.Context,
    amount: Amount,
    donor: Annotated[
        str | None, typer.Option("--donor", help="捐赠人，缺省匿名 · The donor; anonymous if left out")
    ] = None,
    fund: Fund = None,
    account: Annotated[str | None, typer.Option("--account", help="资金账户 · The money account")] = None,
    on: Day = None,
    organisation: Annotated[
        bool, typer.Option("--organisation", help="捐赠人是单位 · An organisation")
    ] = False,
    publish_as: Annotated[str | None, typer.Option("--publish-as", help="full | masked | anonymous")] = None,
    purpose: Purpose = None,
    note: Annotated[str | None, typer.Option("--note", help="备注（可删除） · A note, erasable")] = None,
    reference: Annotated[str | None, typer.Option("--reference", help="流水号 · Serial number")] = None,
    idempotency_key: Key = None,
) -> None:
    """`--fund` and `--account` may be left out where there is only one."""
    session = Session.of(ctx)
    with session.reaching(), session.gateway() as gateway:
        to = only(session, list(gateway.pages("/v1/funds")), "funds", fund)
        accounts = [one for one in gateway.pages("/v1/money-accounts") if one["currency"] == to["currency"]]
        at = only(session, accounts, "money-accounts", account)
        body: dict[str, Any] = {
            "fund": to["id"],
            "account": at["id"],
            "amount": asked_amount(session, amount, to["currency"]),
            "occurred_on": asked_day(session, on),
        }
        if donor is not None:
            kind = "organisation" if organisation else "person"
            body["donor"] = {"name": donor, "kind": kind, "publish_as": publish_as}
        body |= given(purpose=purpose, note=note, reference=reference)
        record = gateway.post("/v1/donations", body, idempotency_key or fresh_key("donate"))
    session.result(record)
    session.tell(
        "donate.done",
        id=record["id"],
        donor=named(record.get("donor"), session.say("anonymous")),
        amount=shown(record["amount"]),
        currency=to["currency"],
        fund=f"{to['code']} {to['name']}",
        day=record["occurred_on"],
    )


def allocate(
    ctx: typer.Context,
    project: Annotated[str, typer.Option("--project", help="项目 · Code or id of the project")],
    amount: Amount,
    fund: Fund = None,
    on: Day = None,
    purpose: Purpose = None,
    idempotency_key: Key = None,
) -> None:
    """At most what is available; money tied to something else is not."""
    session = Session.of(ctx)
    with session.reaching(), session.gateway() as gateway:
        of = only(session, list(gateway.pages("/v1/funds")), "funds", fund)
        body = {
            "fund": of["id"],
            "project": project,
            "amount": asked_amount(session, amount, of["currency"]),
            "occurred_on": asked_day(session, on),
            **given(purpose=purpose),
        }
        record = gateway.post("/v1/allocations", body, idempotency_key or fresh_key("allocate"))
    session.result(record)
    session.tell(
        "allocate.done", id=record["id"], amount=shown(record["amount"]), currency=of["currency"],
        fund=of["code"], project=project,
    )  # fmt: skip


def only(session: Session, found: list[dict[str, Any]], what: str, ref: str | None) -> dict[str, Any]:
    """The one that `ref` names by code or id, or the only one; ends the run where neither is."""
    if ref is not None:
        found = [one for one in found if ref == one["id"] or ids.folded(ref) == ids.folded(one["code"])]
        if not found:
            session.stop(USAGE, f"target.no_{what}", ref=ref)
    if not found:
        session.stop(USAGE, f"target.none_{what}", currency="")
    if len(found) > 1:
        session.stop(USAGE, f"target.many_{what}", codes=", ".join(one["code"] for one in found))
    return found[0]


def given(**fields: str | None) -> dict[str, str]:
    """Those of `fields` that were given."""
    return {name: value for name, value in fields.items() if value}


def fresh_key(what: str) -> str:
    """A key of this run alone: typed twice, it is meant twice."""
    return key(what, ids.new_secret())
