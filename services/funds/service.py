"""The funds service: money in, and money set aside.

Each command has a method of its name, `(council, actor, key, body)`: see docs/internal-calls.md for bodies,
results and refusals. Here stands what is asked otherwise.
"""

from __future__ import annotations

from typing import Any

from kernel.answers import wire_error
from kernel.db import StorageFault
from kernel.desk import Desk
from kernel.errors import Refusal, Unavailable
from kernel.messaging.logservice import LogService, hosted_desk, named_methods
from kernel.messaging.rpc import rpc
from services.funds import schemas
from services.funds.domain import DOMAIN
from services.funds.domain.lookup import find_fund

Answer = dict[str, Any]


@named_methods(DOMAIN)
class FundsService(LogService):
    """Registered with nameko as `funds`."""

    name = "funds"
    desk = hosted_desk(DOMAIN, schemas.load)

    @rpc
    def available(self, council: str, fund: str) -> Answer:
        """What may be allocated, in minor units: {"fund", "currency", "available", "by_restriction"}."""
        desk: Desk = self.desk
        try:
            found = find_fund(desk.view(council), fund)
        except (Refusal, Unavailable, StorageFault) as error:
            return wire_error(error)
        parts = found.by_restriction.items()
        return {
            "fund": found.fund,
            "currency": found.currency,
            "available": found.available,
            "by_restriction": [
                {"restriction": r and {"kind": r.kind, "value": r.value}, "available": minor}
                for r, minor in parts
            ],
        }
