"""Who is recorded as somebody else."""

from __future__ import annotations

from kernel.documents import View
from kernel.domain import Given
from kernel.errors import InvalidInput
from services.members.domain.aliases.commands import RecordAlias
from services.members.domain.documents import Alias, Aliases
from services.members.domain.lookup import present
from services.members.domain.mandates.ending import all_mandates_of
from services.members.domain.sayings import Sayings, said
from services.members.errors import IsAnAlias
from services.members.events import PartyId
from services.members.events.aliases import AliasRecorded


def record(view: View, command: RecordAlias, given: Given) -> Sayings:
    """The alias' own mandates end: the person acts under theirs alone.

    An alias of an alias would make it unclear who acts, so each is recorded of the person themselves.

    Raises: InvalidInput, NotFound, NotAPerson, PersonGone, IsAnAlias, LastFounder.
    """
    if command.person == command.of:
        raise InvalidInput({"of": ["alias.of_oneself"]})
    present(view, command.person)
    present(view, command.of, field="of")
    for field, one in (("person", command.person), ("of", command.of)):
        if (other := view.get(Alias, one)) is not None:
            raise IsAnAlias(one, other.of, field=field)
    if (has := view.get(Aliases, command.person)) is not None:
        raise IsAnAlias(has.people[0], command.person, field="person")
    fact = AliasRecorded(PartyId(command.person), PartyId(command.of))
    return [said(fact, command.person, given), *all_mandates_of(view, command.person, given)]
