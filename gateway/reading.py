"""What the HTTP face asks of the ledger's tables: the shape of `gateway.books.Books`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol


class Page(Protocol):
    """A stretch of a list, and where the next one begins."""

    @property
    def items(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def next(self) -> str | None: ...


class Name(Protocol):
    """What a party is called. `text` None: anonymous, hidden or erased."""

    @property
    def text(self) -> str | None: ...
    @property
    def hidden(self) -> bool: ...
    @property
    def kind(self) -> str: ...
    @property
    def publish_as(self) -> str: ...


class Reading(Protocol):
    """Reads of one process's ledger. Sums are in minor units; `council` is the reader's own.

    All may raise InvalidInput, NotFound (refusals), Unavailable and StorageFault.
    """

    def councils(self) -> Sequence[str]: ...
    def record(self, council: str, kind: str, ref: str) -> Mapping[str, Any] | None: ...
    def records(
        self, council: str, kind: str, *, filters: Mapping[str, str], limit: int, after: str | None
    ) -> Page: ...
    def fund_figures(
        self, council: str, fund_id: str, *, as_of: date | None, recorded_as_of: datetime | None
    ) -> Mapping[str, Any]: ...
    def project_figures(
        self, council: str, project_id: str, *, as_of: date | None, recorded_as_of: datetime | None
    ) -> Mapping[str, Any]: ...
    def money_account(self, council: str, account_id: str, as_of: date | None = None) -> int: ...
    def trial_balance(
        self,
        council: str,
        *,
        as_of: date | None,
        recorded_as_of: datetime | None,
        book: str | None,
        include_unposted: bool = True,
    ) -> Mapping[str, Any]: ...
    def entries(self, council: str, *, filters: Mapping[str, str], limit: int, after: str | None) -> Page: ...
    def account(
        self,
        council: str,
        code: str,
        *,
        book: str | None,
        as_of: date | None,
        limit: int,
        after: str | None,
    ) -> Mapping[str, Any] | None: ...
    def findings(self, council: str) -> Sequence[Mapping[str, Any]]: ...
    def events(
        self,
        council: str,
        *,
        service: str | None,
        subject: str | None,
        type: str | None,  # noqa: A002 - the envelope's own word
        limit: int,
        after: str | None,
    ) -> Page: ...
    def counts(self, council: str) -> Mapping[str, int]: ...
    def position(self, council: str) -> Mapping[str, Any]: ...
    def wait_for(self, council: str, positions: Mapping[str, int], timeout_s: float) -> bool: ...
    def names(self, council: str, party_ids: Iterable[str]) -> Mapping[str, Name]: ...
    def member_names(
        self, council: str, members: Iterable[str]
    ) -> Mapping[str, Sequence[Mapping[str, str]]]: ...
    def represent(self, envelopes: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]: ...
    def whole(self, council: str, envelopes: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]: ...
