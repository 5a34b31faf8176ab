"""/v1/allocations and /v1/returns: what projects were given, and what came back."""

from __future__ import annotations

from gateway import commands
from gateway.resources.kit import listing, posting, resource, showing_one

blp = resource("allocations", "Allocations to projects, and returns")
listing(blp, "allocation", "Allocations", "fund", "project", "status", "from", "to")
showing_one(blp, "allocation", "One allocation")
listing(blp, "return", "Returns of allocations", "fund", "project", "allocation", "from", "to")
showing_one(blp, "return", "One return")
posting(blp, commands.of("/allocations"))
posting(blp, commands.of("/allocations/<ref>/returns"))
