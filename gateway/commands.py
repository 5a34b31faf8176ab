"""The one table of what can be asked for by POST: path, command, body, and how the path enters the body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from marshmallow import Schema

from gateway.orders import Named, Order, wire
from gateway.schemas import common, funds, members, projects
from gateway.schemas.common import NamedParty, Party
from kernel import wire as fields


@dataclass(frozen=True)
class Route:
    """POST `/v1` + `path` is `command`; the path's <ref> is the body's `takes`; `fixed` fields it implies.

    `makes`: the kind of record that it makes or changes, and answers.
    """

    path: str
    command: str
    schema: type[Schema]
    summary: str
    roles: str
    makes: str
    takes: str | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def body(self) -> Schema:
        """The schema of the HTTP body."""
        return self.schema()

    @cached_property
    def in_batch(self) -> Schema:
        """The schema of a command in a batch: the body, and in it what the path would have said."""
        if self.takes is None:
            return self.body
        ref = {self.takes: fields.Ref(required=True)}
        made = type(f"{self.schema.__name__}InBatch", (self.schema,), ref)
        schema: Schema = made()
        return schema

    @cached_property
    def _renamed(self) -> Mapping[str, str]:
        """Attribute -> name on the wire, where they differ."""
        return {
            name: one.data_key for name, one in self.body.fields.items() if one.data_key not in (None, name)
        }

    @cached_property
    def _party(self) -> tuple[str, str] | None:
        """(attribute, wire name) of the field that may name somebody."""
        for name, one in self.body.fields.items():
            if isinstance(one, Party):
                return name, one.data_key or name
        return None

    def order(self, loaded: Mapping[str, Any], key: str, ref: str | None = None) -> Order:
        """The order that a validated body makes; `ref` came by the path."""
        named: Named | None = None
        body = {**self.fixed}
        for name, value in loaded.items():
            if value is None:
                continue
            on_wire = self._renamed.get(name, name)
            if isinstance(value, NamedParty):
                named = Named(on_wire, wire(value.body))
            else:
                body[on_wire] = wire(value)
        if ref is not None and self.takes is not None:
            body[self.takes] = ref
        in_path = frozenset({self.takes}) if ref is not None and self.takes else frozenset()
        return Order(self.command, key, body, named, in_path)


def _reversal(kind: str) -> Route:
    return Route(
        f"/{kind}s/<ref>/reversals",
        "funds.request_reversal",
        common.Reason,
        f"Ask for the reversal (红字冲销) of a {kind}; another person confirms it",
        "treasurer",
        "reversal",
        takes="target",
        fixed={"kind": kind},
    )


ROUTES: Final[tuple[Route, ...]] = (
    Route("/members", "members.join_member", members.Member, "A member unit joins", "founder", "member"),
    Route(
        "/people",
        "members.register_person",
        members.Person,
        "Register a person who acts for the council",
        "founder",
        "person",
    ),
    Route(
        "/people/<ref>/erasures",
        "members.request_erasure",
        common.OptionalReason,
        "Hide a person at once, and erase them when no legal hold stands",
        "founder, chair",
        "person",
        takes="person",
    ),
    Route(
        "/parties",
        "members.register_party",
        members.NewParty,
        "Register a donor or payee once, to be named by id ever after",
        "treasurer, project_lead",
        "party",
    ),
    Route("/mandates", "members.give_mandate", members.Mandate, "Give a mandate", "founder", "mandate"),
    Route(
        "/mandates/<ref>/revocations",
        "members.revoke_mandate",
        common.Empty,
        "Revoke a mandate",
        "founder",
        "mandate",
        takes="mandate",
    ),
    Route(
        "/tokens/<ref>/revocations",
        "members.revoke_token",
        common.Empty,
        "Revoke a token",
        "founder",
        "token",
        takes="token",
    ),
    Route(
        "/money-accounts",
        "funds.open_account",
        funds.Account,
        "Open an own money account",
        "founder",
        "account",
    ),
    Route("/funds", "funds.open_fund", funds.Fund, "Open a fund", "founder", "fund"),
    Route("/pledges", "funds.pledge_donation", funds.Pledge, "Record a pledge (认捐)", "treasurer", "pledge"),
    Route(
        "/pledges/<ref>/fulfilments",
        "funds.fulfil_pledge",
        funds.Fulfilment,
        "A donation keeps the promise",
        "treasurer",
        "pledge",
        takes="pledge",
    ),
    Route(
        "/donations", "funds.record_donation", funds.Donation, "Record a donation", "treasurer", "donation"
    ),
    Route(
        "/donations/<ref>/refunds",
        "funds.refund_donation",
        funds.Refund,
        "Give (part of) a donation back",
        "treasurer",
        "refund",
        takes="donation",
    ),
    Route(
        "/receipts",
        "funds.record_receipt",
        funds.Receipt,
        "Record money in that is no donation",
        "treasurer",
        "receipt",
    ),
    Route(
        "/transfers",
        "funds.transfer_money",
        funds.Transfer,
        "Move money between own accounts",
        "treasurer",
        "transfer",
    ),
    Route(
        "/outlays",
        "funds.record_outlay",
        funds.Outlay,
        "Record a fee; as historical also a gift or an expense, already made",
        "treasurer",
        "outlay",
    ),
    *(_reversal(kind) for kind in ("donation", "receipt", "transfer", "outlay")),
    Route(
        "/allocations",
        "funds.allocate",
        funds.Allocation,
        "Commit money of a fund to a project",
        "chair",
        "allocation",
    ),
    Route(
        "/allocations/<ref>/returns",
        "projects.return_allocation",
        projects.Return,
        "Give unspent money back to the fund",
        "chair",
        "return",
        takes="allocation",
    ),
    Route(
        "/projects",
        "projects.propose_project",
        projects.Project,
        "Propose a project",
        "project_lead",
        "project",
    ),
    Route(
        "/projects/<ref>/closings",
        "projects.close_project",
        common.Empty,
        "Close a project; what it has left goes back",
        "chair",
        "project",
        takes="project",
    ),
    Route(
        "/projects/<ref>/spending",
        "projects.request_spending",
        projects.Spending,
        "Ask to pay somebody",
        "project_lead",
        "spending",
        takes="project",
    ),
    Route(
        "/spending/<ref>/approvals",
        "projects.approve_spending",
        common.Empty,
        "Approve: the sum is reserved",
        "chair",
        "spending",
        takes="spending",
    ),
    Route(
        "/spending/<ref>/rejections",
        "projects.reject_spending",
        common.OptionalReason,
        "Reject",
        "chair",
        "spending",
        takes="spending",
    ),
    Route(
        "/spending/<ref>/cancellations",
        "projects.cancel_spending",
        common.Reason,
        "Pay nothing more of it: what is still reserved is released. A project lead: of what they asked for",
        "chair, project_lead",
        "spending",
        takes="spending",
    ),
    Route(
        "/spending/<ref>/payments",
        "projects.pay_spending",
        projects.Payment,
        "Pay, whole or in part",
        "treasurer",
        "payment",
        takes="spending",
    ),
)

PAYMENT_REVERSAL: Final = Route(
    "/payments/<ref>/reversals",
    "projects.request_payment_reversal",
    common.Reason,
    "Ask for the reversal of a payment that came back; another person confirms it",
    "treasurer",
    "reversal",
    takes="payment",
)
"""Its own view adds the spending, by which the projects service finds the payment."""


def _of_reversal(path: str, verb: str, schema: type[Schema], summary: str, roles: str) -> Mapping[str, Route]:
    commands = {"rev": f"funds.{verb}_reversal", "rvp": f"projects.{verb}_payment_reversal"}
    return {
        prefix: Route(f"/reversals/<ref>/{path}", command, schema, summary, roles, "reversal", "reversal")
        for prefix, command in commands.items()
    }


CONFIRMATIONS: Final = _of_reversal(
    "confirmations", "confirm", common.Empty, "Confirm a reversal that another person asked for", "chair"
)
WITHDRAWALS: Final = _of_reversal(
    "withdrawals", "withdraw", common.Reason, "Take back a reversal that is not confirmed", "treasurer"
)
REJECTIONS: Final = _of_reversal(
    "rejections", "reject", common.Reason, "Reject a reversal that is not confirmed", "chair"
)
OF_REVERSALS: Final = (CONFIRMATIONS, WITHDRAWALS, REJECTIONS)
"""Each by the prefix of the reversal's id: funds reverses its own facts, projects its payments."""

IN_BATCH: Final[Mapping[str, Route]] = {route.command: route for route in ROUTES if not route.fixed}
"""The commands that a batch may hold."""


def of(path: str) -> Route:
    """The route of a path."""
    return next(route for route in ROUTES if route.path == path)
