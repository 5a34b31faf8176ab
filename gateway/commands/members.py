"""Commands: people and other parties, mandates, tokens."""

from __future__ import annotations

from typing import Final

from gateway.commands.route import NOTHING, Route
from gateway.schemas import common, members

RESETTERS: Final = ("founder", "chair", "standing_board", "secretary", "supervisor")

ROUTES: Final = (
    Route(
        "/people",
        "members.register_person",
        members.Person,
        "Register a person who acts for the council",
        ("founder",),
        "person",
        {"name": "李四", "member": "yeyu"},
    ),
    Route(
        "/people/<ref>/erasures",
        "members.request_erasure",
        common.OptionalReason,
        "Hide a person at once, and erase them when no legal hold stands",
        ("founder", "chair"),
        "person",
        {"reason": "本人要求"},
        takes="person",
    ),
    Route(
        "/people/<ref>/aliases",
        "members.record_alias",
        members.Alias,
        "Two registrations are one human: the tokens of this one act as the other from now on",
        ("founder",),
        "person",
        {"of": "per_0123456789abcdefghjk"},
        takes="person",
    ),
    Route(
        "/parties",
        "members.register_party",
        members.NewParty,
        "Register a donor, a payee or an author once, to be named by id ever after",
        ("treasurer", "project_lead", "secretary", "councillor"),
        "party",
        {"name": "社区银行", "kind": "organisation", "origin": "donor"},
    ),
    Route(
        "/mandates",
        "members.give_mandate",
        members.Mandate,
        "Give a mandate",
        ("founder",),
        "mandate",
        {"person": "per_0123456789abcdefghjk", "role": "treasurer", "from": "2026-01-01", "to": "2026-12-31"},
    ),
    Route(
        "/mandates/<ref>/revocations",
        "members.revoke_mandate",
        common.Empty,
        "Revoke a mandate",
        ("founder",),
        "mandate",
        NOTHING,
        takes="mandate",
    ),
    Route(
        "/tokens/<ref>/revocations",
        "members.revoke_token",
        common.Empty,
        "Revoke a token",
        ("founder",),
        "token",
        NOTHING,
        takes="token",
    ),
    Route(
        "/tokens",
        "members.issue_token",
        members.Token,
        "Issue a token to a person; its text is answered once",
        ("founder",),
        "token",
        {"person": "per_0123456789abcdefghjk", "expires_on": "2026-12-31"},
        own_view=True,
    ),
    Route(
        "/people/<ref>/one-time-tokens",
        "members.issue_one_time_token",
        common.Empty,
        "Let a person set their first password; the one-time token is answered once",
        ("founder",),
        "person",
        NOTHING,
        takes="person",
        own_view=True,
    ),
    Route(
        "/people/<ref>/password-resets",
        "members.request_password_reset",
        common.Empty,
        "Ask that somebody who forgot their password may set another",
        RESETTERS,
        "person",
        NOTHING,
        takes="person",
    ),
    Route(
        "/people/<ref>/password-resets/confirmations",
        "members.confirm_password_reset",
        common.Empty,
        "Confirm the reset that another asked for; the one-time token is answered once",
        RESETTERS,
        "person",
        NOTHING,
        takes="person",
        own_view=True,
    ),
)
