"""What later decisions need to know of an invoice. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InvoiceUse:
    """By the use of a number, loaded when it is asked for: there are ever more of them.

    `by`: the spending or the settlement that has it; None: nobody has.
    """

    by: str | None
