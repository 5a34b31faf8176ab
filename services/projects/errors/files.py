"""What is refused of files.

Conflict
├── FileKnown     kept already, and no more is said of it than is known
├── FileIsErased  it showed somebody who is erased: it is not kept again
└── FileMissing   the policy wants every paper kept here, and this one is not
"""

from __future__ import annotations

from kernel.errors import Conflict


class FileKnown(Conflict):
    """`file`."""

    code = "projects.file_known"


class FileIsErased(Conflict):
    """`file`."""

    code = "projects.file_erased"


class FileMissing(Conflict):
    """`file`, the first one that is not kept."""

    code = "projects.file_missing"
