"""The one table from the code of a refusal, or of anything else that ends a request, to its HTTP status.

A refusal knows nothing of HTTP. Not found is 404 where the path named the thing and 422 where the body did:
the one rule beside the table (`for_refusal`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

UNKNOWN: Final = 409
"""A code that a newer service knows and this release does not: a refusal all the same."""

STATUS: Final[Mapping[str, int]] = {
    # Of the kernel.
    "refused": 409,
    "invalid_input": 422,
    "not_found": 404,
    "forbidden": 403,
    "idempotency.key_reused": 422,
    "council.unknown": 404,
    "conflict": 409,
    "party.erased": 409,
    # Of the members service.
    "members.not_a_person": 422,
    "members.already_founded": 409,
    "members.code_taken": 409,
    "members.token_taken": 409,
    "members.token_already_revoked": 409,
    "members.mandate_already_ended": 409,
    "members.last_founder": 409,
    "members.holds_office": 403,
    "members.already_hidden": 409,
    "members.erasure_under_way": 409,
    "members.already_erased": 409,
    # Of the funds service.
    "funds.code_taken": 409,
    "funds.currency_differs": 409,
    "funds.other_holder": 409,
    "funds.other_restriction": 409,
    "funds.insufficient": 409,
    "funds.over_committed": 409,
    "funds.project_closed": 409,
    "funds.same_account": 409,
    "funds.fee_without_fund": 409,
    "funds.not_historical": 409,
    "funds.refund_too_large": 409,
    "funds.nothing_left": 409,
    "funds.reversal_pending": 409,
    "funds.already_reversed": 409,
    "funds.reversal_settled": 409,
    "funds.is_reversal": 409,
    "funds.same_person": 403,
    "funds.other_fund": 409,
    "funds.other_donor": 409,
    "funds.pledge_exceeded": 409,
    "funds.donation_used_up": 409,
    # Of the projects service.
    "projects.code_taken": 409,
    "projects.project_closed": 409,
    "projects.insufficient": 409,
    "projects.wrong_state": 409,
    "projects.exceeds_approved": 409,
    "projects.fund_frozen": 409,
    "projects.unpaid_spending": 409,
    "projects.reversal_pending": 409,
    "projects.already_reversed": 409,
    "projects.reversal_settled": 409,
    "projects.same_person": 403,
    "projects.not_requester": 403,
    "projects.fund_needed": 422,
    "projects.other_currency": 409,
    "projects.other_holder": 409,
    # Nothing was decided, or nobody knows.
    "unavailable": 503,
    "overloaded": 429,
    "deadline_passed": 504,
    "halted": 503,
    "outcome_unknown": 504,
    "broker_down": 503,
    "database_down": 503,
    # Of the gateway itself: who asks.
    "token.missing": 401,
    "token.unknown": 401,
    # Of the gateway itself: how they ask.
    "idempotency.key_missing": 400,
    "idempotency.key_format": 400,
    "ledger_position.format": 400,
    "body.not_json": 400,
    "body.too_deep": 400,
    "body.duplicate_key": 400,
    "body.too_large": 413,
    "body.media_type": 415,
    "request.bad": 400,
    "route.unknown": 404,
    "method.not_allowed": 405,
    "batch.not_applied": 409,
    "batch.two_services": 422,
    # Of the gateway itself: reading.
    "ledger.behind": 504,
    "ledger.too_many_waiting": 503,
    "internal": 500,
    "internal_error": 500,
}

_RETRY_AFTER_S: Final = {429: "1", 503: "2", 504: "5"}


def of(code: str) -> int:
    """The status of `code`."""
    return STATUS.get(code, UNKNOWN)


def for_refusal(code: str, fields: Collection[str], in_path: Collection[str]) -> int:
    """The status of a service's refusal that names `fields`, of which the path carried `in_path`.

    The fault is the path's where the thing not found stands there: 404. Otherwise the body names what is
    not: 422.
    """
    status = of(code)
    if status != 404:  # noqa: PLR2004 - the status itself is the subject
        return status
    named_by_path = bool(in_path) and (not fields or any(field in in_path for field in fields))
    return 404 if named_by_path else 422


def headers(status: int) -> Mapping[str, str]:
    """The headers that go with a status."""
    if status == 401:  # noqa: PLR2004
        return {"WWW-Authenticate": 'Bearer realm="gongzhi"'}
    return {"Retry-After": _RETRY_AFTER_S[status]} if status in _RETRY_AFTER_S else {}
