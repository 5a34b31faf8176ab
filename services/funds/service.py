"""The funds service: money in, and money set aside.

Named methods take `(council, actor, key, body)`: see docs/internal-calls.md for bodies, results and refusals.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.answers import wire_error
from kernel.db import StorageFault
from kernel.desk import Desk
from kernel.errors import Refusal, Unavailable
from kernel.messaging.logservice import LogService, hosted_desk
from kernel.messaging.rpc import rpc
from services.funds import schemas
from services.funds.domain import DOMAIN
from services.funds.domain.lookup import find_fund

Body = Mapping[str, Any]
Actor = Mapping[str, Any]
Answer = dict[str, Any]


class FundsService(LogService):
    """Registered with nameko as `funds`."""

    name = "funds"
    desk = hosted_desk(DOMAIN, schemas.load)

    @rpc
    def open_account(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """An own money account of a legal holder."""
        return self._perform("funds.open_account", council, actor, key, body)

    @rpc
    def open_fund(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """A fund."""
        return self._perform("funds.open_fund", council, actor, key, body)

    @rpc
    def pledge_donation(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """A promise (认捐)."""
        return self._perform("funds.pledge_donation", council, actor, key, body)

    @rpc
    def fulfil_pledge(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """A donation keeps (part of) a promise."""
        return self._perform("funds.fulfil_pledge", council, actor, key, body)

    @rpc
    def record_donation(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Money given."""
        return self._perform("funds.record_donation", council, actor, key, body)

    @rpc
    def refund_donation(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Money given back to its donor."""
        return self._perform("funds.refund_donation", council, actor, key, body)

    @rpc
    def record_receipt(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Money in that is no donation."""
        return self._perform("funds.record_receipt", council, actor, key, body)

    @rpc
    def transfer_money(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Between own accounts."""
        return self._perform("funds.transfer_money", council, actor, key, body)

    @rpc
    def record_outlay(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """A fee; as historical also a gift or an expense, already made."""
        return self._perform("funds.record_outlay", council, actor, key, body)

    @rpc
    def allocate(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Commit money of a fund to a project."""
        return self._perform("funds.allocate", council, actor, key, body)

    @rpc
    def request_reversal(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Ask for a reversal (红字冲销)."""
        return self._perform("funds.request_reversal", council, actor, key, body)

    @rpc
    def confirm_reversal(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Carry out a reversal that another person asked for."""
        return self._perform("funds.confirm_reversal", council, actor, key, body)

    @rpc
    def withdraw_reversal(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Take back a request that is not confirmed."""
        return self._perform("funds.withdraw_reversal", council, actor, key, body)

    @rpc
    def reject_reversal(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Say no to a reversal that awaits its second person; also to one of their own asking."""
        return self._perform("funds.reject_reversal", council, actor, key, body)

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

    def _perform(self, command: str, council: str, actor: Actor, key: str, body: Body) -> Answer:
        desk: Desk = self.desk
        return desk.perform(council, command, actor, key, body)
