"""Of the members service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATUS: Final[Mapping[str, int]] = {
    "members.not_a_person": 422,
    "members.already_founded": 409,
    "members.code_taken": 409,
    "members.token_taken": 409,
    "members.token_already_revoked": 409,
    "members.mandate_already_ended": 409,
    "members.last_founder": 409,
    "members.holds_office": 403,
    "members.is_an_alias": 409,
    "members.not_a_signer": 403,
    "members.signers_apart": 403,
    "members.not_in_office": 409,
    "members.signed_already": 409,
    "members.handover_over": 409,
    "members.accounts_moved": 409,
    "members.no_erasure": 409,
    "members.erasure_unconfirmed": 409,
    "members.erasure_confirmed_already": 409,
    "members.sign_in_incorrect": 401,
    "members.too_many_failures": 429,
    "members.one_time_token_unknown": 401,
    "members.same_person_twice": 403,
    "members.login_taken": 409,
    "members.has_password": 409,
    "members.no_password": 409,
    "members.reset_under_way": 409,
    "members.no_reset": 409,
    "members.refusals_full": 429,
    "members.member_gone": 409,
    "members.member_suspended_already": 409,
    "members.member_not_suspended": 409,
    "members.already_hidden": 409,
    "members.erasure_under_way": 409,
    "members.already_erased": 409,
}
