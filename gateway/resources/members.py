"""/v1/members: the units of the council."""

from __future__ import annotations

from gateway import commands
from gateway.resources.kit import listing, posting, resource, showing_one

blp = resource("members", "Member units")
listing(blp, "member", "Member units", "kind", "code", "q")
showing_one(blp, "member", "One member unit")
posting(blp, commands.of("/members"))
