"""Kinds of records: files. Pure."""

from __future__ import annotations

from typing import Final

from gateway.kinds.described import DAY, or_null
from gateway.kinds.kind import Kind
from services.projects.events.files import FileStored

TAGS: Final = {"files": "Files (文件): papers, photos and reports, by the SHA-256 of their bytes"}

KINDS: Final = (
    Kind(
        name="file",
        path="files",
        fact=FileStored,
        listing="Files, without their bytes",
        filters=("status",),
        statuses=("stored", "erased"),
        later={"erased_on": or_null(DAY)},
    ),
)
