"""`gongzhi up` and `gongzhi serve`: the whole system in one process, or one service of the grown one."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final

import structlog
import typer

from cli.host.founding import (
    FIRST_RUN_TOKEN,
    LedgerAhead,
    copied_in,
    found_council,
    is_demonstration,
    read_secret,
)
from cli.host.logs import set_up_logging
from cli.host.places import (
    ALL,
    FolderTaken,
    databases,
    embedded_urls,
    folder_of,
    holding,
    package_of,
    settings_of,
)
from cli.session import REFUSED, USAGE, Session
from kernel.bus import BusDown, CallTimedOut, RemoteFailure
from kernel.config import Config
from kernel.db import Database, StorageFault
from kernel.desk import Settings
from kernel.lane import Limits
from kernel.messaging.host import HostConfig, PortTaken, run_services
from kernel.messaging.rim import rim
from kernel.sql_log import SqlLog

CLASSES: Final[Mapping[str, tuple[str, str]]] = {
    "members": ("services.members.service", "MembersService"),
    "funds": ("services.funds.service", "FundsService"),
    "projects": ("services.projects.service", "ProjectsService"),
    "gateway": ("gateway.service", "GatewayService"),
}
"""Service -> its room and its class there: who hosts one of them does not wait for the other three."""
_log = structlog.get_logger(__name__)


def add(app: typer.Typer) -> None:
    """Put the commands of this room under the application."""
    app.command("up")(up)
    app.command("serve")(serve)
    app.command("migrate")(migrate)


def up(
    ctx: typer.Context,
    data: Annotated[str | None, typer.Option(help="数据文件夹 · Folder of the data")] = None,
    host: Annotated[str | None, typer.Option(help="监听地址 · Address to listen on")] = None,
    port: Annotated[int | None, typer.Option(help="端口 · Port", min=0, max=65535)] = None,
    demo: Annotated[bool, typer.Option("--demo", help="载入演示数据 · Load a demonstration council")] = False,
    config: Annotated[str | None, typer.Option(help="YAML 配置文件 · Configuration file")] = None,
) -> None:
    """整个系统，一个进程 · The whole system in one process, its data in one folder."""
    session = Session.of(ctx)
    settings = settings_of(session, config, data)
    settings = replace(
        settings,
        http_host=host or settings.http_host,
        http_port=settings.http_port if port is None else port,
    )
    set_up_logging(settings.log_level, settings.log_format)
    folder = folder_of(settings)
    try:
        with holding(folder):
            sys.exit(_run_embedded(session, settings, folder, demo=demo))
    except FolderTaken:
        session.stop(REFUSED, "host.folder_taken", folder=str(folder))
    except PortTaken as taken:
        session.stop(REFUSED, "host.port_taken", address=taken.address)


def _run_embedded(session: Session, config: Config, folder: Path, *, demo: bool) -> int:
    from kernel.migrate import upgrade

    urls = embedded_urls(folder)
    for name, url in urls.items():
        database = Database(url)
        upgrade(database, package_of(name))
        database.close()
    members = Database(urls["members"])
    ledger = Database(urls["gateway"])
    try:
        token = found_council(
            SqlLog(members),
            folder,
            config.council,
            lambda: copied_in(ledger, config.council),
            demonstration=demo,
        )
        shown = is_demonstration(SqlLog(members), config.council)
    except LedgerAhead as ahead:
        session.stop(
            REFUSED, "host.ledger_ahead", council=ahead.council, copied=ahead.copied, position=ahead.position
        )
    finally:
        members.close()
        ledger.close()

    if demo and not shown:
        # Invented money among real money, and nothing that says which is which.
        session.stop(REFUSED, "host.demo_beside_real", council=config.council, folder=str(folder))

    def started(ports: Mapping[str, int]) -> None:
        url = f"http://{config.http_host}:{ports['gateway']}"
        session.tell("host.up", url=url, docs=f"{url}/docs", folder=str(folder))
        if shown:
            session.tell("host.demonstration", council=config.council)
        if token is not None:
            session.tell("host.first_run_token", file=str(token))
        if demo:
            threading.Thread(target=_load_demo, args=(session, url, folder), daemon=True).start()

    host = _host(config, {"gateway": config.http_port})
    return run_services(_classes(*CLASSES), host, _for_factories(config, urls), started)


def _load_demo(session: Session, url: str, folder: Path) -> None:
    from cli.client import Refused, Unreachable
    from cli.demo import load_demo

    founder = read_secret(folder / FIRST_RUN_TOKEN)
    if founder is None:
        session.tell("host.demo_needs_token", file=str(folder / FIRST_RUN_TOKEN))
        return
    try:
        load_demo(url, founder, folder)
    except (Refused, Unreachable) as error:
        session.warn(f"{session.say('host.demo_failed')} {error}")
        return
    session.tell("host.demo_loaded", file=str(folder / "demo-tokens.json"))


def serve(
    ctx: typer.Context,
    service: Annotated[str, typer.Argument(help=" | ".join(ALL))],
    config: Annotated[str | None, typer.Option(help="YAML 配置文件 · Configuration file")] = None,
) -> None:
    """一个服务，用 RabbitMQ 和 PostgreSQL · One service, on RabbitMQ and PostgreSQL."""
    session = Session.of(ctx)
    settings = settings_of(session, config)
    set_up_logging(settings.log_level, settings.log_format)
    if service not in CLASSES:
        session.stop(USAGE, "host.no_such_service", service=service, known=", ".join(ALL))
    if not settings.database:
        session.stop(USAGE, "host.no_database")

    def started(_: Mapping[str, int]) -> None:
        if service == "members":
            threading.Thread(target=_found, args=(settings,), name="found", daemon=True).start()

    try:
        host = _host(settings, {service: settings.http_port})
        given = _for_factories(settings, {service: settings.database})
        sys.exit(run_services(_classes(service), host, given, started))
    except PortTaken as taken:
        session.stop(REFUSED, "host.port_taken", address=taken.address)


def _found(config: Config) -> None:
    """The first start of a grown system: found the council once database and ledger have spoken."""
    log = SqlLog(Database(config.database))

    def copied() -> int:
        cursors: Mapping[str, Mapping[str, Any]] = rim().bus.call("gateway", "cursors", timeout_s=5)
        reached: Mapping[str, int] = cursors.get(config.council, {}).get("members", {})
        return reached.get("position", 0)

    said = ""
    while True:
        try:
            file = found_council(log, folder_of(config), config.council, copied)
        except (StorageFault, LedgerAhead, BusDown, CallTimedOut, RemoteFailure) as fault:
            if said != (said := f"{type(fault).__name__} {fault}"):
                _log.warning("council.not_founded_yet", council=config.council, kind=said)
            time.sleep(1)
            continue
        _log.info("council.founded", council=config.council, token_file=str(file))
        return


def migrate(
    ctx: typer.Context,
    services: Annotated[
        list[str] | None, typer.Argument(help="哪些服务 · Which services: " + " | ".join(ALL))
    ] = None,
    config: Annotated[str | None, typer.Option(help="YAML 配置文件 · Configuration file")] = None,
) -> None:
    """把数据库升到最新结构 · Bring databases to the newest schema.

    One service: GONGZHI_DATABASE. Several: GONGZHI_DATABASE_MEMBERS and so on. Without a database in the
    configuration: the embedded files in the data folder.
    """
    from kernel.migrate import upgrade

    session = Session.of(ctx)
    urls = databases(settings_of(session, config), services or list(ALL))
    for name, url in urls.items():
        database = Database(url)
        try:
            upgrade(database, package_of(name))
        except StorageFault as fault:
            session.stop(REFUSED, "host.database_down", service=name, kind=str(fault))
        session.tell("host.migrated", service=name)


def _classes(*names: str) -> list[type]:
    found: list[type] = [getattr(import_module(room), name) for room, name in map(CLASSES.__getitem__, names)]
    return found


def _host(config: Config, ports: Mapping[str, int]) -> HostConfig:
    return HostConfig(
        broker=config.broker,
        http_host=config.http_host,
        http_ports=dict(ports),
        max_workers=config.max_workers,
        queue_type=config.queue_type or None,
        # A form has a little more around its file.
        large_bodies={"/v1/files": (config.file_mib + 1) << 20},
    )


def _for_factories(config: Config, urls: Mapping[str, str]) -> dict[str, Any]:
    """What the factories of `Hosted` are given."""
    limits = Limits(queue=config.queue_commands, batch=config.batch_commands)
    return {"databases": dict(urls), "desk": Settings(limits=limits), "config": config}
