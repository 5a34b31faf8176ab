"""What can be wrong with a file (it is not begun) or with one of its lines (refused, the rest goes on)."""

from __future__ import annotations

from dataclasses import dataclass


class CannotStart(Exception):  # noqa: N818 - named as what it says
    """The file as a whole cannot be taken. `code` names a sentence of `cli.texts`; `args` fill it."""

    def __init__(self, code: str, **about: object) -> None:
        super().__init__(code, about)
        self.code = code
        self.about = about


class LineFault(Exception):  # noqa: N818 - named as what it says
    """One value of one line says no. `code` and `about` as in `CannotStart`."""

    def __init__(self, code: str, **about: object) -> None:
        super().__init__(code, about)
        self.code = code
        self.about = about


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not taken: `code` and `about` name a sentence, or `words` are the gateway's own."""

    line: int
    code: str
    about: tuple[tuple[str, object], ...] = ()
    words: str | None = None

    @classmethod
    def by(cls, line: int, fault: LineFault) -> Refused:
        return cls(line, fault.code, tuple(fault.about.items()))
