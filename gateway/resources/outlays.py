"""/v1/outlays: fees, and gifts and expenses of before the council came here."""

from __future__ import annotations

from gateway import commands
from gateway.resources.kit import listing, posting, resource, showing_one

blp = resource("outlays", "Fees, and gifts and expenses of before the council came here")
listing(
    blp,
    "outlay",
    "Outlays",
    *("fund", "account", "payee", "reference", "kind", "status", "historical", "from", "to"),
)
showing_one(blp, "outlay", "One outlay")
posting(blp, commands.of("/outlays"))
posting(blp, commands.of("/outlays/<ref>/reversals"))
