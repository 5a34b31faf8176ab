"""What a history ends with when something that must always hold does not."""

from __future__ import annotations


class RuleBroken(Exception):  # noqa: N818 - named as what it says
    """`rule` is a dotted name of docs/simulation.md; `what` says what was seen."""

    def __init__(self, rule: str, what: object) -> None:
        super().__init__(rule, str(what))
        self.rule = rule


def require(holds: object, rule: str, what: object = "") -> None:
    """Raises: RuleBroken."""
    if not holds:
        raise RuleBroken(rule, what)
