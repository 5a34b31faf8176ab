"""Loopback ports that no parallel test process takes from us."""

from __future__ import annotations

import contextlib
import random
import socket

# Below 32768, where Linux begins to give ports to outgoing connections: one of those could sit on a port
# between our looking and the server's binding.
FIRST, LAST = 20_000, 31_999

_held: list[socket.socket] = []


def reserve_port() -> int:
    """A free port on 127.0.0.1, ours until this process ends.

    The claim is a name in Linux's abstract socket namespace: whole machine, all users, gone with the process.
    """
    for port in random.sample(range(FIRST, LAST + 1), 200):
        claim = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            claim.bind(f"\0gongzhi-test-port-{port}")
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))
        except OSError:
            claim.close()
            continue
        _held.append(claim)
        return port
    raise RuntimeError(f"no free port between {FIRST} and {LAST}")


def accepts(port: int, hello: bytes, first_byte_of: bytes) -> bool:
    """Whether 127.0.0.1:`port` answers `hello` with one of the bytes of `first_byte_of`."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
        connection.sendall(hello)
        answer = connection.recv(1)
        return bool(answer) and answer in first_byte_of
    return False
