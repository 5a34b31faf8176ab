"""What is refused about gifts in kind. Pure."""

from __future__ import annotations

from kernel.errors import Conflict


class GoodsExceeded(Conflict):
    """More than are there: to be sorted, in store, or of the shipment. Args: item, how many, unit."""

    code = "funds.goods_exceeded"


class AlreadyAcknowledged(Conflict):
    """What arrived of a shipment is said once. Args: the shipment."""

    code = "funds.already_acknowledged"
