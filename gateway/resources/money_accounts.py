"""/v1/money-accounts: own accounts of the legal holders."""

from __future__ import annotations

from gateway import commands
from gateway.resources.kit import listing, posting, resource, showing_one

blp = resource("money-accounts", "Own money accounts: bank, cash, WeChat, Alipay")
listing(blp, "account", "Own money accounts", "code", "q")
showing_one(blp, "account", "One money account")
posting(blp, commands.of("/money-accounts"))
