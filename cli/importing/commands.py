"""`gongzhi import ...`: what others kept, taken over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

from cli.client import TRY_AGAIN, Refused, Unreachable
from cli.importing import from_list, from_opencollective
from cli.importing.choice import choice
from cli.importing.faults import CannotStart, LineFault
from cli.importing.report import CUT_OFF, NOT_BEGUN, show
from cli.importing.running import Options, Pace
from cli.importing.values import day
from cli.session import Session

HELP: Final = (
    "导入以前的账 · Take over what was kept elsewhere. "
    "退出码 · Exit: 0 全部导入 all taken, 1 有行被拒 lines refused, 2 未能开始 could not start, "
    "3 全部导入但文件自身的合计或余额不符 all taken, but a total or balance of the file disagrees, "
    "4 中途断开 cut off: run it again."
)

INTERRUPTED: Final = 130
"""What a shell expects of a program that Ctrl-C ended."""

File = Annotated[Path, typer.Argument(help="文件 · The file", metavar="FILE")]
Fund = Annotated[
    str | None,
    typer.Option(
        "--fund",
        help="资金，缺省为该币种唯一的 · Code or id of the fund; by default the only one of its currency",
    ),
]
Account = Annotated[
    str | None,
    typer.Option(
        "--account",
        help="资金账户，缺省为该币种唯一的账户 · Code or id of the money account; by default the only one",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只检查，不记账 · Check only, record nothing")]


def add(app: typer.Typer) -> None:
    """Puts `import` under `app`."""
    group = typer.Typer(help=HELP, no_args_is_help=True)
    group.command("donations", help="捐赠清单 CSV 或 XLSX · A list of gifts, CSV or XLSX")(donations)
    group.command(
        "opencollective", help="Open Collective 交易导出 · Transactions exported by Open Collective"
    )(opencollective)
    app.add_typer(group, name="import")


def donations(
    ctx: typer.Context,
    file: File,
    fund: Fund = None,
    account: Account = None,
    on: Annotated[
        str | None, typer.Option("--date", help="没有日期的行用这一天 · The day of lines without a date")
    ] = None,
    dry_run: DryRun = False,
    donors_by_name: Annotated[
        bool, typer.Option("--donors-by-name", help="同名即同一人 · Same name, same donor")
    ] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", help="字段=列名，可重复 · field=column, repeatable", metavar="FIELD=COLUMN"),
    ] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help="工作表 · The sheet of a workbook")] = None,
    known: Annotated[
        str | None,
        typer.Option(
            "--known",
            help="这些无流水号的行就是账上已有的 · Lines without serial number that are in the books already",
            metavar="all|2-31,40",
        ),
    ] = None,
    another: Annotated[
        str | None,
        typer.Option(
            "--another",
            help="这些无流水号的行是另外的捐赠 · Lines without serial number that are gifts of their own",
            metavar="all|2-31,40",
        ),
    ] = None,
) -> None:
    """A second run of the same file adds nothing."""
    session = Session.of(ctx)
    pace = Pace()
    with _starting(session, pace):
        options = Options(
            path=file,
            fund=fund,
            account=account,
            dry_run=dry_run,
            day=_day(on),
            donors_by_name=donors_by_name,
            columns=_columns(columns or []),
            sheet=sheet,
            choice=choice(known, another),
            pace=pace,
        )
        with session.gateway() as gateway:
            report = from_list.run(gateway, options, session)
    show(report, session)
    raise typer.Exit(report.exit_code())


def opencollective(
    ctx: typer.Context,
    file: File,
    fund: Fund = None,
    account: Account = None,
    dry_run: DryRun = False,
) -> None:
    """Contributions, refunds, fees, expenses; a second run of the same file adds nothing."""
    session = Session.of(ctx)
    pace = Pace()
    with _starting(session, pace):
        options = Options(path=file, fund=fund, account=account, dry_run=dry_run, pace=pace)
        with session.gateway() as gateway:
            report = from_opencollective.run(gateway, options, session)
    show(report, session)
    raise typer.Exit(report.exit_code())


@contextmanager
def _starting(session: Session, pace: Pace) -> Iterator[None]:
    if session.token is None:
        session.stop(NOT_BEGUN, "token.missing")
    with session.reaching(refused=NOT_BEGUN, unreachable=NOT_BEGUN):
        try:
            yield
        except CannotStart as error:
            session.stop(NOT_BEGUN, error.code, **error.about)
        except KeyboardInterrupt:
            _cut_off(session, pace, INTERRUPTED, session.say("import.interrupted"))
        except Unreachable as error:
            if pace.sending:
                _cut_off(session, pace, CUT_OFF, f"{error.url}: {error.why}")
            raise
        except Refused as error:
            # The no to the very first batch is to all of it: nothing was recorded.
            if pace.sending and (pace.answered or error.status in TRY_AGAIN):
                _cut_off(session, pace, CUT_OFF, error.words())
            raise


def _cut_off(session: Session, pace: Pace, exit_code: int, why: str) -> NoReturn:
    """What was under way may be recorded although no answer came, so the count is the least there is."""
    if not pace.sending:
        session.stop(exit_code, "import.not_begun", why=why)
    session.stop(exit_code, "import.cut_off", why=why, taken=pace.taken, answered=pace.answered)


def _day(text: str | None) -> date | None:
    try:
        return day(text)
    except LineFault:
        raise CannotStart("option.date", text=text) from None


def _columns(texts: list[str]) -> dict[str, str]:
    """`donor=姓名` -> {"donor": "姓名"}."""
    chosen: dict[str, str] = {}
    for text in texts:
        field, mark, name = text.partition("=")
        if not mark or not name.strip():
            raise CannotStart("option.map", text=text)
        chosen[field.strip()] = name.strip()
    return chosen
