"""Names as they are compared: who is named twice is told by the same letters and digits. Pure.

Nobody is merged by a name: what is paid to the same name is summed, and no more. Two humans of one name are
told apart by naming one of them more exactly, which everybody sees who approves.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def compared(name: str) -> str:
    """The letters, marks and digits of `name`, half-width and without case; all of it where it has none."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    said = "".join(one for one in plain if unicodedata.category(one)[0] in "LMN")
    return said or plain


def is_one_of(name: str | None, names: Iterable[str]) -> bool:
    """Whether `name`, as it is compared, is one of `names`; a name that is not known is nobody's."""
    return name is not None and any(compared(one) == name for one in names)
