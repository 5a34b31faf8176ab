"""From what a command names to the document, or the refusal that says what is missing."""

from __future__ import annotations

from kernel.documents import View
from kernel.errors import NotFound, PersonGone
from kernel.ids import folded, is_id
from services.members.domain.documents import COUNCIL, Alias, Council, Member, MemberCode, Party
from services.members.errors import IsAnAlias, NotAPerson
from services.members.events import MemberId


def acting(view: View, person: str, field: str = "person") -> None:
    """Whether `person` may be given what they act with. Raises: as `present`; IsAnAlias."""
    present(view, person, field)
    if (alias := view.get(Alias, person)) is not None:
        raise IsAnAlias(person, alias.of, field=field)


def present(view: View, person: str, field: str = "person") -> None:
    """Raises: NotFound, NotAPerson, PersonGone."""
    party = person_of(view, person, field)
    if party.hidden or party.erased:
        raise PersonGone(person, field=field)


def person_of(view: View, person: str, field: str = "person") -> Party:
    """Raises: NotFound, NotAPerson."""
    party = view.get(Party, person)
    if party is None:
        raise NotFound("person", person, field=field)
    if party.kind != "person":
        raise NotAPerson(person, field=field)
    return party


def member_of(view: View, ref: str | None) -> MemberId | None:
    """The id of the member of this code or id. Raises: NotFound."""
    return None if ref is None else member_called(view, ref)[0]


def member_called(view: View, ref: str, field: str = "member") -> tuple[MemberId, Member]:
    """The member of this code or id. Raises: NotFound."""
    by_code = None if is_id(ref, "mem") else view.get(MemberCode, folded(ref))
    member = MemberId(ref) if by_code is None else by_code.member
    known = view.get(Member, member)
    if known is None:
        raise NotFound("member", ref, field=field)
    return member, known


def the_council(view: View) -> Council:
    """The council, founded or not."""
    return view.get(Council, COUNCIL) or Council()
