"""What a service's pure rooms and the kernel say to each other. Pure.

A service's `domain` offers one `Domain`: facts, documents, `decide`, `evolve`, and `note` per source. It is
put together by `domain_of` from `Topic`s: each a part of the rules, with facts, commands and documents of its
own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Protocol, TypeVar, get_args

from kernel.documents import View
from kernel.sealed import Sealed


class Fact(Protocol):
    """A frozen dataclass in the past tense. TYPE is `service.name.vN`: data, never a class path."""

    TYPE: ClassVar[str]


class Command(Protocol):
    """A frozen dataclass in the imperative. COMMAND is `service.name`.

    One of ROLES is needed; where there are none, nobody may do it but the service itself. CATCH_UP, where a
    command has it, names services whose logs must be noted to their ends before it is decided: for what
    cannot be undone when a fact was on its way. ON_BEHALF, where a command has it and it is true: what
    somebody did on paper may be written down by another.
    """

    COMMAND: ClassVar[str]
    ROLES: ClassVar[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Principal:
    """Whose act it is, where another writes it down. `paper`: SHA-256 (hex) of what the person signed.

    `mandates`, `aliases`, `mandate` and `role` are theirs, as an actor's.
    """

    person: str
    paper: str
    mandates: Mapping[str, str] = field(default_factory=dict)
    mandate: str | None = None
    role: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with the mandates that they held at `position` of the members log.

    `mandates` maps role -> mandate id. A service acting by itself is `person="service:<name>"`.
    `mandate` is the one under which the command is done; the writer picks it by the command's ROLES.
    `aliases` are other registrations of the same human: what one of them did, this actor did.
    With a `principal`, `person` only writes down, under a mandate to do so, what the principal did on paper.
    """

    person: str
    mandates: Mapping[str, str] = field(default_factory=dict)
    position: int = 0
    mandate: str | None = None
    role: str | None = None
    principal: Principal | None = None
    aliases: tuple[str, ...] = ()

    @property
    def whose(self) -> str:
        """The person whose act it is."""
        return self.person if self.principal is None else self.principal.person

    @property
    def acts_as(self) -> str | None:
        """The role in which the act is done."""
        return self.role if self.principal is None else self.principal.role

    @property
    def hands(self) -> frozenset[str]:
        """Everybody who had a hand in it: who must be apart is apart from all of them."""
        also = self.principal.aliases if self.principal is not None else ()
        return frozenset({self.person, self.whose, *self.aliases, *also})


def _nothing_opened(_seals: Iterable[Sealed]) -> Mapping[Sealed, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Given:
    """What `decide` is given beside state and command."""

    council: str
    actor: Actor
    now: datetime
    """UTC; becomes `recorded_at`."""
    today: date
    """The accounting date in Asia/Shanghai at `now`."""
    new_id: Callable[[str], str]
    """`new_id("don")`: an id that is the same when the same command is decided again."""
    opened: Callable[[Iterable[Sealed]], Mapping[Sealed, str]] = _nothing_opened
    """The texts of our own seals, by seal; what is erased is missing. To compare: no fact repeats them."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One fact as decided: what it is about, and when it happened by the accounts."""

    fact: Fact
    subject: str
    """The id whose history this belongs to: `load by subject` folds the facts of one subject."""
    occurred_on: date | None = None
    concerns: tuple[str, ...] = ()
    """People whom its sealed text may speak of though the fact does not name them: erasing them erases it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fact as it stands in a log (ours, when evolving; another's, when noting)."""

    fact: Any
    subject: str
    position: int
    occurred_on: date | None
    recorded_at: str
    actor: Mapping[str, Any]
    cause: Mapping[str, Any] | None = None
    service: str = ""
    command_id: str = ""

    @property
    def whose(self) -> str:
        """The person whose act it was, also where another wrote it down."""
        return str((self.actor.get("on_behalf") or self.actor)["person"])

    @property
    def hands(self) -> frozenset[str]:
        """Everybody who had a hand in it, as `Actor.hands` says."""
        return frozenset({str(self.actor["person"]), self.whose})


Keys = Sequence[tuple[type, str]]
"""The (kind, id) of documents."""
Decide = Callable[[View, Any, Given], Sequence[Saying]]
Evolve = Callable[[Any, Told], object]
Note = Callable[[View, Told, Given], Sequence[Saying]]
Due = Callable[[View, Given], Sequence[Saying]]
What = TypeVar("What")


def _no_keys(fact: Any) -> Keys:
    raise TypeError(f"a topic without `keys` has no facts, and is asked about {fact!r}")


def classes(union: Any) -> tuple[type, ...]:
    """The classes of a union, also where it is of one class alone."""
    return get_args(union) or (union,)


@dataclass(frozen=True, slots=True)
class Topic:
    """One part of a service's rules, told in one place.

    facts       the fact classes of this topic
    decide      command class -> (view, command, given) -> the facts; raises Refusal
    keys        a fact of this topic -> the (kind, id) of every document that it changes, of other topics too
    evolve      document kind -> (document or None, told) -> the document after it. The topic is the home of
                that kind: what a fact of another topic does to it, by that topic's `keys`, stands here too
    resident    which of those kinds are kept whole in memory
    note        source service -> class of a fact of its -> (view, told, given) -> facts of this topic that
                remember it; cannot refuse
    due         (view, given) -> what time alone has made true of this topic
    """

    facts: tuple[type, ...] = ()
    decide: Mapping[type, Decide] = field(default_factory=dict)
    keys: Callable[[Any], Keys] = _no_keys
    evolve: Mapping[type, Evolve] = field(default_factory=dict)
    resident: frozenset[type] = frozenset()
    note: Mapping[str, Mapping[type, Note]] = field(default_factory=dict)
    due: Due | None = None


@dataclass(frozen=True, slots=True)
class Domain:
    """One service's rules, as the kernel drives them.

    facts       every fact class of this service
    commands    every command class
    resident    document kinds kept whole in memory; the others load by subject, so every fact that
                `evolve` lets change such a document must have the document's id as its subject
    keys        fact -> the (kind, id) of every document that it changes
    evolve      (kind, document or None, told) -> the document after it: never fails, never checks
    decide      (view, command, given) -> the facts; raises Refusal
    note        source service -> (view, told, given) -> facts of our own that remember it; cannot refuse
    foreign     source service -> the facts of that service that `note` reads (others are passed over)
    erases      fact -> the person whose openings go when it is written, or None
    erased      (view, person) -> whether that was written before: what is sealed about them since is not kept
    upcasters   old type name -> (newer type name, change of its data): for stored events of older shapes
    secrets     facts whose sealed text nobody is told, not even auditors: the service compares it, no more
    recorders   roles that may write down what others did on paper (`Actor.principal`)
    due         (view, given) -> what time alone has made true by now; asked now and then, and says nothing
                once its facts stand. None: in this service time alone makes nothing true
    """

    name: str
    facts: Sequence[type]
    commands: Sequence[type]
    resident: frozenset[type]
    keys: Callable[[Any], Keys]
    evolve: Callable[[type, Any, Told], object]
    decide: Decide
    note: Mapping[str, Note] = field(default_factory=dict)
    foreign: Mapping[str, Sequence[type]] = field(default_factory=dict)
    erases: Callable[[Any], str | None] = lambda _fact: None
    erased: Callable[[View, str], bool] = lambda _view, _person: False
    upcasters: Mapping[str, tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]] = field(
        default_factory=dict
    )
    secrets: frozenset[type] = frozenset()
    recorders: frozenset[str] = frozenset()
    due: Due | None = None


