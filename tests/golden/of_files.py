"""An example of each fact about files."""

from __future__ import annotations

from typing import Any, Final

from golden.parts import NOTE, PERSON

from services.projects.events import files

FILE: Final = files.FileId("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")

EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (
        files.FileStored(
            FILE,
            4,
            "image/jpeg",
            shows_people=True,
            concerns=(PERSON,),
            kept_as="00112233445566aa",
            sealed_key=NOTE,
        ),
        FILE,
    ),
    (files.FileErased(FILE, PERSON), FILE),
)
