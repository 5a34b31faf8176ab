"""Why the accounting cannot take something.

ChartError     a chart of accounts that is not one: found when it is read, before anything is posted
Unpostable     a fact that has no entry under these rules; it waits, named, for a later version of them
"""

from __future__ import annotations


class ChartError(ValueError):
    """`path` says where in the chart, `why` what is wrong there."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(path, why)
        self.path = path
        self.why = why


class Unpostable(Exception):  # noqa: N818 - named as what it says
    """`code` is stable, for example `ledger.fund_unknown`; `argument` names what was not to be had."""

    def __init__(self, code: str, argument: str) -> None:
        super().__init__(code, argument)
        self.code = code
        self.argument = argument
