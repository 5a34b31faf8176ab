"""Kinds of records: member units, people and other parties, mandates, tokens. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from gateway.kinds.described import DAY, INSTANT, SEALED, TEXT, listed, made, or_null, words
from gateway.kinds.kind import Kind
from services.members import events as members

TAGS: Final = {
    "members": "Member units",
    "people": "People of the council; donors and payees",
    "mandates": "Mandates: roles of people, with dates",
    "tokens": "Bearer tokens of people",
}
PARTY: Final = Kind(
    name="party",
    path="parties",
    fact=members.PartyRegistered,
    key="party",
    tag="people",
    component="Party",
    listing="Donors, payees and organisations",
    one="One donor, payee or organisation",
    filters=("kind", "member", "status", "q"),
    statuses=("known", "hidden", "erased"),
    always={"held_until": or_null(DAY)},
    later={
        "reason": or_null(SEALED),
        "alias_of": TEXT,
        "erasure_confirmed_at": INSTANT,
        "sign_in": words("password", "one_time_token", "reset_requested"),
        "one_time_until": DAY,
        "one_time_token": {**or_null(TEXT), "description": "Once, when it is issued"},
    },
    special={"name": or_null(TEXT)},
    whole=False,
)
KINDS: Final = (
    Kind(
        name="member",
        path="members",
        fact=members.MemberJoined,
        listing="Member units",
        one="One member unit",
        filters=("kind", "status", "code", "q"),
        statuses=("joined", "suspended", "left", "merged"),
        always={
            "names": listed(made({"name": TEXT, "from": DAY})),
            "joined_on": DAY,
            "since": {**DAY, "description": "Since when it has its status"},
            "merged_into": {**or_null(TEXT), "description": "Id of the unit of which it is a part now"},
        },
        later={"reason": or_null(SEALED)},
    ),
    replace(
        PARTY,
        name="person",
        path="people",
        listing="People who act for the council",
        one="",  # donors and payees are shown there too
        filters=("member", "status"),
    ),
    PARTY,
    Kind(
        name="mandate",
        path="mandates",
        fact=members.MandateGiven,
        listing="Mandates",
        one="One mandate",
        filters=("person", "role", "member", "status"),
        statuses=("given", "revoked"),
        later={"revoked_at": INSTANT},
        renamed={"starts_on": "from", "ends_on": "to"},
        whole=False,
    ),
    Kind(
        name="token",
        path="tokens",
        fact=members.TokenIssued,
        listing="Tokens, never their text",
        one="One token, never its text",
        filters=("person", "status"),
        statuses=("active", "revoked"),
        later={
            "revoked_at": INSTANT,
            "token": {**or_null(TEXT), "description": "Once, when it is issued"},
        },
        special={"digest": {}},  # never shown
        whole=False,
    ),
)
