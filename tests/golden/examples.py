"""One example of every fact, built the same way each time, and the files of stored bytes made of them.

A new fact gets an example in the `EXAMPLES` of an `of_<topic>.py` here; `python tests/golden/examples.py`
then puts its line into `facts.<service>.jsonl`. A line that stands there is never changed: those bytes are
in somebody's log.
"""

from __future__ import annotations

import json
import sys
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parents[above]) for above in (2, 1)]

from golden.parts import an

from kernel.codec import Codec, Envelope
from kernel.merkle import leaf_hash
from services.funds import events as funds
from services.members import events as members
from services.projects import events as projects

HERE: Final = Path(__file__).parent
FACTS: Final = {
    "members": typing.get_args(members.Fact),
    "funds": typing.get_args(funds.Fact),
    "projects": typing.get_args(projects.Fact),
}
CODECS: Final = {service: Codec(facts) for service, facts in FACTS.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """One stored event: its bytes as text, and SHA-256(0x00 || bytes) in hex."""

    type: str
    leaf: str
    bytes: str


EXAMPLES: Final[tuple[tuple[Any, str], ...]] = tuple(
    example
    for room in sorted(HERE.glob("of_*.py"))
    for example in import_module(f"golden.{room.stem}").EXAMPLES
)
"""(fact, subject) of every room here that is named `of_...`."""


def envelope(fact: Any, subject: str) -> Envelope:
    """`fact` as the writer would wrap it: what notes another log has its cause, the rest a date."""
    service, name = fact.TYPE.split(".")[:2]
    noted = name.endswith("_noted")
    return Envelope(
        council="main",
        service=service,
        position=7,
        type=fact.TYPE,
        subject=subject,
        command_id=an("cmd")[4:],
        actor={
            "person": f"service:{service}" if noted else an("per", "actor"),
            "mandate": None if noted else an("man", "actor"),
            "role": None if noted else "treasurer",
            "position": 0 if noted else 41,
        },
        occurred_on=None if noted else "2025-12-31",
        recorded_at="2025-12-31T16:30:00.123456Z",
        cause={"service": "funds", "position": 9_007_199_254_740_991} if noted else None,
        data=CODECS[service].data(fact),
    )


def made() -> Iterator[tuple[Any, Line]]:
    """Every example with the line that it gives today."""
    for fact, subject in EXAMPLES:
        body = envelope(fact, subject).encoded()
        yield fact, Line(fact.TYPE, leaf_hash(body).hex(), body.decode())


def file_of(service: str) -> Path:
    """Where the lines of a service stand, by type."""
    return HERE / f"facts.{service}.jsonl"


def kept() -> list[Line]:
    """The lines of all files."""
    return [
        Line(**json.loads(text)) for service in FACTS for text in file_of(service).read_text().splitlines()
    ]


def main() -> None:
    """Adds the lines that are missing; those that stand are left as they are."""
    known = {line.type: line for line in kept()}
    new = {line.type: line for _, line in made() if line.type not in known}
    for service in FACTS:
        # By type, not at the end: two who add a fact each do not meet there.
        lines = sorted(
            (line for type_, line in (known | new).items() if type_.startswith(f"{service}.")),
            key=lambda line: line.type,
        )
        rows = [{"type": line.type, "leaf": line.leaf, "bytes": line.bytes} for line in lines]
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        file_of(service).write_text(text)
    for type_ in new:
        print("new:", type_)


if __name__ == "__main__":
    main()
