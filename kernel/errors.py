"""Refusals of the kernel, and the root of every service's refusals.

Refusal                       what `decide` may raise: a rule of the community or of the books says no
├── InvalidInput              the input itself is wrong: names the field
├── NotFound                  a thing named in the input is not known
├── Forbidden                 the actor holds no mandate for this
├── KeyReused                 the same key came with another body
├── NotApplied                another command of the same batch was refused
├── CouncilUnknown            no such council here
└── Conflict                  right in itself, but not in this state
    └── PersonGone            the person named is erased, or asked to be
Unavailable                   not a refusal: nothing was decided, try again
├── Overloaded                a bounded queue is full
├── DeadlinePassed            the command's own deadline passed before it was decided
├── Halted                    this council's stream or log is stopped until someone looks
└── Broken                    a fault of ours in this one command

No transport in here: the gateway has one table from `code` to HTTP status.
"""

from __future__ import annotations

import traceback
from typing import Any, ClassVar


class Refusal(Exception):  # noqa: N818 - the field's word for it
    """A named no. `args` are texts (they travel between services as text); `fields` names what was wrong.

    `may_be_behind` names the services whose facts, not yet noted here, could turn this no into a yes:
    before such a refusal is final, the service catches up with them once.
    """

    code: ClassVar[str] = "refused"
    may_be_behind: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: str, field: str | None = None) -> None:
        super().__init__(*args)
        self.field = field

    def as_wire(self) -> dict[str, Any]:
        """{code, args, fields}: the shape in which refusals cross RPC."""
        return {"code": self.code, "args": [str(a) for a in self.args], "fields": self.fields()}

    def fields(self) -> dict[str, list[str]]:
        """Field path -> codes of what is wrong with it."""
        return {self.field: [self.code]} if self.field else {}


class InvalidInput(Refusal):
    """`errors` maps a field's path (`donor.name`, `commands.3.amount`) to the codes of its faults."""

    code = "invalid_input"

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__("; ".join(f"{path}: {', '.join(codes)}" for path, codes in sorted(errors.items())))
        self.errors = errors

    def fields(self) -> dict[str, list[str]]:
        return self.errors


class NotFound(Refusal):
    """`kind` and `ref` of what is not known."""

    code = "not_found"

    def __init__(self, kind: str, ref: str, field: str | None = None) -> None:
        super().__init__(kind, ref, field=field)


class Forbidden(Refusal):
    """The actor holds none of the mandates that may do this."""

    code = "forbidden"


class KeyReused(Refusal):
    """The idempotency key was used before, with another body."""

    code = "idempotency.key_reused"


class NotApplied(Refusal):
    """Another command of the same atomic batch was refused."""

    code = "batch.not_applied"


class CouncilUnknown(Refusal):
    """No such council here."""

    code = "council.unknown"


class Conflict(Refusal):
    """Right in itself, but not in the state that things are in."""

    code = "conflict"


class PersonGone(Conflict):
    """Nothing that begins names a person who is hidden or erased; the argument is the person.

    What began before goes on: a gift of theirs is refunded and reversed, what was approved for them is paid.
    """

    code = "party.erased"


class Unavailable(Exception):  # noqa: N818 - the field's word for it
    """Nothing was decided; the same command may be sent again."""

    code: ClassVar[str] = "unavailable"


class Overloaded(Unavailable):
    """A bounded queue is full."""

    code = "overloaded"


class DeadlinePassed(Unavailable):
    """The command's deadline passed before it was decided: it will not be."""

    code = "deadline_passed"


class OutcomeUnknown(Unavailable):
    """It was tried, and whether it came to be is not known: the same command again tells."""

    code = "outcome_unknown"


class Halted(Unavailable):
    """Writing is stopped for this council until someone looks (a restored database, a broken log)."""

    code = "halted"


class Broken(Unavailable):
    """A fault of ours in this one command: logged, nothing written."""

    code = "internal_error"


def frames_of(fault: BaseException) -> str:
    """Its class and where it came from, for a line of a log: its text, or one behind it, may tell all."""
    return "\n".join([type(fault).__name__, *traceback.format_tb(fault.__traceback__)])
