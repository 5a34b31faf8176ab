"""The whole house behind a real HTTP port, in a process of its own, for what speaks HTTP itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
WAIT_S = 60


@contextmanager
def standing(folder: Path) -> Iterator[tuple[str, str]]:
    """A new house in `folder`: its address and the founder's token."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join((str(TESTS.parent), str(TESTS)))}
    command = [sys.executable, "-W", "ignore", "-m", "support.served", str(folder)]
    with (
        (folder / "house.log").open("wb") as log,
        subprocess.Popen(
            command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        ) as house,
    ):
        stop = threading.Timer(WAIT_S, house.kill)
        stop.start()
        assert house.stdout is not None
        told = house.stdout.readline()
        stop.cancel()
        assert told, (folder / "house.log").read_text()
        try:
            yield json.loads(told)["url"], json.loads(told)["token"]
        finally:
            house.terminate()
            house.wait(WAIT_S)


def main(folder: Path) -> None:
    """Tells address and token in one line, then serves until it is ended or its parent is gone."""
    import structlog
    from support.house import House
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        """Keeps connections open, as a real server does, and writes no log."""

        protocol_version = "HTTP/1.1"

        def log(self, type: str, message: str, *args: object) -> None: ...  # noqa: A002 - werkzeug's name

    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    house = House(folder)
    house.start()
    server = make_server("127.0.0.1", 0, house.app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told = {"url": f"http://127.0.0.1:{server.server_port}", "token": house.founder.token}
    print(json.dumps(told), flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
