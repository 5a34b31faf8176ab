"""/v1/mandates: who acts as what, and when."""

from __future__ import annotations

from gateway import commands
from gateway.resources.kit import listing, posting, resource, showing_one

blp = resource("mandates", "Mandates: roles of people, with dates")
listing(blp, "mandate", "Mandates", "person", "role", "status")
showing_one(blp, "mandate", "One mandate")
posting(blp, commands.of("/mandates"))
posting(blp, commands.of("/mandates/<ref>/revocations"))
