"""A child of the test process that hosts services: started, asked by HTTP, ended."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]


class Child:
    """`python SCRIPT ARGUMENTS`, whose output is read line by line as it comes."""

    def __init__(self, script: Path, *arguments: str) -> None:
        # Warnings of libraries are the concern of the tests that import them, not of this process.
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(script), *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.stderr: list[str] = []
        self._readers = [
            threading.Thread(target=self._read_out, daemon=True),
            threading.Thread(target=self._read_err, daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def _read_out(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def _read_err(self) -> None:
        assert self.process.stderr is not None
        self.stderr.extend(self.process.stderr)

    def until(self, beginning: str, seconds: float = 20) -> str:
        """The next line of output that begins so."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                line = self.lines.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no {beginning!r} in {seconds} s:\n{''.join(self.stderr)}") from None
            if line.startswith(beginning):
                return line

    def says(self, beginning: str, within: float) -> bool:
        """Whether a line that begins so comes `within` seconds."""
        try:
            self.until(beginning, within)
        except AssertionError:
            return False
        return True

    def url(self) -> str:
        """Of its one HTTP port, once it is up."""
        [port] = json.loads(self.until("started").removeprefix("started")).values()
        return f"http://127.0.0.1:{port}"

    def terminate(self, number: signal.Signals = signal.SIGTERM, seconds: float = 30) -> int:
        """Its exit code after `number`, which must come in time."""
        self.process.send_signal(number)
        return self.wait(seconds)

    def wait(self, seconds: float) -> int:
        code = self.process.wait(seconds)
        for reader in self._readers:
            reader.join(5)
        return code

    def discard(self) -> None:
        self.process.kill()
        self.wait(10)
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()


@contextmanager
def children() -> Iterator[list[Child]]:
    """Whatever is put into the list is ended with the block."""
    started: list[Child] = []
    try:
        yield started
    finally:
        for child in started:
            child.discard()


def get(url: str, seconds: float = 30, **params: Any) -> Any:
    """The JSON that a GET brings, whatever its status."""
    return httpx.get(url, params=params, timeout=seconds).json()


def eventually(check: Any, seconds: float = 20) -> Any:
    """What `check` returns once it is true; AssertionError if it never is."""
    deadline = time.monotonic() + seconds
    while True:
        found = check()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"still {found!r} after {seconds} s")
        time.sleep(0.1)
