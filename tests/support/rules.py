"""Given, when, then for one service's rules: drives a `Domain` purely, as the kernel's writer does.

    scene = Scene(DOMAIN).given(Saying(FundOpened(...), "fnd_..."))
    scene.when(RecordDonation(...)).then(DonationReceived(...))
    scene.when(Allocate(...)).refused(Insufficient, "12.00", "CNY")
    scene.hears("projects", ProjectClosed(...), "prj_...").then(ProjectNoted(...))

What a decision says is applied at once, so the next `when` builds on it; a refusal leaves nothing behind.
Before the first command of a day it is said what is due, as the writer does.
Every fact goes through the codec and back, as it would through a log, and a document that loads by subject is
compared with what its subject's facts fold to: a fact of another subject that changes it is found out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from kernel.acting import actor_data
from kernel.clock import accounting_date, instant_text
from kernel.codec import Codec, Envelope, decode_envelope
from kernel.documents import Layer, Shelf, View
from kernel.domain import Actor, Domain, Given, Principal, Saying, Told
from kernel.errors import Refusal
from kernel.ids import derived
from kernel.sealed import Sealed, commitment

D = TypeVar("D")
COUNCIL = "main"
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
"""2026-03-02, 12:00 in Shanghai: the day on which a scene opens."""
TODAY = accounting_date(NOON)
PAPER = "ab" * 32
"""What somebody signed whose act another writes down."""


def nth(prefix: str, n: int = 1) -> Any:
    """The n-th new id of `prefix` in any scene, as whichever type of id is asked for."""
    return derived(prefix, COUNCIL, str(n))


class Scene:
    """One council's log of one service, in memory."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self.now = NOON
        self.log: list[Told] = []
        self.said: Sequence[Saying] = ()
        """What the last `when` or `hears` said."""
        self.refusal: Refusal | None = None
        self.vault: dict[Sealed, str] = {}
        """What is sealed, and not erased."""
        self._codec = Codec(domain.facts)
        self._by_subject: dict[str, list[Told]] = defaultdict(list)
        # Room for one loaded document: each is folded from the log again when it is next asked for.
        self._shelf = Shelf(domain.resident, self._load, capacity=1)
        self._ids: dict[str, int] = defaultdict(int)
        self._heard: dict[str, int] = defaultdict(int)
        self._asked_on: date | None = None

    @property
    def today(self) -> date:
        """The accounting date that decisions are given."""
        return accounting_date(self.now)

    @property
    def view(self) -> View:
        """The documents as they stand, for queries."""
        return self._shelf

    @property
    def facts(self) -> list[Any]:
        """The facts of the last decision."""
        return [saying.fact for saying in self.said]

    def given(self, *sayings: Saying) -> Scene:
        """Let this stand in the log, decided by nobody."""
        self._apply(sayings, {"person": "per_given", "mandate": None, "position": 0}, None)
        return self

    def later(self, days: int = 1) -> Scene:
        """Let days go by."""
        self.now += timedelta(days=days)
        return self

    def when(
        self,
        command: Any,
        by: str = "per_somebody",
        role: str | None = None,
        through: str | None = None,
        *,
        also: str | None = None,
        aliases: tuple[str, ...] = (),
    ) -> Scene:
        """Let `by`, who holds every role that the command asks for, or `role` alone, do it.

        `through`: on paper, and this person writes it down. `also`: a role that they hold beside that.
        `aliases`: other registrations of them.
        """
        assert type(command) in self.domain.commands, f"{type(command).__name__} is no command of the domain"
        asked = {held: f"man_{held}" for held in sorted(command.ROLES) if role in (None, held)}
        mandates = {**asked, **({also: f"man_{also}"} if also is not None else {})}
        actor = Actor(
            by,
            mandates,
            mandate=next(iter(asked.values()), None),
            role=next(iter(asked), None),
            aliases=aliases if through is None else (),
        )
        if through is not None:
            assert command.ON_BEHALF, f"{type(command).__name__} is done in person"
            principal = Principal(by, PAPER, mandates, actor.mandate, actor.role, aliases)
            held = {"secretary": "man_secretary"}
            actor = Actor(through, held, 0, "man_secretary", "secretary", principal)
        self.asked().said, self.refusal = (), None
        try:
            said = self.domain.decide(Layer(self._shelf), command, self._given(actor))
        except Refusal as refusal:
            self.refusal = refusal
            return self
        assert said, "a decision says something or refuses"
        self._apply(said, actor_data(actor), None)
        return self

    def asked(self) -> Scene:
        """Let what is due be said, where it was not asked for today: before anything of a new day."""
        return self if self._asked_on == self.today or self.domain.due is None else self.tended()

    def tended(self) -> Scene:
        """Let the service say what time alone has made true."""
        assert self.domain.due is not None
        self._asked_on = self.today
        itself = Actor(f"service:{self.domain.name}")
        said = self.domain.due(self._shelf.residents(), self._given(itself))
        self._apply(said, actor_data(itself), None)
        assert not self.domain.due(self._shelf.residents(), self._given(itself)), "it is said once"
        return self

    def hears(
        self, source: str, fact: Any, subject: str, occurred_on: date | None = None, by: str = "per_there"
    ) -> Scene:
        """Let a fact of another service's log, of `by`'s doing, arrive: the next one of that log.

        `fact` may be the source's own class; it is read with ours of the same TYPE.
        """
        self._heard[source] += 1
        position = self._heard[source]
        recorded_at = instant_text(self.now)
        told = Told(fact, subject, position, occurred_on, recorded_at, {"person": by}, service=source)
        theirs = Codec([type(fact)])
        ours = Codec(self.domain.foreign[source])
        self.said, self.refusal = (), None
        if not ours.knows(type(fact).TYPE):
            return self
        itself = f"service:{self.domain.name}"
        note = self.domain.note[source]
        said = note(Layer(self._shelf), ours.told(_envelope(theirs, told)), self._given(Actor(itself)))
        cause = {"service": source, "position": position}
        self._apply(said, {"person": itself, "mandate": None, "position": 0}, cause)
        return self

    def then(self, *facts: Any) -> Scene:
        """The last decision said exactly this."""
        assert self.refusal is None, f"refused: {self.refusal!r}"
        assert self.facts == list(facts)
        return self

    def refused(self, refusal: type[Refusal], *args: str, field: str | None = None) -> Scene:
        """The last command was refused so; `args` and `field` are compared where they are given."""
        assert self.refusal is not None, f"not refused, but said {self.facts}"
        assert type(self.refusal) is refusal, f"refused otherwise: {self.refusal!r}"
        if args:
            assert self.refusal.args == args
        if field is not None:
            assert field in self.refusal.fields()
        return self

    def document(self, kind: type[D], key: str) -> D:
        """The document as it stands; it must be there."""
        found = self._shelf.get(kind, key)
        assert found is not None, f"no {kind.__name__} {key}"
        return found

    def replayed(self) -> Scene:
        """The same log folded from its first fact gives the same documents."""
        again = Scene(self.domain)
        for told in self.log:
            again._take(told)
        for kind in self.domain.resident:
            assert dict(again._shelf.all(kind)) == dict(self._shelf.all(kind))
        return self

    def _given(self, actor: Actor) -> Given:
        return Given(COUNCIL, actor, self.now, self.today, self._new_id, self._opened)

    def _opened(self, seals: Iterable[Sealed]) -> Mapping[Sealed, str]:
        return {one: self.vault[one] for one in seals if one in self.vault}

    def sealed(self, text: str) -> Sealed:
        """A seal over `text`, another one each time."""
        seal = commitment(len(self.vault).to_bytes(32, "big"), text)
        self.vault[seal] = text
        return seal

    def _new_id(self, prefix: str) -> str:
        self._ids[prefix] += 1
        return str(nth(prefix, self._ids[prefix]))

    def _apply(
        self, sayings: Iterable[Saying], actor: Mapping[str, Any], cause: Mapping[str, Any] | None
    ) -> None:
        self.said = tuple(sayings)
        for saying in self.said:
            told = Told(
                saying.fact,
                saying.subject,
                len(self.log) + 1,
                saying.occurred_on,
                instant_text(self.now),
                actor,
                cause,
                service=self.domain.name,
            )
            read = self._codec.told(_envelope(self._codec, told))
            assert read.fact == told.fact
            self._take(read)

    def _take(self, told: Told) -> None:
        layer = Layer(self._shelf)
        for kind, key in self.domain.keys(told.fact):
            layer.put(key, self.domain.evolve(kind, layer.get(kind, key), told))
        self.log.append(told)
        self._by_subject[told.subject].append(told)
        for key, document in layer.changes():
            kind = type(document)
            if kind not in self.domain.resident:
                assert self._load(kind, key) == document, f"{told.fact} is not of the history of {kind} {key}"
        layer.merge(self._shelf)

    def _load(self, kind: type, key: str) -> object | None:
        document = None
        for told in self._by_subject[key]:
            if (kind, key) in self.domain.keys(told.fact):
                document = self.domain.evolve(kind, document, told)
        return document


def _envelope(codec: Codec, told: Told) -> Envelope:
    """`told` through its stored bytes and back."""
    envelope = Envelope(
        council=COUNCIL,
        service=told.service,
        position=told.position,
        type=told.fact.TYPE,
        subject=told.subject,
        command_id=f"key-{told.position}",
        actor=told.actor,
        occurred_on=told.occurred_on.isoformat() if told.occurred_on else None,
        recorded_at=told.recorded_at,
        cause=told.cause,
        data=codec.data(told.fact),
    )
    return decode_envelope(envelope.encoded())
