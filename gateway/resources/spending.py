"""/v1/spending: requests to pay, their approval, payment and cancellation."""

from __future__ import annotations

from gateway import commands
from gateway.resources.kit import listing, posting, resource, showing_one

blp = resource("spending", "Spending: requested, approved or rejected, paid or cancelled")
listing(blp, "spending", "Spending", "fund", "project", "payee", "status", "from", "to")
showing_one(blp, "spending", "One spending")
posting(blp, commands.of("/spending/<ref>/approvals"))
posting(blp, commands.of("/spending/<ref>/rejections"))
posting(blp, commands.of("/spending/<ref>/cancellations"))
posting(blp, commands.of("/spending/<ref>/payments"))
