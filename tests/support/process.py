"""A server of the tests: a child of the test process with everything in one temporary folder.

It cannot outlive us: a guard, a shell that reads from a pipe which only we hold, wakes at our end, however it
came, and cleans up.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import os
import shutil
import signal
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Self

START_SECONDS_MAX = 90
STOP_SECONDS_MAX = 20


class ServerUnavailableError(Exception):
    """The machine lacks the package; the argument says in one line what to install."""


class ServerFailedError(Exception):
    """The server is installed, but would not start or answer; the argument ends with its last log lines."""


class Server(ABC):
    """One server in one temporary folder: `start`, `stop`, `kill -9`, and `start` again on the same data."""

    name: ClassVar[str]

    def __init__(self) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix=f"gongzhi-{self.name}-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._guard: subprocess.Popen[bytes] | None = None
        atexit.register(self.discard)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()

    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Of the process that we started, leader of its own session."""
        if self._process is None:
            raise ServerFailedError(f"{self.name} is not running")
        return self._process.pid

    @property
    def log_file(self) -> Path:
        return self.directory / "output.log"

    def start(self) -> None:
        """Up and answering when this returns. Does nothing when it runs already."""
        if self.running():
            return
        command, environment = self._command()
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(  # its end is awaited in `stop` and `kill`
                command,
                env={**os.environ, **environment},
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._watch()
        deadline = time.monotonic() + START_SECONDS_MAX
        while not self._answers():
            if not self.running() or time.monotonic() > deadline:
                self.kill()
                raise ServerFailedError(f"{self.name} did not start:\n{self.last_log_lines()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """End it in good order; the data stays for another `start`."""
        if self._process is not None and self.running():
            self._process.send_signal(self._stop_signal())
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS_MAX)
        self.kill()  # whatever is left of the family, and the guard

    def kill(self) -> None:
        """kill -9, the whole family at once, as when the machine's power fails; the data stays."""
        if self._process is not None:
            family = _family(self._process.pid)
            for pid in family:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self._process.wait()
            _wait_until_gone(family)
            self._process = None
        if self._guard is not None:
            # Before its pipe closes: it must not kill by a number that the system may give away again.
            self._guard.kill()
            self._guard.communicate()
            self._guard = None

    def discard(self) -> None:
        """Stop it and remove its folder; nothing is left."""
        atexit.unregister(self.discard)
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def last_log_lines(self) -> str:
        try:
            return "\n".join(self.log_file.read_text(errors="replace").splitlines()[-25:])
        except FileNotFoundError:
            return "(no output)"

    def _watch(self) -> None:
        # In a session of its own, so that Ctrl-C on a terminal reaches us and not the guard.
        script = 'cat >/dev/null; for p in $PIDS; do kill -s "$SIG" -- "$p"; done; sleep 1; rm -rf -- "$DIR"'
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", script],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, **self._last_will(), "DIR": str(self.directory)},
        )

    def _stop_signal(self) -> signal.Signals:
        return signal.SIGTERM

    def _last_will(self) -> Mapping[str, str]:
        """SIG and PIDS for the guard: a negative number is a whole process group."""
        return {"SIG": "KILL", "PIDS": f"-{self.pid}"}

    @abstractmethod
    def _command(self) -> tuple[Sequence[str], Mapping[str, str]]:
        """The command line and the environment that start it in the foreground."""

    @abstractmethod
    def _answers(self) -> bool:
        """Whether a client would be served now."""


def _family(root: int) -> list[int]:
    """`root`, everything in its session, and all descendants: PostgreSQL's have their own sessions."""
    parents: dict[int, int] = {}
    members = {root}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # After the command's name, which may hold blanks: state, parent, group, session.
            _, parent, _, session = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue  # ended meanwhile
        pid = int(stat.parent.name)
        parents[pid] = int(parent)
        if int(session) == root:
            members.add(pid)
    while grown := {pid for pid, parent in parents.items() if parent in members} - members:
        members |= grown
    return sorted(members)


def _wait_until_gone(pids: Sequence[int]) -> None:
    """A server must not start again while an old process still holds its memory or port."""
    deadline = time.monotonic() + STOP_SECONDS_MAX
    for pid in pids:
        while _alive(pid) and time.monotonic() < deadline:
            time.sleep(0.01)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError as gone:
        if gone.errno in (errno.ENOENT, errno.ESRCH):
            return False
        raise
    return state != "Z"
