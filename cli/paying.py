"""`gongzhi request`, `approve`, `pay`: one spending is three acts of three people."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer

from cli.donate import Amount, Day, Key, fresh_key, given, only
from cli.money_words import asked_amount, asked_day, shown
from cli.session import USAGE, Session
from kernel.money import format_minor, parse_minor

Spending = Annotated[str, typer.Argument(help="支出申请编号 · Id of the request, spd_...")]


def add(app: typer.Typer) -> None:
    """Puts the commands under `app`."""
    app.command("project", help="立项 · Propose a project (project lead)")(project)
    app.command("request", help="申请支出 · Ask to pay somebody (project lead)")(request)
    app.command("approve", help="批准支出 · Approve a request (chair)")(approve)
    app.command("pay", help="付款 · Pay an approved request (treasurer)")(pay)


def project(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="项目代码 · Code of the project")],
    name: Annotated[str, typer.Option("--name", help="名称 · Name")],
    purpose: Annotated[str, typer.Option("--purpose", help="做什么 · What it is for")],
    category: Annotated[str | None, typer.Option("--category", help="类别 · Category")] = None,
    idempotency_key: Key = None,
) -> None:
    """A project that money can be allocated to."""
    session = Session.of(ctx)
    body = {"code": code, "name": name, "purpose": purpose, **given(category=category)}
    with session.reaching(), session.gateway() as gateway:
        record = gateway.post("/v1/projects", body, idempotency_key or fresh_key("project"))
    session.result(record)
    session.tell("project.done", id=record["id"], code=code)


def request(
    ctx: typer.Context,
    project: Annotated[str, typer.Option("--project", help="项目 · Code or id of the project")],
    payee: Annotated[str, typer.Option("--payee", help="收款人 · Whom to pay")],
    amount: Amount,
    purpose: Annotated[str, typer.Option("--purpose", help="用途 · What for, never who")],
    currency: Annotated[str, typer.Option("--currency", help="币种 · Currency")] = "CNY",
    organisation: Annotated[
        bool, typer.Option("--organisation", help="收款人是单位 · An organisation")
    ] = False,
    attachments: Annotated[
        list[Path] | None,
        typer.Option("--attach", help="原始凭证文件，可重复 · A paper (its SHA-256 is recorded), repeatable"),
    ] = None,
    fund: Annotated[
        str | None, typer.Option("--fund", help="资金 · The fund, where there are several")
    ] = None,
    on: Day = None,
    idempotency_key: Key = None,
) -> None:
    """The sum is reserved once the chair approves."""
    session = Session.of(ctx)
    body: dict[str, Any] = {
        "amount": asked_amount(session, amount, currency),
        "payee": {"name": payee, "kind": "organisation" if organisation else "person"},
        "purpose": purpose,
        "occurred_on": asked_day(session, on),
        "attachments": [_digest(session, path) for path in attachments or []],
        **given(fund=fund),
    }
    with session.reaching(), session.gateway() as gateway:
        path = f"/v1/projects/{quote(project, safe='')}/spending"
        record = gateway.post(path, body, idempotency_key or fresh_key("request"))
    session.result(record)
    session.tell("request.done", id=record["id"], amount=shown(record["amount"]), currency=currency)


def approve(ctx: typer.Context, spending: Spending, on: Day = None, idempotency_key: Key = None) -> None:
    """Not by the person who asked."""
    session = Session.of(ctx)
    with session.reaching(), session.gateway() as gateway:
        path = f"/v1/spending/{quote(spending, safe='')}/approvals"
        body = {"occurred_on": asked_day(session, on)} if on is not None else {}
        record = gateway.post(path, body, idempotency_key or fresh_key("approve"))
    session.result(record)
    session.tell("approve.done", id=spending)


def pay(
    ctx: typer.Context,
    spending: Spending,
    amount: Annotated[
        str | None,
        typer.Option("--amount", help="金额，缺省全部未付 · The sum; all that is unpaid if left out"),
    ] = None,
    account: Annotated[str | None, typer.Option("--account", help="资金账户 · The money account")] = None,
    on: Day = None,
    reference: Annotated[str | None, typer.Option("--reference", help="流水号 · Serial number")] = None,
    idempotency_key: Key = None,
) -> None:
    """In parts, if need be; not by the person who approved."""
    session = Session.of(ctx)
    with session.reaching(), session.gateway() as gateway:
        asked = gateway.get(f"/v1/spending/{quote(spending, safe='')}")
        currency = asked["amount"]["currency"]
        body: dict[str, Any] = {
            "amount": asked_amount(session, amount, currency) if amount else _unpaid(session, asked),
            "account": account or _only_account(session, list(gateway.pages("/v1/money-accounts")), currency),
            "occurred_on": asked_day(session, on),
            **given(reference=reference),
        }
        path = f"/v1/spending/{quote(spending, safe='')}/payments"
        record = gateway.post(path, body, idempotency_key or fresh_key("pay"))
    session.result(record)
    session.tell("pay.done", id=record["id"], amount=body["amount"]["amount"], currency=currency)


def _unpaid(session: Session, spending: dict[str, Any]) -> dict[str, str]:
    amount, paid = spending["amount"], spending["paid"]
    currency = amount["currency"]
    left = parse_minor(amount["amount"], currency) - parse_minor(paid["amount"], currency)
    if left <= 0:
        session.stop(USAGE, "pay.nothing_left", id=spending["id"])
    return {"amount": format_minor(left, currency), "currency": currency}


def _only_account(session: Session, accounts: list[dict[str, Any]], currency: str) -> str:
    here = [one for one in accounts if one["currency"] == currency]
    return str(only(session, here, "money-accounts", None)["id"])


def _digest(session: Session, path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        session.stop(USAGE, "file.unreadable", path=str(path), why=error.strerror or str(error))
