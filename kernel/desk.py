"""One service's desk: its writers, its relay and its followers, put together.

The nameko class of a service hands every call to its desk. The desk runs threads of its own (plain
`threading`, green under eventlet), so that a full pool of workers never stops the log.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import structlog

from kernel import metrics
from kernel.answers import outcome, performed, wire_answer, wire_error
from kernel.bus import Bus, BusDown, CallTimedOut, RemoteFailure
from kernel.clock import Clock, Seconds
from kernel.db import StorageFault
from kernel.documents import View
from kernel.domain import Domain
from kernel.errors import CouncilUnknown, OutcomeUnknown, Refusal, Unavailable
from kernel.follow import Diverged, Follower, RpcSource
from kernel.guard import Guard
from kernel.intake import WAIT_S, Intake, Load
from kernel.lane import Lane, Limits
from kernel.log import Log
from kernel.noting import NotingSink
from kernel.paging import Pages
from kernel.relay import Relay
from kernel.tickets import Answer, Group, Noting, Refused, Undone
from kernel.writer import Writer

_log = structlog.get_logger(__name__)
OPEN_AGAIN_S: Final = 0.5
CALL_S: Final = 5.0
"""The bound of every call to another service."""
OPENINGS_S: Final = 1.0
"""How long who asks for openings waits for a writer that only begins."""
PAGE_MAX: Final = 1000
_PASSING: Final = (BusDown, CallTimedOut, RemoteFailure, StorageFault, Unavailable, Diverged)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a desk may be told.

    `guards` are services whose copies of our log must not be ahead of it: without their word nothing is
    written.
    """

    limits: Limits = field(default_factory=Limits)
    guards: tuple[str, ...] = ("gateway",)


