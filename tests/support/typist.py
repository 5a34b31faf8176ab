"""`gongzhi` for a long script of bash: one process that runs every command line of it, one after the other.

A program that starts anew for each of a hundred commands takes a second for each. `FUNCTION` puts a function
in the place of the program: it hands the arguments over by a coprocess, and prints what came.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from support.terminal import Terminal

FUNCTION = """
coproc TYPIST { {python} -W ignore -m support.typist; }
exec {TYPED}>&"${TYPIST[1]}" {PRINTED}<&"${TYPIST[0]}"
gongzhi() {
  local code out err
  printf '%s\\0' "${GONGZHI_TOKEN:-}" "$#" "$@" >&"$TYPED"
  IFS= read -r -d '' code <&"$PRINTED"
  IFS= read -r -d '' out <&"$PRINTED" || true
  IFS= read -r -d '' err <&"$PRINTED" || true
  printf '%s' "$out"
  printf '%s' "$err" >&2
  return "$code"
}
"""


def words() -> Iterator[str]:
    """What stands between zero bytes on stdin."""
    left = b""
    while part := os.read(0, 65_536):
        *whole, left = (left + part).split(b"\0")
        yield from (one.decode() for one in whole)


def main() -> None:
    """Runs command lines until stdin ends."""
    typed = words()
    for token in typed:
        arguments = [next(typed) for _ in range(int(next(typed)))]
        ran = Terminal(os.environ["GONGZHI_URL"], token).run(*arguments)
        os.write(1, b"".join(f"{one}\0".encode() for one in (ran.code, ran.out, ran.err)))


if __name__ == "__main__":
    main()
