"""What may be asked: to remember a file whose bytes are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kernel.sealed import Sealed
from services.projects.domain.roles import KEEPERS


@dataclass(frozen=True, slots=True)
class StoreFile:
    """Remember a file, once its bytes are safe; `key` and `kept_as` of one that shows people."""

    COMMAND: ClassVar = "projects.store_file"
    ROLES: ClassVar = KEEPERS
    file: str
    size: int
    media_type: str
    shows_people: bool = False
    concerns: tuple[str, ...] = ()
    kept_as: str | None = None
    key: Sealed | None = None
    public: bool = False
