"""/v1/pledges: promises (认捐) and their fulfilment."""

from __future__ import annotations

from gateway import commands
from gateway.resources.kit import listing, posting, resource, showing_one

blp = resource("pledges", "Pledges (认捐)")
listing(blp, "pledge", "Pledges", "fund", "donor", "member", "status", "from", "to")
showing_one(blp, "pledge", "One pledge")
posting(blp, commands.of("/pledges"))
posting(blp, commands.of("/pledges/<ref>/fulfilments"))
