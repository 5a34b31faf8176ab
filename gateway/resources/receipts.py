"""/v1/receipts: money in that is no donation."""

from __future__ import annotations

from gateway import commands
from gateway.resources.kit import listing, posting, resource, showing_one

blp = resource("receipts", "Receipts: grants, dues, interest, agency money, unidentified money")
listing(
    blp,
    "receipt",
    "Receipts",
    "fund",
    "account",
    "payer",
    "member",
    "reference",
    "kind",
    "status",
    "historical",
    "from",
    "to",
)
showing_one(blp, "receipt", "One receipt")
posting(blp, commands.of("/receipts"))
posting(blp, commands.of("/receipts/<ref>/reversals"))
