"""An invoice's number, however it is typed. Pure.

A paper that is used twice is used under another look: with other dashes, blanks or digits, with a word before
it, with letters of another script. So letters and digits alone are kept, of two scripts alone.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from kernel.errors import InvalidInput
from kernel.ids import derived
from services.projects.events import Invoice, InvoiceUseId

SHORTEST: Final = 4
"""Letters and digits of a number: fewer tell no paper from another."""
_LABELS: Final = (
    re.compile("发票|票据|收据|单据|代码|号码|编号|第|号"),
    re.compile("(?<![A-Z])(?:INVOICE|FAPIAO|NUMBER|NUM|INV|NR|NO)(?![A-Z])"),
)
"""What is printed before a number, and is no part of it."""
_ALIKE: Final = str.maketrans("OIL", "011")
"""What the eye takes for a digit."""


def invoice_of(number: str, field: str = "invoice.number") -> Invoice:
    """The invoice of that number: its letters and digits, half-width and in capitals, without a label.

    Raises: InvalidInput.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", number).upper())
    seen = "".join(one for one in plain if unicodedata.category(one)[0] != "C")
    # Twice: a label may stand apart from the number, or be written together with it.
    said = _unlabelled("".join(_kept(one, field) for one in _unlabelled(seen)))
    if len(said) < SHORTEST or not any(one.isdigit() for one in said):
        raise InvalidInput({field: ["invoice.too_short"]})
    return Invoice(said)


def _unlabelled(text: str) -> str:
    for label in _LABELS:
        text = label.sub("", text)
    return text


def _kept(one: str, field: str) -> str:
    """A digit as ASCII has it, a letter of the two scripts; nothing of the rest. Raises: InvalidInput."""
    if one == "〇":
        return "0"
    kind = unicodedata.category(one)
    if kind == "Nd":
        return str(unicodedata.decimal(one))
    if kind[0] not in "LN":
        return ""
    if "A" <= one <= "Z" or unicodedata.name(one, "").startswith("CJK UNIFIED"):
        return one
    raise InvalidInput({field: ["invoice.letters"]})


def use_of(invoice: Invoice) -> InvoiceUseId:
    """Under which its history stands: numbers that the eye does not tell apart have one."""
    return InvoiceUseId(derived("inv", invoice.number.translate(_ALIKE)))
