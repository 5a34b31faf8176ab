"""/v1/transfers: between own accounts."""

from __future__ import annotations

from gateway import commands
from gateway.resources.kit import listing, posting, resource, showing_one

blp = resource("transfers", "Transfers between own accounts")
listing(blp, "transfer", "Transfers", "fund", "account", "reference", "status", "from", "to")
showing_one(blp, "transfer", "One transfer")
posting(blp, commands.of("/transfers"))
posting(blp, commands.of("/transfers/<ref>/reversals"))
