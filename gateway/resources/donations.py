"""/v1/donations and /v1/refunds."""

from __future__ import annotations

from gateway import commands
from gateway.resources.kit import listing, posting, resource, showing_one

blp = resource("donations", "Donations and what was given back of them")
listing(
    blp,
    "donation",
    "Donations",
    *("fund", "account", "donor", "member", "reference", "status", "historical", "from", "to"),
)
showing_one(blp, "donation", "One donation")
listing(
    blp, "refund", "Refunds", "fund", "account", "donor", "member", "donation", "historical", "from", "to"
)
showing_one(blp, "refund", "One refund")
posting(blp, commands.of("/donations"))
posting(blp, commands.of("/donations/<ref>/refunds"))
posting(blp, commands.of("/donations/<ref>/reversals"))
