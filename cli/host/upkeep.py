"""`gongzhi backup`, `restore`, `fsck`, `rebuild`, `token reissue`: what is done on the machine itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import make_url

from cli.host.backup import NoBackup, NotEmpty, back_up
from cli.host.clearing import InTheWay, InUse, set_aside
from cli.host.cut import ToolMissing
from cli.host.files import restore_files
from cli.host.founding import LedgerAhead, copied_in, founder_of, reissue_token
from cli.host.fsck import check_ledger, check_log, check_tables
from cli.host.fsck_files import check_files
from cli.host.places import (
    ALL,
    SERVICES,
    FolderTaken,
    databases,
    folder_of,
    holding,
    missing_of,
    settings_of,
)
from cli.host.refill import Differs, refill_from_ledger
from cli.host.restore import DOMAINS, restore
from cli.session import REFUSED, USAGE, Session
from gateway import texts
from gateway.books.charts import library
from gateway.books.copies import Copies
from gateway.books.rebuild import rebuild
from gateway.files.configured import store_of
from gateway.files.stores import StoreDown
from kernel.clock import SystemClock
from kernel.config import Config, ConfigError
from kernel.db import Database, StorageFault
from kernel.errors import InvalidInput, Refusal, Unavailable
from kernel.sql_log import SqlLog

ConfigFile = Annotated[str | None, typer.Option("--config", help="YAML 配置文件 · Configuration file")]
Folder = Annotated[str | None, typer.Option("--data", help="数据文件夹 · Folder of the data")]


def add(app: typer.Typer) -> None:
    """Put the commands of this room under the application."""
    app.command("backup")(backup)
    app.command("restore")(restore_command)
    app.command("fsck")(fsck)
    app.command("rebuild")(rebuild_command)
    tokens = typer.Typer(help="令牌 · Tokens", no_args_is_help=True)
    tokens.command("reissue")(reissue)
    app.add_typer(tokens, name="token")


def backup(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help="备份到此空文件夹 · Empty folder for the backup")],
    without_files: Annotated[
        bool, typer.Option("--without-files", help="不含文件 · Without files, which are kept safe elsewhere")
    ] = False,
    data: Folder = None,
    config: ConfigFile = None,
) -> None:
    """备份：同一时刻的全部数据，姓名另存 · Everything at one moment, names apart; the system may run."""
    session = Session.of(ctx)
    settings = settings_of(session, config, data)
    urls = _standing(session, settings, ALL)
    with _faults(session):
        store = None if without_files else store_of(settings)
        manifest = back_up(urls, folder, lambda what: session.tell("host.copying", what=what), store)
    for name in manifest["missing_files"]:
        session.warn(session.say("host.file_missing", name=name))
    session.tell("host.backed_up", folder=str(folder), vault=str(folder / "vault"))
    session.result(manifest)


def restore_command(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(help="备份文件夹；或服务名 · Backup folder; or a service")],
    only: Annotated[list[str] | None, typer.Option(help="只恢复这些服务 · Only these services")] = None,
    vault: Annotated[Path | None, typer.Option(help="姓名库的文件夹 · Folder of the vaults")] = None,
    without_vault: Annotated[
        bool, typer.Option("--without-vault", help="不恢复姓名 · Without names")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="把现有数据移到一旁 · Put what is there aside")
    ] = False,
    from_ledger: Annotated[
        bool, typer.Option("--from-ledger", help="用账本补齐该服务 · Refill the service from the ledger")
    ] = False,
    data: Folder = None,
    config: ConfigFile = None,
) -> None:
    """恢复：从备份，或用账本的副本补齐一个服务 · From a backup, or refill one service from the ledger's copy.

    Stop the system first (`--from-ledger`: the service refuses to write by itself until it is refilled).
    """
    session = Session.of(ctx)
    settings = settings_of(session, config, data)
    if from_ledger:
        _refill(session, settings, what)
        return
    chosen = only or list(ALL)
    if unknown := sorted({*chosen} - {*ALL}):
        session.stop(USAGE, "host.no_such_service", service=", ".join(unknown), known=", ".join(ALL))
    urls = databases(settings, chosen)
    embedded = any(make_url(url).get_backend_name() == "sqlite" for url in urls.values())

    def clear() -> None:
        aside = folder_of(settings) / f"replaced-{SystemClock().now():%Y%m%dT%H%M%SZ}"
        if set_aside(urls, aside):
            session.tell("host.set_aside", folder=str(aside))

    with _faults(session), _alone(session, settings, embedded=embedded):
        manifest = restore(
            Path(what),
            vault or Path(what) / "vault",
            urls,
            lambda service: session.tell("host.restoring", what=service),
            without_vault=without_vault,
            clear=clear if replace else None,
        )
        if manifest.get("with_files") and "projects" in urls:
            _restore_files(session, settings, urls["projects"], Path(what), vault, without=without_vault)
    session.tell("host.restored", made_at=manifest["made_at"])
    session.result(manifest)


def _restore_files(
    session: Session, settings: Config, url: str, backup: Path, vault: Path | None, *, without: bool
) -> None:
    """The databases stand: what the log names comes back to where files are kept now."""
    projects = Database(url)
    try:
        vaults = None if without else vault or backup / "vault"
        missing = restore_files(
            projects,
            store_of(settings),
            backup,
            vaults,
            lambda what: session.tell("host.restoring", what=what),
        )
    finally:
        projects.close()
    for name in missing:
        session.warn(session.say("host.file_missing", name=name))


def _refill(session: Session, settings: Config, service: str) -> None:
    if service not in SERVICES:
        session.stop(USAGE, "host.no_such_service", service=service, known=", ".join(SERVICES))
    urls = databases(settings, ALL)
    log, ledger = SqlLog(Database(urls[service])), Database(urls["gateway"])
    with _faults(session):
        councils = sorted({*log.heads(), *_councils(ledger)})
        for council in councils:
            done = refill_from_ledger(log, DOMAINS[service], ledger, council)
            key = "host.refilled_short" if done.left else "host.refilled"
            session.tell(
                key, service=service, council=council, before=done.before, after=done.after, left=done.left
            )


def _councils(ledger: Database) -> list[str]:
    return list(Copies(ledger).councils())


def fsck(ctx: typer.Context, data: Folder = None, config: ConfigFile = None) -> None:
    """全面核对：重算每一条、每一个根、每一张表 · Recompute every byte, root and table; changes nothing."""
    session = Session.of(ctx)
    settings = settings_of(session, config, data)
    urls = _standing(session, settings, ALL)
    opened = {service: Database(url) for service, url in urls.items()}
    logs = {service: opened[service] for service in SERVICES}

    def told(what: str) -> None:
        session.tell("host.checking", what=what)

    with _faults(session):
        faults = [fault for service in SERVICES for fault in check_log(logs[service], service, told)]
        faults += check_ledger(opened["gateway"], logs, told)
        faults += check_tables(opened["gateway"], told)
        faults += check_files(opened["projects"], store_of(settings), told)
    for fault in faults:
        session.warn(f"{fault.code}: {fault.where}: {fault.what}")
    session.result({"faults": [[fault.code, fault.where, fault.what] for fault in faults]})
    if faults:
        session.stop(REFUSED, "host.faulty", count=len(faults))
    session.tell("host.sound")


def rebuild_command(
    ctx: typer.Context,
    council: Annotated[str | None, typer.Option(help="只此理事会 · Only this council")] = None,
    data: Folder = None,
    config: ConfigFile = None,
) -> None:
    """重建账本的派生表 · Make the ledger's derived tables again from copies and order."""
    session = Session.of(ctx)
    ledger = Database(_standing(session, settings_of(session, config, data), ALL)["gateway"])
    with _faults(session):
        for one in [council] if council else _councils(ledger):
            session.tell("host.rebuilt", council=one, events=rebuild(ledger, library(), one))


