"""Throwaway RabbitMQ and PostgreSQL from the machine's own Debian packages, on free loopback ports."""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from support.ports import accepts, reserve_port
from support.process import Server, ServerFailedError, ServerUnavailableError

__all__ = ["PostgreSql", "RabbitMq", "ServerFailedError", "ServerUnavailableError"]

_EMPTY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid();
DROP SCHEMA public CASCADE;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
SELECT (SELECT count(*) FROM pg_namespace
        WHERE nspname NOT IN ('public', 'information_schema') AND nspname NOT LIKE 'pg\\_%')
     + (SELECT count(*) FROM pg_extension WHERE extname <> 'plpgsql')
     + (SELECT count(*) FROM pg_largeobject_metadata)
     + (SELECT count(*) FROM pg_db_role_setting)
"""
RABBITMQ_BIN = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")


class RabbitMq(Server):
    """One broker; `create_vhost` gives a test a corner of its own."""

    name = "rabbitmq"

    def __init__(self) -> None:
        if not RABBITMQ_BIN.exists():
            raise ServerUnavailableError("install rabbitmq-server (apt-get install rabbitmq-server)")
        super().__init__()
        self.port = reserve_port()
        self._epmd: subprocess.Popen[bytes] | None = None
        self._environment = self._prepare()

    @property
    def amqp_uri(self) -> str:
        return self.amqp_uri_of("/")

    def amqp_uri_of(self, vhost: str) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}/{vhost}"

    def create_vhost(self, name: str) -> str:
        """A new, empty virtual host; returns its URI."""
        # In one run of `rabbitmqctl`: each is a whole Erlang of its own.
        all_of_it = ", ".join(['<<".*">>'] * 3)
        made = self.ctl(
            "eval",
            f'ok = rabbit_vhost:add(<<"{name}">>, <<"tests">>), ok = rabbit_auth_backend_internal:'
            f'set_permissions(<<"guest">>, <<"{name}">>, {all_of_it}, <<"tests">>).',
        )
        if made.strip() != "ok":
            raise ServerFailedError(f"rabbitmqctl eval: {made}")
        return self.amqp_uri_of(name)

    def delete_vhost(self, name: str) -> None:
        self.ctl("delete_vhost", name)

    def ctl(self, *arguments: str) -> str:
        """`rabbitmqctl ARGUMENTS` on this node; returns what it prints."""
        command = [str(RABBITMQ_BIN.with_name("rabbitmqctl")), "--quiet", *arguments]
        done = subprocess.run(
            command,
            env={**os.environ, **self._environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode:
            raise ServerFailedError(f"rabbitmqctl {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def discard(self) -> None:
        super().discard()
        if self._epmd is not None:
            self._epmd.kill()
            self._epmd.wait()
            self._epmd = None

    def _prepare(self) -> dict[str, str]:
        for folder in ("mnesia", "log", "home"):
            (self.directory / folder).mkdir()
        (self.directory / "enabled_plugins").write_text("[].\n")
        (self.directory / "rabbitmq.conf").write_text(
            f"listeners.tcp.1 = 127.0.0.1:{self.port}\n"
            "loopback_users = none\n"
            "disk_free_limit.absolute = 50MB\n"
            "log.console = true\nlog.file = false\n"
        )
        cookie = self.directory / "home" / ".erlang.cookie"
        cookie.write_text(secrets.token_hex(20))
        cookie.chmod(0o400)
        return {
            "HOME": str(self.directory / "home"),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_NODENAME": f"gongzhi{self.port}@localhost",
            "RABBITMQ_MNESIA_BASE": str(self.directory / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.directory / "log"),
            "RABBITMQ_CONFIG_FILE": str(self.directory / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.directory / "enabled_plugins"),
            "RABBITMQ_PID_FILE": str(self.directory / "pid"),
            "RABBITMQ_DIST_PORT": str(reserve_port()),
            "ERL_EPMD_PORT": str(reserve_port()),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "LANG": "C.UTF-8",
        }

    def _command(self) -> tuple[Sequence[str], Mapping[str, str]]:
        if self._epmd is None:
            # Erlang's name server, ours and in the foreground: one that Erlang starts itself becomes a daemon
            # that outlives everything.
            self._epmd = subprocess.Popen(
                [shutil.which("epmd") or "epmd"],
                env={**os.environ, **self._environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        return [str(RABBITMQ_BIN)], self._environment

    def _last_will(self) -> Mapping[str, str]:
        groups = [self.pid, *([self._epmd.pid] if self._epmd else [])]
        return {"SIG": "KILL", "PIDS": " ".join(f"-{group}" for group in groups)}

    def _answers(self) -> bool:
        # The broker's first frame after our protocol header is a method frame (type 1): it is past its boot.
        return accepts(self.port, b"AMQP\x00\x00\x09\x01", b"\x01")


class PostgreSql(Server):
    """One cluster. `durable=True` really syncs its WAL, for measuring; tests save the time.

    A process killed with -9 loses nothing even without: the kernel still has the pages.
    """

    name = "postgresql"

    def __init__(self, *, durable: bool = False) -> None:
        self._bin = _postgresql_bin()
        super().__init__()
        self.durable = durable
        self.port = reserve_port()
        self._emptied: list[str] = []
        self.user = "gongzhi"
        self.password = secrets.token_hex(16)
        self._drop: list[str] = []
        self._prepare()

    @property
    def uri(self) -> str:
        """Of the maintenance database, for SQLAlchemy with psycopg 3."""
        return self.uri_of("postgres")

    def uri_of(self, database: str) -> str:
        return f"postgresql+psycopg://{self.user}:{self.password}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str) -> str:
        """A new, empty database; returns its URI."""
        self.psql(f'CREATE DATABASE "{name}"')
        return self.uri_of(name)

    def drop_database(self, name: str) -> None:
        """Gone, with whoever is still connected to it."""
        self.psql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def lend_database(self) -> str:
        """The name of an empty database: a new one, or one that was emptied when it was given back."""
        if self._emptied:
            return self._emptied.pop()
        name = f"t{secrets.token_hex(6)}"
        self.create_database(name)
        return name

    def take_back(self, name: str) -> None:
        """Empty it, of whoever is connected too: that takes a tenth of making another one.

        Gone, where something stands in it that emptying its one schema does not take away.
        """
        left = self.psql(_EMPTY.format(name=name), name).splitlines()[-1]
        if left == "0":
            self._emptied.append(name)
        else:
            self.drop_database(name)

    def psql(self, statement: str, database: str = "postgres") -> str:
        """Run one statement by the package's client; returns its rows, tabs between, without header.

        By a process of its own: psycopg must not be imported before the code under test chose how it waits.
        """
        command = [str(self._bin / "psql"), "-XqAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1"]
        done = subprocess.run(
            [*command, "-p", str(self.port), "-U", self.user, "-c", statement, database],
            env={**os.environ, "PGPASSWORD": self.password},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode:
            raise ServerFailedError(f"psql: {done.stderr.strip()}")
        return done.stdout.rstrip("\n")

    def tool(self, name: str) -> Path:
        """The path of one of the package's programs, such as `pgbench` or `pg_dump`."""
        return self._bin / name

    def discard(self) -> None:
        self.stop()
        self._release_shared_memory()
        super().discard()

    def _prepare(self) -> None:
        if os.getuid() == 0:
            # PostgreSQL refuses to run as root.
            account = _unprivileged()
            self._drop = [
                "setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups",
            ]  # fmt: skip
            os.chown(self.directory, account.pw_uid, account.pw_gid)
        password_file = self.directory / "password"
        password_file.write_text(self.password)
        if self._drop:
            os.chown(password_file, account.pw_uid, account.pw_gid)
        password_file.chmod(0o600)
        done = subprocess.run(
            [
                *self._drop, str(self._bin / "initdb"), "-D", str(self.directory / "data"), "-U", self.user,
                "-E", "UTF8", "--locale=C", "-A", "scram-sha-256", "--pwfile",
                str(password_file), "--no-sync",
            ],
            cwd=self.directory, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        password_file.unlink()
        if done.returncode:
            shutil.rmtree(self.directory, ignore_errors=True)
            raise ServerFailedError(f"initdb: {done.stdout}{done.stderr}")

    def _command(self) -> tuple[Sequence[str], Mapping[str, str]]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.directory),
            "max_connections": "200",
            "shared_buffers": "128MB",
            "fsync": "on" if self.durable else "off",
            "full_page_writes": "on" if self.durable else "off",
            "log_line_prefix": "%m [%p] ",
        }
        command = [*self._drop, str(self._bin / "postgres"), "-D", str(self.directory / "data")]
        for key, value in settings.items():
            command += ["-c", f"{key}={value}"]
        return command, {"LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def _stop_signal(self) -> signal.Signals:
        return signal.SIGINT  # "fast": sessions are ended, the checkpoint is written

    def _last_will(self) -> Mapping[str, str]:
        # "Immediate": it ends its own children, each in a session of its own, and gives its memory back.
        return {"SIG": "QUIT", "PIDS": str(self.pid)}

    def _answers(self) -> bool:
        # An SSLRequest is answered with one byte, but also during recovery; so ask the package as well.
        if not accepts(self.port, b"\x00\x00\x00\x08\x04\xd2\x16\x2f", b"NS"):
            return False
        command = [str(self._bin / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(command, timeout=30, check=False).returncode == 0

    def _release_shared_memory(self) -> None:
        # Only a kill -9 without a later start leaves this file; its seventh line is the segment's key and id.
        with contextlib.suppress(FileNotFoundError, IndexError):
            segment = (self.directory / "data" / "postmaster.pid").read_text().splitlines()[6].split()[-1]
            subprocess.run(["ipcrm", "-m", segment], capture_output=True, timeout=30, check=False)


def _postgresql_bin() -> Path:
    """The newest installed version's folder of programs."""
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    if not versions:
        raise ServerUnavailableError("install postgresql (apt-get install postgresql)")
    return max(versions, key=lambda path: int(path.parent.name))


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ServerUnavailableError(
        "add the user postgres (apt-get install postgresql): PostgreSQL does not run as root"
    )
