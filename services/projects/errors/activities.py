"""Of activities and hours.

Conflict
├── ActivityElsewhere     the activity is another project's
└── AlreadyWithdrawn      taken back already; support too
"""

from __future__ import annotations

from kernel.errors import Conflict


class ActivityElsewhere(Conflict):
    """`activity`."""

    code = "projects.activity_elsewhere"


class AlreadyWithdrawn(Conflict):
    """The id of what was taken back."""

    code = "projects.already_withdrawn"
