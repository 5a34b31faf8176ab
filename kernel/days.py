"""Days to come on the wire: fields of bodies that services and gateway share."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import ValidationError

from kernel import wire
from kernel.clock import SystemClock, accounting_date

__all__ = ["DayAhead"]


class DayAhead(wire.Day):
    """A day that may lie ahead, by `years` at most: to the end of that year. What has no end says null.

    Nobody means the year 9999: a slip of the keyboard would stand in the log for good.
    """

    def __init__(self, years: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.years = years

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> date:
        day = super()._deserialize(value, *args, **kwargs)
        if day.year > accounting_date(SystemClock().now()).year + self.years:
            raise ValidationError("date.too_far")
        return day
