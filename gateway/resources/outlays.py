"""/v1/outlays: fees, and expenses of funds whose books were taken over."""

from __future__ import annotations

from gateway import commands
from gateway.resources.kit import listing, posting, resource, showing_one

blp = resource("outlays", "Fees, and expenses of imported funds")
listing(blp, "outlay", "Outlays", "fund", "account", "payee", "kind", "status", "from", "to")
showing_one(blp, "outlay", "One outlay")
posting(blp, commands.of("/outlays"))
posting(blp, commands.of("/outlays/<ref>/reversals"))
