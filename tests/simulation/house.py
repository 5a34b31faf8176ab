"""A council's house in one thread: three services of two processes each, a ledger, a broker, crashes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, Final, TypeVar

import orjson
from simulation.broken import require
from simulation.ledger import Ledger, MemoryStore, Store

from kernel.bus import BusDown
from kernel.codec import Envelope
from kernel.db import StorageFault
from kernel.domain import Domain
from kernel.follow import Follower
from kernel.intake import Load
from kernel.lane import DUE_S
from kernel.merkle import Range, leaf_hash
from kernel.refill import refill
from kernel.testing.driven import DrivenDesk, DrivenLane
from kernel.testing.faults import Crashed, Faults, SimClock, SkewedClock
from kernel.testing.memory import MemoryLog
from kernel.testing.transport import Transport
from kernel.tickets import Done, Group, Ticket
from services.funds import domain as funds
from services.funds import schemas as funds_schemas
from services.members import domain as members
from services.members import schemas as members_schemas
from services.projects import domain as projects
from services.projects import schemas as projects_schemas

T = TypeVar("T")
Answer = dict[str, Any]
Promise = tuple[str, str, Sequence[Envelope]]
"""Service, command id, and the events that were said to be written."""
MAIN: Final = "main"
PROCESSES: Final = 2
SERVICES: Final[Mapping[str, tuple[Domain, Load]]] = {
    "members": (members.DOMAIN, members_schemas.load),
    "funds": (funds.DOMAIN, funds_schemas.load),
    "projects": (projects.DOMAIN, projects_schemas.load),
}
ROUNDS_MAX: Final = 30
TENDED_S: Final = DUE_S + 1
"""After so long every writer asks again what time has made true."""


class House:
    """What stands, and what can happen to it. Nothing happens by itself."""

    def __init__(self, rng: Random, store: Callable[[Faults], Store] | None = None) -> None:
        self.rng = rng
        # Of their own: one id or salt more in a rule, and still the same happens to the same people.
        self._draws = Random(rng.getrandbits(64))
        self.clock = SimClock()
        self.faults = Faults(self.clock)
        self.bus = Transport(self.faults, self)
        self.busy: list[object] = []
        self.trace: list[str] | None = None
        self.deaths = 0
        self.promises: list[Promise] = []
        """Every answer of something done, at the moment when its waiter heard it."""
        self.logs = {name: MemoryLog(self.faults.at(name), self.draw) for name in SERVICES}
        self.store = store(self.faults) if store else MemoryStore(MAIN, self.faults)
        for name, (domain, _) in SERVICES.items():
            for source in domain.note:
                self.bus.bind(f"{name}.{source}", source)
        for name in SERVICES:
            self.bus.bind(f"gateway.{name}", name)
        self.desks = {name: [self._desk(name) for _ in range(PROCESSES)] for name in SERVICES}
        self.ledger: Ledger = self.store.start(self.bus, self.clock)

    def draw(self) -> bytes:
        """32 bytes by the seed."""
        return self._draws.randbytes(32)

    def say(self, what: Callable[[], str]) -> None:
        """A line of the trace, made only where somebody reads it."""
        if self.trace is not None:
            self.trace.append(f"{self.clock.seconds:9.2f}s {'  ' * len(self.busy)}{what()}")

    # --- processes ------------------------------------------------------------------------------------

    def _desk(self, name: str) -> DrivenDesk:
        domain, load = SERVICES[name]
        # No two machines agree on the time.
        clock = SkewedClock(self.clock, self.rng.choice((0, 0, -2, 3)))
        return DrivenDesk(
            domain,
            load,
            self.logs[name],
            self.bus,
            clock,
            self.draw,
            lambda ticket: self._heard(name, ticket),
        )

    def _heard(self, name: str, ticket: Ticket) -> None:
        if isinstance(ticket, Group) and not ticket.dry_run:
            for item, answer in zip(ticket.items, ticket.answers, strict=True):
                if isinstance(answer, Done):
                    self.promises.append((name, item.command_id, answer.events))

    def callee(self, service: str) -> Any:
        """Who answers a call (`kernel.testing.transport.Callees`)."""
        return self.ledger if service == "gateway" else self.rng.choice(self.desks[service])

    def died(self, process: Any) -> None:
        """All its memory is lost; another one starts in its place."""
        if process in self.busy:
            return  # it is in the middle of something of its own: it answers nothing, and lives
        self.deaths += 1
        if process is self.ledger:
            self.say(lambda: "gateway dies")
            self.ledger = self.store.start(self.bus, self.clock)
            return
        desks = self.desks[process.name]
        if process in desks:
            self.say(lambda: f"{process.name}#{desks.index(process)} dies")
            desks[desks.index(process)] = self._desk(process.name)

    def act(self, process: Any, do: Callable[[], T]) -> T | None:
        """Let a process do something; None where it died, or where broker or database were away."""
        self.busy.append(process)
        crashed = False
        try:
            return do()
        except Crashed:
            crashed = True
        except (BusDown, StorageFault) as error:
            name = type(error).__name__
            self.say(lambda: name)
        finally:
            self.busy.remove(process)
        if crashed:
            self.died(process)
        return None

    def name(self, process: Any) -> str:
        """For the trace: `funds#1`."""
        return (
            "gateway"
            if process is self.ledger
            else f"{process.name}#{self.desks[process.name].index(process)}"
        )

    def idle(self, service: str) -> Any:
        """A process of `service` that is not in the middle of something."""
        here = [self.ledger] if service == "gateway" else self.desks[service]
        free = [one for one in here if one not in self.busy]
        return self.rng.choice(free) if free else None

    # --- what processes do --------------------------------------------------------------------------------

    def submit(self, desk: DrivenDesk, groups: Sequence[Mapping[str, Any]]) -> list[list[Answer]] | None:
        """A call to a service, whose answer crosses the wire as JSON. None: nobody knows the outcome."""
        answers = self.act(desk, lambda: desk.submit(MAIN, groups))
        return None if answers is None else orjson.loads(orjson.dumps(answers))

    def relay(self, service: str) -> None:
        """One batch from the log to the broker."""
        if (desk := self.idle(service)) is not None:
            sent = self.act(desk, lambda: desk.relay.step(MAIN))
            if sent:
                self.say(lambda: f"{service} publishes {sent}")

    def deliver(self, queue: str, at: int, *, keep: bool = False) -> None:
        """One message to one process; `keep`: it comes again."""
        service, source = queue.split(".")
        process = self.idle(service)
        if process is None:
            return
        messages = self.bus.queues[queue]
        raw = messages[at] if keep else messages.pop(at)
        self.say(lambda: f"{queue} message {at} to {self.name(process)}")
        self.act(process, lambda: process.followers[source].receive(raw))

    def poll(self, service: str, source: str) -> None:
        """A follower looks at its source's head."""
        if (process := self.idle(service)) is not None:
            self.say(lambda: f"{self.name(process)} polls {source}")
            self.act(process, process.followers[source].poll)

    def append(self) -> None:
        """The ledger puts a batch in order."""
        if (ledger := self.idle("gateway")) is not None:
            self.act(ledger, lambda: ledger.append(MAIN))

    def turn(self, service: str) -> None:
        """A writer's thread looks at its log, and at the time."""
        if (desk := self.idle(service)) is not None:
            self.say(lambda: f"{self.name(desk)} looks at the time")
            self.act(desk, lambda: desk.lane(MAIN).step())

    # --- backups ------------------------------------------------------------------------------------------

    def bodies(self, service: str) -> list[bytes]:
        """Every stored byte of a log, by no way that a fault could lie in."""
        return [entry.body for entry in self.logs[service].snapshot()[MAIN].entries]

    def position(self, service: str) -> int:
        """Where a log ends."""
        return self.logs[service].books[MAIN].head.position

    def range_of(self, source: str, position: int) -> Range:
        """The range over the first events of a log."""
        return Range().extend(map(leaf_hash, self.bodies(source)[:position]))

    def following(self, service: str) -> list[tuple[str, list[Follower], Range]]:
        """Who follows `service`: its name, its processes' followers, and how far it came."""
        copy = Range().extend(map(leaf_hash, self.store.copy(service)))
        found = [("gateway", [self.ledger.followers[service]], copy)]
        for name, desks in self.desks.items():
            if service in SERVICES[name][0].note:
                reached = self.logs[name].books[MAIN].cursors.get(service, Range())
                found.append((name, [desk.followers[service] for desk in desks], reached))
        return found

    def refill(self, service: str) -> int:
        """`gongzhi restore SERVICE --from-ledger`: the service stands still, and gets what the ledger has.

        A process whose writer is held stands still already, and goes on by itself.
        """
        for desk in list(self.desks[service]):
            if not any(lane._held for lane in desk._lanes.values()):
                self.died(desk)
        own, kept = self.bodies(service), list(self.store.copy(service))
        if own[: len(kept)] != kept[: len(own)]:
            return 0  # as `cli.host.refill` refuses: what was written anew does not go with what was lost
        missing = kept[len(own) :]
        return refill(self.logs[service], SERVICES[service][0], MAIN, missing, self.range_of)

    # --- the end --------------------------------------------------------------------------------------------

    def heal(self) -> None:
        """Everything is up, and nothing goes wrong any more. What waits must go on by itself."""
        self.faults.heal()
        self.clock.meanwhile = lambda: None

    def settle(self) -> None:
        """Let all that is under way arrive. Raises: RuleBroken where it never comes to rest."""
        for _ in range(ROUNDS_MAX):
            before = self.standing()
            for name, desks in self.desks.items():
                for desk in desks:
                    self._turn(desk)
                    desk.relay.sweep()
                    for source in desk.followers:
                        self._drain(f"{name}.{source}", desk.followers[source].receive)
                        desk.followers[source].poll()
            for source, follower in self.ledger.followers.items():
                self._drain(f"gateway.{source}", follower.receive)
                follower.poll()
            self.ledger.append(MAIN)
            if self.standing() == before:
                return
        require(False, "quiescence", self.standing())

    def come_due(self) -> None:
        """Let time say what it has made true, and all that follows from it arrive."""
        for _ in range(ROUNDS_MAX):
            before = self.standing()
            self.clock.advance(TENDED_S)
            self.settle()
            if self.standing() == before:
                return
        require(False, "quiescence", self.standing())

    def _turn(self, desk: DrivenDesk) -> None:
        """The writers' threads look at their logs."""
        for lane in desk._lanes.values():
            assert isinstance(lane, DrivenLane)
            lane.step()

    def _drain(self, queue: str, receive: Callable[[bytes], None]) -> None:
        messages, self.bus.queues[queue] = self.bus.queues[queue], []
        for raw in messages:
            receive(raw)

    def standing(self) -> Any:
        """Heads, cursors and the ledger's place: what moves while anything is under way."""
        books = {name: log.books[MAIN] for name, log in self.logs.items()}
        return (
            {name: (book.head.position, book.head.root) for name, book in books.items()},
            {name: {s: c.size for s, c in book.cursors.items()} for name, book in books.items()},
            self.ledger.cursors(),
            len(self.store.order()),
        )
