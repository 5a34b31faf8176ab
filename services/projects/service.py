"""The projects service: projects, the money that they hold, and its spending.

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
from services.projects import schemas
from services.projects.domain import DOMAIN
from services.projects.domain.documents import ProjectFund, ProjectFunds, in_project
from services.projects.domain.lookup import open_project

Body = Mapping[str, Any]
Actor = Mapping[str, Any]
Answer = dict[str, Any]


class ProjectsService(LogService):
    """Registered with nameko as `projects`."""

    name = "projects"
    desk = hosted_desk(DOMAIN, schemas.load)

    @rpc
    def propose_project(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """A project."""
        return self._perform("projects.propose_project", council, actor, key, body)

    @rpc
    def close_project(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Nothing more is spent; the rest goes back by itself."""
        return self._perform("projects.close_project", council, actor, key, body)

    @rpc
    def return_allocation(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Give back what is unspent and unreserved."""
        return self._perform("projects.return_allocation", council, actor, key, body)

    @rpc
    def request_spending(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Ask to pay somebody."""
        return self._perform("projects.request_spending", council, actor, key, body)

    @rpc
    def approve_spending(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Reserve the sum."""
        return self._perform("projects.approve_spending", council, actor, key, body)

    @rpc
    def reject_spending(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Say no to a request."""
        return self._perform("projects.reject_spending", council, actor, key, body)

    @rpc
    def cancel_spending(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Pay nothing more of it; what is still reserved is released."""
        return self._perform("projects.cancel_spending", council, actor, key, body)

    @rpc
    def pay_spending(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Pay, whole or in part."""
        return self._perform("projects.pay_spending", council, actor, key, body)

    @rpc
    def request_payment_reversal(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Ask for the reversal of a payment."""
        return self._perform("projects.request_payment_reversal", council, actor, key, body)

    @rpc
    def confirm_payment_reversal(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Carry out a reversal that another person asked for."""
        return self._perform("projects.confirm_payment_reversal", council, actor, key, body)

    @rpc
    def withdraw_payment_reversal(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Take back a request that is not confirmed."""
        return self._perform("projects.withdraw_payment_reversal", council, actor, key, body)

    @rpc
    def reject_payment_reversal(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """Say no to a reversal that awaits its second person; also to one of their own asking."""
        return self._perform("projects.reject_payment_reversal", council, actor, key, body)

    @rpc
    def remaining(self, council: str, project: str) -> Answer:
        """What may be spent, in minor units: {"project", "funds": [{"fund", "currency", "remaining"}]}."""
        desk: Desk = self.desk
        try:
            view = desk.view(council)
            found = open_project(view, project)
        except (Refusal, Unavailable, StorageFault) as error:
            return wire_error(error)
        given = view.get(ProjectFunds, found)
        held = [
            (fund, view.get(ProjectFund, in_project(found, fund))) for fund in (given.funds if given else ())
        ]
        funds = [
            {"fund": fund, "currency": one.remaining.currency, "remaining": one.remaining.minor}
            for fund, one in held
            if one is not None
        ]
        return {"project": found, "funds": funds}

    def _perform(self, command: str, council: str, actor: Actor, key: str, body: Body) -> Answer:
        desk: Desk = self.desk
        return desk.perform(council, command, actor, key, body)