def reissue(
    ctx: typer.Context,
    person: Annotated[
        str | None, typer.Option(help="人员编号，默认发起人 · Person's id; default: the founder")
    ] = None,
    revoke_others: Annotated[
        bool, typer.Option("--revoke-others", help="同时作废其旧令牌 · Revoke the person's other tokens")
    ] = False,
    council: Annotated[str | None, typer.Option(help="理事会 · Council")] = None,
    data: Folder = None,
    config: ConfigFile = None,
) -> None:
    """在本机补发令牌，记录在案 · Issue a token on the machine itself; it is recorded as such."""
    session = Session.of(ctx)
    settings = settings_of(session, config, data)
    log = SqlLog(Database(_standing(session, settings, ["members"])["members"]))
    where = council or settings.council
    with _faults(session):
        whose = person or founder_of(log, where)
        token = reissue_token(log, where, whose, _copied(settings, where), revoke_others=revoke_others)
    session.tell("host.reissued")
    session.result({"token": token})
    if not session.as_json:
        print(token)


def _standing(session: Session, settings: Config, names: Sequence[str]) -> dict[str, str]:
    """The databases that must be there already."""
    if (file := missing_of(settings, names)) is not None:
        session.stop(USAGE, "host.no_data", file=str(file))
    return databases(settings, names)


def _copied(settings: Config, council: str) -> int:
    """What the ledger has of the members log; a grown system's ledger is asked where its address is set."""
    if settings.database and not settings.database_gateway:
        return 0
    return copied_in(Database(databases(settings, ALL)["gateway"]), council)


@contextmanager
def _faults(session: Session) -> Iterator[None]:
    """What may go wrong on the machine, in words that say what to do."""
    try:
        yield
    except NotEmpty as error:
        session.stop(USAGE, "host.not_empty", folder=str(error))
    except (NoBackup, InTheWay, InUse, ToolMissing) as error:
        session.stop(REFUSED, f"host.{type(error).__name__.lower()}", why=str(error))
    except LedgerAhead as ahead:
        session.stop(REFUSED, "host.ledger_ahead", **ahead.about())
    except Differs as error:
        session.stop(REFUSED, "host.differs", where=str(error))
    except StoreDown as error:
        session.stop(REFUSED, "host.files_down", kind=str(error))
    except ConfigError as error:
        session.stop(USAGE, "host.config", why=str(error))
    except StorageFault as error:
        session.stop(REFUSED, "host.storage", kind=str(error))
    except (Refusal, Unavailable) as error:
        session.stop(REFUSED, "host.refused", code=error.code, words=_words(session, error))


@contextmanager
def _alone(session: Session, settings: Config, *, embedded: bool) -> Iterator[None]:
    """Nothing may run on the files that are replaced."""
    if not embedded:
        yield
        return
    folder = folder_of(settings)
    try:
        with holding(folder):
            yield
    except FolderTaken:
        session.stop(REFUSED, "host.folder_taken", folder=str(folder))


def _words(session: Session, error: Refusal | Unavailable) -> str:
    """The sentence that HTTP would say, with what is wrong in each field."""
    language = session.say.language
    args = [str(one) for one in error.args]
    if isinstance(error, InvalidInput):
        faults = [(path, code) for path, codes in sorted(error.errors.items()) for code in codes]
        return "; ".join(f"{path}: {texts.fault(code, (), language)}" for path, code in faults)
    return texts.sentence(error.code, args, language)[1]
