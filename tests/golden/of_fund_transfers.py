"""An example of each fact of money between funds, with its subject."""

from __future__ import annotations

from typing import Any, Final

from golden.parts import CNY, DONATION, FUND, NOTE, PERSON, PROJECT, an

from services.funds.events import Restriction
from services.funds.events import fund_transfers as between

TRANSFER, OTHER, RESOLUTION = an("ftr"), an("fnd", "other"), an("res")
FOR_PROJECT, FOR_ELDERS = Restriction("project", PROJECT), Restriction("category", "elders")
PATH: dict[str, Any] = {
    "fund_transfer": TRANSFER,
    "source": FUND,
    "target": OTHER,
    "amount": CNY,
    "restriction": FOR_PROJECT,
    "into": FOR_ELDERS,
    "donation": DONATION,
    "donor": PERSON,
    "paper": "ab" * 32,
    "resolution": RESOLUTION,
}

EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (between.FundTransferRequested(**PATH, reason=NOTE), TRANSFER),
    (between.FundTransferred(**PATH), TRANSFER),
    (between.FundTransferWithdrawn(TRANSFER, PERSON, NOTE), TRANSFER),
    (between.FundTransferRejected(TRANSFER, PERSON, NOTE), TRANSFER),
)
