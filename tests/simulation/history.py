"""One history by its seed: people ask, processes die, messages go astray, databases go back in time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any, Final

from simulation import rules
from simulation.broken import require
from simulation.house import MAIN, SERVICES, TENDED_S, House
from simulation.known import Known
from simulation.ledger import Store
from simulation.mix import (
    ALIVE,
    AWAY,
    BEGINNINGS,
    DAY_S,
    FAULTS,
    JUST_NOW,
    OF_WHO_DECIDE,
    RESTARTED,
    STEPS,
    STEPS_OF_DECISIONS,
)
from simulation.opening import build, opening
from simulation.people import People, Request
from simulation.words import brief, handed, otherwise

from kernel.testing.faults import Faults


@dataclass(slots=True)
class Restored:
    """A service's log that went back in time, until it is refilled."""

    service: str
    position: int
    lost: int


class History:
    """See the module. `play` raises RuleBroken when something that must hold does not."""

    def __init__(
        self, seed: int, *, trace: list[str] | None = None, store: Callable[[Faults], Store] | None = None
    ) -> None:
        self.rng = Random(seed)
        self.house = House(self.rng, store)
        self.kind = self.rng.choices([*BEGINNINGS], [*BEGINNINGS.values()])[0]
        known = build(self.house, self.kind) if store else opening(self.kind).begin(self.house)
        self.house.bus.published.clear()
        self.house.trace = trace
        self.house.faults.struck = lambda kind, place, step: self.house.say(
            lambda: f"!! {kind} at {place}.{step}"
        )
        self.people = People(self.rng, known, lambda: self.house.clock.now().date().isoformat())
        if self.kind != "usual":
            self.people.may = OF_WHO_DECIDE
        self.open: list[Request] = []
        """Asked, and not answered yet: they will be asked again."""
        self.done: list[Request] = []
        self.refused: list[Request] = []
        self.moments: dict[str, list[Any]] = {name: [log.snapshot()] for name, log in self.house.logs.items()}
        self.moments["gateway"] = [self.house.store.snapshot()]
        self.restored: Restored | None = None
        self.refilled: dict[str, int] = {}
        """service -> the last position up to which its log was ever refilled."""
        self.lost: tuple[str, list[bytes]] | None = None
        """A service whose log lost what the ledger may not have, with all of it as it was."""
        self._nested = False
        self.steps = 0

    @property
    def known(self) -> Known:
        """What people have seen."""
        return self.people.known

    def play(self) -> None:
        """The whole history, and then every rule. Raises: RuleBroken."""
        self.house.clock.meanwhile = self._meanwhile
        for _ in range(self.rng.randint(*(STEPS if self.kind == "usual" else STEPS_OF_DECISIONS))):
            self.steps += 1
            self._step()
        self._end()

    # --- steps ------------------------------------------------------------------------------------------

    def _step(self) -> None:
        rng, house = self.rng, self.house
        house.clock.advance(rng.choice((0.001, 0.01, 0.3)))
        if rng.random() < 0.22:
            kind = rng.choices(list(FAULTS), list(FAULTS.values()))[0]
            house.faults.arm(kind, rng.randint(0, 7), rng.choice((0, 0, 0, 5, 40)))
        steps = CHOICES if self.kind == "usual" else OF_DECISIONS
        rng.choices([*steps], [*steps.values()])[0](self)
        house.faults.disarm()

    def _meanwhile(self) -> None:
        """While one process sleeps, another may act."""
        if self._nested or self.rng.random() < 0.6:
            return
        self._nested = True
        try:
            self.rng.choice((History.submit, History.relay, History.deliver, History.poll, History.append))(
                self
            )
        finally:
            self._nested = False

    def submit(self) -> None:
        """One call with one to four requests: new ones, ones that were never answered, ones that were."""
        first = self._request()
        batch = [first]
        while self.rng.random() < 0.4 and len(batch) < 4:
            other = self._request()
            if other.service == first.service and other not in batch:
                batch.append(other)
            elif other not in self.open and other not in self.done:
                self.open.append(other)
        desk = self.house.idle(first.service)
        if desk is None:
            return
        for one in batch:
            one.tries += 1
            one.under_way += 1
            if one not in self.open and one not in self.done:
                self.open.append(one)
            again = " (again)" if one.tries > 1 else ""
            self.house.say(partial(handed, self.house.name(desk), one, again))
        known = [one.answers is not None for one in batch]
        answers = self.house.submit(desk, [one.wire for one in batch])
        for one in batch:
            one.under_way -= 1
        for request, answer, was_known in zip(batch, answers or (), known, strict=False):
            self._answered(request, answer, was_known=was_known)

    def _request(self) -> Request:
        chance = self.rng.random()
        if chance < 0.25 and self.open:
            return self.rng.choice(self.open)
        if chance < 0.35 and self.done:
            return self.rng.choice(self.done)
        return self.people.ask()

    def _answered(self, request: Request, answers: list[dict[str, Any]], *, was_known: bool) -> None:
        self.house.say(lambda: f"-> {[brief(one) for one in answers]}")
        require(not any(one.get("unavailable") == "internal_error" for one in answers), "fault.ours", request)
        if any("unavailable" in one for one in answers):
            return
        if self.lost is not None:
            return
        if request.answers is not None:
            # A no that was decided while another process did it was no wrong answer at its time.
            if was_known or not any("refused" in one for one in answers):
                rules.same_answer(request, answers)
            return
        if request.under_way and any("refused" in one for one in answers):
            return  # not the last word: another process has it too, and may know more by the time it decides
        if request in self.open:
            self.open.remove(request)
        if any("refused" in one for one in answers):
            require(
                all(one.get("refused", {}).get("code") != "idempotency.key_reused" for one in answers),
                "answer.own_key",
                request,
            )
            self.refused.append(request)
            return
        request.answers = answers
        self.done.append(request)
        for one in answers:
            for event in one["events"]:
                self.known.learn(event)

    def reuse(self) -> None:
        """A key that was used comes with another body."""
        lone = [one for one in self.done if len(one.items) == 1]
        if not lone:
            return
        request = self.rng.choice(lone)
        [item] = request.items
        other = {**item, "body": {**item["body"], **otherwise(item["body"])}}
        desk = self.house.idle(request.service)
        if desk is None or other == item:
            return
        self.house.say(lambda: f"{self.house.name(desk)} <- {item['key']} with another body")
        answers = self.house.submit(desk, [{"items": [other]}])
        if answers is not None:
            self._reused(request, answers[0][0])

    def _reused(self, request: Request, answer: dict[str, Any]) -> None:
        self.house.say(lambda: f"-> {brief(answer)}")
        if "unavailable" in answer or self.lost is not None:
            return
        assert request.answers is not None
        last = request.answers[0]["events"][-1]["position"]
        if last <= self.refilled.get(request.service, 0) and "events" in answer:
            # No copy of a log holds fingerprints: what was refilled is known by its key alone.
            rules.same_answer(request, [answer])
            return
        require(answer.get("refused", {}).get("code") == "idempotency.key_reused", "key.reused", request)

    def relay(self) -> None:
        """One service publishes a batch."""
        self.house.relay(self.rng.choice(list(SERVICES)))

    def deliver(self) -> None:
        """One message: mostly the first, at times a later one, at times one that will come again."""
        queues = [name for name, waiting in self.house.bus.queues.items() if waiting]
        if not queues:
            return self.relay()
        queue = self.rng.choice(queues)
        waiting = self.house.bus.queues[queue]
        if self.rng.random() < 0.1:
            self.house.say(lambda: f"{queue} loses a message")
            del waiting[self.rng.randrange(len(waiting))]
            return None
        at = self.rng.randrange(len(waiting)) if self.rng.random() < 0.25 else 0
        return self.house.deliver(queue, at, keep=self.rng.random() < 0.15)

    def redeliver(self) -> None:
        """The broker brings something that it brought long ago."""
        if self.house.bus.published:
            queue, raw = self.rng.choice(self.house.bus.published)
            self.house.bus.queues[queue].append(raw)

    def empty_queues(self) -> None:
        """A broker without a disk is started anew."""
        self.house.say(lambda: "the broker loses every queue")
        for waiting in self.house.bus.queues.values():
            waiting.clear()

    def poll(self) -> None:
        """A follower looks for itself."""
        queue = self.rng.choice(list(self.house.bus.queues))
        self.house.poll(*queue.split("."))

    def append(self) -> None:
        """The ledger puts in order what it has."""
        self.house.append()

    def crash(self) -> None:
        """kill -9 between two steps."""
        name = self.rng.choice((*SERVICES, "gateway"))
        process = self.house.idle(name)
        if process is not None:
            self.house.died(process)

    def outage(self) -> None:
        """A database is away for a while."""
        name = self.rng.choice((*SERVICES, "gateway"))
        self.house.say(lambda: f"the database of {name} goes away")
        self.house.faults.take_down(name, self.rng.choice((0.5, 5, 40)))
        if name in SERVICES and self.rng.random() < RESTARTED:
            self.house.logs[name].restart()

    def wait(self) -> None:
        """Time goes by."""
        self.house.clock.advance(self.rng.choice((1, 20, DAY_S)))

    def tend(self) -> None:
        """A day is over, or only a moment; a service's two writers both ask what time has made true."""
        self.house.clock.advance(self.rng.choice((TENDED_S, DAY_S)))
        name = self.rng.choice(list(SERVICES))
        for _ in range(2):
            self.house.turn(name)

    def backup(self) -> None:
        """A moment is kept."""
        self._back_up(self.rng.choice((*SERVICES, "gateway")))

    def _back_up(self, name: str) -> None:
        store: Any = self.house.store if name == "gateway" else self.house.logs[name]
        self.moments[name].append(store.snapshot())

    # --- going back in time -------------------------------------------------------------------------------

    def restore(self) -> None:
        """One database goes back to an older moment."""
        if self.restored is not None or self.lost is not None:
            return
        name = self.rng.choice((*SERVICES, "gateway"))
        if self.rng.random() < JUST_NOW:
            self._back_up(name)
            for _ in range(3):
                self.submit()
        moment = self.rng.choice(self.moments[name][-2:])
        if name == "gateway":
            self.house.say(lambda: "the ledger goes back in time")
            self.house.store.restore(moment)
            self.house.died(self.house.ledger)
        else:
            self._restore(name, moment)

    def _restore(self, name: str, moment: Any) -> None:
        """What the ledger lacks no copy holds: so the drill begins with a ledger that has everything."""
        house = self.house
        house.faults.heal()
        house.ledger.followers[name].catch_up(MAIN)
        before = house.position(name)
        house.logs[name].restore(moment)
        self._stop_processes(name)
        self.restored = Restored(name, house.position(name), before - house.position(name))
        house.say(lambda: f"{name} goes back in time, from {before} to {house.position(name)}")

    def _stop_processes(self, name: str) -> None:
        """Whoever restores should stop the service first. One that lives on must notice before it writes."""
        for desk in list(self.house.desks[name]):
            if self.rng.random() >= ALIVE:
                self.house.died(desk)

    def refill(self) -> None:
        """Somebody comes: the log gets back what the ledger has of it."""
        if self.restored is None:
            return
        house, went_back = self.house, self.restored
        house.faults.heal()
        name = went_back.service
        if went_back.lost:
            at = house.position(name)
            require(
                at == went_back.position, "restore.guard", f"{name} wrote {at - went_back.position} events"
            )
        rules.streams_say_so(house, name)
        count = house.refill(name)
        self.restored = None
        self.refilled[name] = house.position(name)
        house.say(lambda: f"{name} is refilled with {count} events")
        require(count == went_back.lost, "restore.refill", f"{name}: {count} of {went_back.lost}")

    def lose(self) -> None:
        """A log goes back, and the ledger may lack its end; whoever else had it is mostly not heard."""
        if self.restored is not None or self.lost is not None:
            return
        name = self.rng.choice(list(SERVICES))
        house, moment = self.house, self.rng.choice(self.moments[name])
        before = house.bodies(name)
        if self.rng.random() < AWAY:
            house.bus.unheard = {(other, "cursors") for other in SERVICES}
        house.logs[name].restore(moment)
        self._stop_processes(name)
        if house.position(name) < len(before):
            self.lost = (name, before)
            house.say(lambda: f"{name} loses what follows {house.position(name)}")

    # --- the end ----------------------------------------------------------------------------------------

    def _end(self) -> None:
        house = self.house
        house.say(lambda: "--- everything is healed")
        house.heal()
        if self.lost is not None:
            house.refill(self.lost[0])
            house.settle()
            rules.check_lost(self, *self.lost)
            return
        self.refill()
        house.settle()
        for request in (*self.open, *self.people.last_words()):
            desk = self.rng.choice(house.desks[request.service])
            for answers in house.submit(desk, [request.wire]) or ():
                self._answered(request, answers, was_known=request.answers is not None)
        require(not self.open, "answer.none", [str(one) for one in self.open])
        house.settle()
        if self.kind != "usual":
            house.clock.advance(self.rng.choice((0, 1, 3)) * DAY_S)
            house.come_due()
        rules.check(self)

    def again(self, request: Request) -> list[dict[str, Any]]:
        """The answer to a request that was answered before."""
        desk = self.rng.choice(self.house.desks[request.service])
        answers = self.house.submit(desk, [request.wire])
        return answers[0] if answers else []


CHOICES: Final[Mapping[Callable[[History], None], float]] = {
    History.submit: 46,
    History.relay: 12,
    History.deliver: 22,
    History.redeliver: 2,
    History.empty_queues: 1,
    History.poll: 8,
    History.append: 6,
    History.crash: 3,
    History.outage: 2,
    History.wait: 3,
    History.backup: 4,
    History.restore: 3,
    History.refill: 5,
    History.lose: 0.4,
    History.reuse: 2,
}
OF_DECISIONS: Final = {**CHOICES, History.submit: 70, History.tend: 10}