def domain_of(
    name: str,
    topics: Sequence[Topic],
    *,
    before: Callable[[View, Any, Given], None] = lambda _view, _command, _given: None,
    **beside: Any,
) -> Domain:
    """The rules of service `name`: its topics, and `beside` them `erases`, `recorders` and so on.

    `before` is asked ahead of every decision, whatever it is about, and may refuse.

    Raises: TypeError where two topics have the same fact, command or kind of document, or read the same fact
    of another service, or a name is not ours.
    """
    keys = _once((fact, topic.keys) for topic in topics for fact in topic.facts)
    decide = _once(pair for topic in topics for pair in topic.decide.items())
    evolve = _once(pair for topic in topics for pair in topic.evolve.items())
    resident = frozenset[type]().union(*(topic.resident for topic in topics))
    if strangers := resident - evolve.keys():
        raise TypeError(
            f"resident, and evolved by no topic: {', '.join(kind.__name__ for kind in strangers)}"
        )
    _named(name, [fact.TYPE for fact in keys])  # type: ignore[attr-defined]
    _named(name, [command.COMMAND for command in decide])  # type: ignore[attr-defined]
    sources = dict.fromkeys(source for topic in topics for source in topic.note)
    noting = {
        source: _once(pair for topic in topics for pair in topic.note.get(source, {}).items())
        for source in sources
    }
    for source, notes in noting.items():
        _named(source, [fact.TYPE for fact in notes])  # type: ignore[attr-defined]
    due = [topic.due for topic in topics if topic.due is not None]

    def decided(view: View, command: Any, given: Given) -> Sequence[Saying]:
        before(view, command, given)
        return decide[type(command)](view, command, given)

    return Domain(
        name=name,
        facts=tuple(keys),
        commands=tuple(decide),
        resident=resident,
        keys=lambda fact: keys[type(fact)](fact),
        evolve=lambda kind, document, told: evolve[kind](document, told),
        decide=decided,
        note={source: _noting(notes) for source, notes in noting.items()},
        foreign={source: tuple(notes) for source, notes in noting.items()},
        due=(lambda view, given: [one for told in due for one in told(view, given)]) if due else None,
        **beside,
    )


def _noting(notes: Mapping[type, Note]) -> Note:
    return lambda view, told, given: notes[type(told.fact)](view, told, given)


def _once(pairs: Iterable[tuple[type, What]]) -> dict[type, What]:
    """`pairs`, each class of which stands in one topic."""
    found: dict[type, What] = {}
    for kind, what in pairs:
        if kind in found:
            raise TypeError(f"in two topics: {kind.__name__}")
        found[kind] = what
    return found


def _named(service: str, names: Sequence[str]) -> None:
    """Each of `names` is of `service`, and stands once."""
    for one in names:
        if not one.startswith(f"{service}.") or names.count(one) > 1:
            raise TypeError(f"no name of its own in {service}: {one}")