class Desk:
    """See the module. `load(command, body, seal)` is the service's `schemas.load`."""

    def __init__(  # noqa: PLR0917 - the six parts of a desk
        self, domain: Domain, load: Load, log: Log, bus: Bus, clock: Clock, settings: Settings | None = None
    ) -> None:
        self.domain = domain
        self.log = log
        self._bus = bus
        self._clock = clock
        self._settings = settings or Settings()
        self._intake = Intake(load, clock)
        self._lanes: dict[str, Lane] = {}
        self._lanes_lock = threading.Lock()
        self._stopping = False
        self._pages = Pages(log, self._lanes)
        # Those whom we follow follow us.
        self._guard = Guard(domain.name, bus, self._settings.guards, tuple(domain.note))
        self._commands = frozenset(command.COMMAND for command in domain.commands)  # type: ignore[attr-defined]
        self.relay = Relay(domain.name, log, bus.publish, clock)
        self.followers = {
            source: Follower(source, RpcSource(bus.call, source), NotingSink(log, self.note, source), clock)
            for source in domain.note
        }

    # --- life ----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the threads. Nothing waits here: what is missing is waited for in them."""
        self._measure()
        threading.Thread(target=self._open_lanes, name="open-lanes", daemon=True).start()
        threading.Thread(target=self.relay.run, name="relay", daemon=True).start()
        for source, follower in self.followers.items():
            self._bus.subscribe(f"{self.domain.name}.{source}", [f"{source}.*"], follower.receive)
            threading.Thread(target=follower.run, name=f"follow-{source}", daemon=True).start()

    def stop(self) -> None:
        """End the threads; what is in hand is finished, what waits is answered `unavailable`."""
        self._stopping = True
        for follower in self.followers.values():
            follower.stop()
        for lane in list(self._lanes.values()):
            lane.stop()
        self.relay.stop()

    def waiting_for(self) -> list[str]:
        """What this service waits for, in words for `/readyz`; empty when it is ready."""
        reasons = set()
        try:
            # A council whose lane is not open yet: so that who is told "ready" is answered at once.
            unopened = self.log.heads().keys() - self._lanes.keys()
            reasons |= {f"writer of {council}: not loaded yet" for council in unopened}
        except StorageFault:
            reasons.add("database")
        if not self._bus.up:
            reasons.add("broker")
        if self.relay.waiting_for:
            reasons.add(self.relay.waiting_for)
        for source, follower in self.followers.items():
            reasons |= {f"stream {source}/{council} is stalled" for council in follower.stalled}
        for council, lane in self._lanes.items():
            if why := lane.halted or lane.waiting_for:
                reasons.add(f"writer of {council}: {why}")
        return sorted(reasons)

    def _measure(self) -> None:
        """Gauges that are read when somebody scrapes."""
        name = self.domain.name
        metrics.RELAY_LAG.labels(name).set_function(lambda: sum(self.relay.lag.values()))
        for source, follower in self.followers.items():
            metrics.FOLLOWER_LAG.labels(name, source).set_function(follower.behind)
            metrics.STALLED.labels(name, source).set_function(follower.stopped)

    # --- commands ------------------------------------------------------------------------------------

    def submit(self, council: str, groups: Sequence[Mapping[str, Any]]) -> list[list[dict[str, Any]]]:
        """Groups of commands as they cross RPC (docs/ARCHITECTURE.md), and an answer for each item."""
        began = self._clock.monotonic()
        try:
            lane = self.lane(council)
            vault_key = self.log.vault_key(council)
        except (Refusal, Unavailable, StorageFault) as error:
            return [[wire_error(error)] * len(group["items"]) for group in groups]
        tickets = [self._intake.group(vault_key, group) for group in groups]
        seen: dict[str, bool] = {}
        groups_in = [ticket for ticket in tickets if isinstance(ticket, Group)]
        # A lane that stands still says so at once: what is caught up with could not be noted either.
        self._run(lane, [one for one in groups_in if lane.stands_still or self._seen(one, council, seen)])
        self._ask_again(lane, tickets)
        answers = [ticket.answers if isinstance(ticket, Group) else ticket for ticket in tickets]
        self._count(groups, answers, self._clock.monotonic() - began)
        return [[wire_answer(one) for one in group] for group in answers]

    def perform(  # noqa: PLR0917 - what a named method of the service is called with
        self,
        council: str,
        command: str,
        actor: Mapping[str, Any],
        key: str,
        body: Mapping[str, Any],
        volatile: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """One command of an internal caller: {"id", "position", "events", "repeated"}, or as `submit`.

        `volatile` joins the body but not the fingerprint: what differs at each retry, like a new secret.
        """
        item = {"command": command, "key": key, "actor": actor, "body": body, "volatile": volatile or {}}
        return performed(self.submit(council, [{"items": [item]}])[0][0])

    def itself(
        self,
        council: str,
        command: str,
        key: str,
        body: Mapping[str, Any],
        volatile: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """A command that no role allows, asked for by the service itself; answered as `perform`'s."""
        try:
            lane = self.lane(council)
            said = {"command": command, "key": key, "body": body, "volatile": volatile or {}}
            item = self._intake.own(self.log.vault_key(council), self.domain.name, said)
        except (Refusal, Unavailable, StorageFault) as error:
            return wire_error(error)
        ticket = Group(items=[item], deadline=self._clock.now() + timedelta(seconds=WAIT_S))
        self._run(lane, [ticket])
        return performed(wire_answer(ticket.answers[0]))

    def found(self, council: str) -> None:
        """Make room for a council's log here. Idempotent."""
        self.log.found(council)

    def note(
        self,
        council: str,
        source: str,
        after: int,
        bodies: Sequence[bytes],
        within_s: Seconds | None = None,
    ) -> None:
        """Have another service's events noted, within that time where it is told.

        Raises: Unavailable (also when it took too long) and what stalls the stream.
        """
        if council not in self._lanes and self.log.head(council) is None:
            self.found(council)
        ticket, lane, left = Noting(source=source, after=after, bodies=bodies), self.lane(council), 1.0
        if within_s is not None:
            ticket.deadline = self._clock.now() + timedelta(seconds=within_s)
        lane.put(ticket)
        until = self._clock.monotonic() + (within_s or 0)
        while not ticket.wait(left):
            if self._stopping or lane.halted:
                raise Unavailable("stopping")
            if within_s is not None:
                # The writer itself may hang in its database, past every deadline.
                left = min(1.0, until - self._clock.monotonic())
                if left <= 0:
                    raise Unavailable(f"{source} was not noted in time")
        if isinstance(ticket.answer, Undone):
            raise ticket.answer.why

    def _seen(self, ticket: Group, council: str, seen: dict[str, bool]) -> bool:
        """Catch up, once a call, with what its commands must see first; else it is answered `unavailable`."""
        must = {source for item in ticket.items for source in getattr(item.command, "CATCH_UP", ())}
        for source in sorted(must - seen.keys()):
            seen[source] = self._catch_up(source, council)
        if lacking := [source for source in sorted(must) if not seen[source]]:
            ticket.fail(Unavailable(", ".join(lacking)))
        return not lacking

    def _run(self, lane: Lane, tickets: Iterable[Group]) -> None:
        """Queue the tickets and wait for their answers."""
        queued = []
        for ticket in tickets:
            try:
                lane.put(ticket)
                queued.append(ticket)
            except Unavailable as why:
                ticket.fail(why)
        for ticket in queued:
            # The writer settles every ticket by its deadline; the margin is for a commit in hand.
            left = CALL_S
            if ticket.deadline is not None:
                left += (ticket.deadline - self._clock.now()).total_seconds()
            if not ticket.wait(max(left, 0)):
                ticket.fail(OutcomeUnknown("no answer in time"))

    def _ask_again(self, lane: Lane, tickets: list[Group | list[Answer]]) -> None:
        """Where a no could become a yes by facts of another log: catch up with it once, and ask again."""
        caught_up: dict[str, bool] = {}
        for at, ticket in enumerate(tickets):
            if not isinstance(ticket, Group):
                continue
            refusals = [one.refusal for one in ticket.answers if isinstance(one, Refused)]
            behind = {source for refusal in refusals for source in refusal.may_be_behind}
            for source in sorted(behind - caught_up.keys()):
                caught_up[source] = self._catch_up(source, lane.writer.council)
            if any(caught_up[source] for source in behind):
                again = Group(deadline=ticket.deadline, items=ticket.items, dry_run=ticket.dry_run)
                self._run(lane, [again])
                tickets[at] = again

    def _catch_up(self, source: str, council: str) -> bool:
        """Whether the source could be asked, and all that it has is noted."""
        try:
            self.followers[source].catch_up(council)
        except _PASSING as error:
            _log.warning("catch_up.failed", source=source, council=council, kind=type(error).__name__)
            return False
        return True

    def _count(
        self, groups: Sequence[Mapping[str, Any]], answers: Sequence[Sequence[Answer]], seconds: float
    ) -> None:
        """Commands by outcome; the seconds of a call count once for each kind of command in it."""
        name, counts = self.domain.name, Counter[tuple[str, str]]()
        for group, its in zip(groups, answers, strict=True):
            for item, answer in zip(group["items"], its, strict=True):
                command = item["command"] if item["command"] in self._commands else "unknown"
                said = "dry_run" if group.get("dry_run") else outcome(answer)
                counts[command, said] += 1
        for (command, said), count in counts.items():
            metrics.COMMANDS.labels(name, command, said).inc(count)
            metrics.COMMAND_SECONDS.labels(name, command).observe(seconds)

    # --- reading -------------------------------------------------------------------------------------

    def view(self, council: str) -> View:
        """The resident documents as they are committed here: the others are the writer's own.

        Raises: CouncilUnknown, Unavailable while they load.
        """
        lane = self.lane(council)
        if not lane.loaded.wait(CALL_S):
            raise Unavailable("loading")
        return lane.writer.shelf.residents()

    def refresh(self) -> bool:
        """See what other processes wrote to any council; whether that could be done."""
        tickets, asked = [], True
        for council in self.log.heads():
            ticket = Group(deadline=self._clock.now() + timedelta(seconds=CALL_S))
            try:
                self.lane(council).put(ticket)
            except CouncilUnknown:
                continue
            except Unavailable:
                asked = False
                continue
            tickets.append(ticket)
        return all(ticket.wait(CALL_S) and ticket.undone is None for ticket in tickets) and asked

    def heads(self) -> dict[str, dict[str, Any]]:
        """council -> {"position", "root"}."""
        return {
            council: {"position": head.position, "root": head.root}
            for council, head in self.log.heads().items()
        }

    def read_log(self, council: str, after: int, limit: int) -> dict[str, Any]:
        """{"position", "root", "events"}, and "before" where it is known: see `kernel.paging`."""
        return self._pages.read(council, after, min(limit, PAGE_MAX))

    def openings(self, council: str, digests: Sequence[str]) -> dict[str, dict[str, str]]:
        """digest -> {"salt", "text"}; what is erased is missing.

        Raises: Unavailable while writing is not allowed: a vault that was restored too old still holds what
        the missing events erased.
        """
        try:
            lane = self.lane(council)
        except CouncilUnknown:
            return {}
        if not lane.is_allowed(within_s=OPENINGS_S):
            raise Unavailable("openings")
        found = self.log.openings(council, list(digests)[:PAGE_MAX])
        head = self.log.head(council)  # after the reading, and of the same run: it was read in that run too
        if head is None or not lane.writer.is_vouched(head.witness):
            raise Unavailable("openings")
        return {digest: {"salt": one.salt.hex(), "text": one.text} for digest, one in found.items()}

    def cursors(self) -> dict[str, dict[str, dict[str, Any]]]:
        """council -> source -> how far that source was noted here: {"position", "root"}."""
        return {
            council: {source: reached.as_wire() for source, reached in sources.items()}
            for council, sources in self.log.cursors().items()
        }

    # --- lanes ---------------------------------------------------------------------------------------

    def lane(self, council: str) -> Lane:
        """The council's writer and its queue, started when first asked for.

        Raises: CouncilUnknown, Unavailable, StorageFault.
        """
        lane = self._lanes.get(council)
        if lane is not None:
            return lane
        self._require(council)
        with self._lanes_lock:
            if council not in self._lanes:
                writer = Writer(council, self.domain, self.log, self._clock)
                self._lanes[council] = self._begun(writer)
            return self._lanes[council]

    def _begun(self, writer: Writer) -> Lane:
        lane = Lane(writer, self._clock, self._committed, self._guard.word, self._settings.limits)
        lane.start()
        return lane

    def _open_lanes(self) -> None:
        """Load what every council's log holds as soon as it is there, before it is asked for.

        For as long as we run: a council may be founded, past this desk, long after our start.
        """
        while not self._stopping:
            with suppress(CouncilUnknown, Unavailable, StorageFault):
                for council in self.log.heads():
                    self.lane(council)
            self._clock.sleep(OPEN_AGAIN_S)

    def _require(self, council: str) -> None:
        """A council that the members service knows is founded here when first met."""
        if self.log.head(council) is not None:
            return
        if "members" not in self.followers:
            raise CouncilUnknown(council)
        try:
            known = self._bus.call("members", "heads", timeout_s=CALL_S)
        except (BusDown, CallTimedOut, RemoteFailure) as error:
            raise Unavailable("members") from error
        if council not in known:
            raise CouncilUnknown(council)
        self.found(council)

    def _committed(self, tickets: int) -> None:
        metrics.BATCH_COMMANDS.labels(self.domain.name).observe(tickets)
        self.relay.wake()
