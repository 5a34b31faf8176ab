"""Of the funds service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATUS: Final[Mapping[str, int]] = {
    "funds.code_taken": 409,
    "funds.resolution_not_adopted": 409,
    "funds.currency_differs": 409,
    "funds.other_holder": 409,
    "funds.other_restriction": 409,
    "funds.insufficient": 409,
    "funds.over_committed": 409,
    "funds.project_closed": 409,
    "funds.project_not_approved": 409,
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
    "funds.resolution_needed": 409,
    "funds.other_resolution": 409,
    "funds.resolution_exceeded": 409,
    "funds.objection_open": 409,
    "funds.approved_already": 403,
    "funds.approval_not_needed": 409,
    "funds.same_fund": 409,
    "funds.consent_needed": 409,
    "funds.donation_elsewhere": 409,
    "funds.request_settled": 409,
    "funds.goods_exceeded": 409,
    "funds.already_acknowledged": 409,
}
