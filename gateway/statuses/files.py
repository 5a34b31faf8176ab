"""Of files: what is kept, and what is refused of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATUS: Final[Mapping[str, int]] = {
    "projects.file_known": 409,
    "projects.file_erased": 409,
    "projects.file_missing": 409,
    "file.empty": 422,
    "file.too_large": 413,
    "file.media_type": 415,
    "file.erased": 404,
    "file.not_at_hand": 503,
    "file.storage_down": 503,
}
