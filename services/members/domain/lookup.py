"""From what a command names to the document, or the refusal that says what is missing."""

from __future__ import annotations

from kernel.documents import View
from kernel.errors import NotFound, PersonGone
from kernel.ids import is_id
from services.members.domain.documents import COUNCIL, Council, Member, MemberCode, Party
from services.members.errors import NotAPerson
from services.members.events import MemberId


def present(view: View, person: str) -> None:
    """Raises: NotFound, NotAPerson, PersonGone."""
    party = person_of(view, person)
    if party.hidden or party.erased:
        raise PersonGone(person, field="person")


def person_of(view: View, person: str) -> Party:
    """Raises: NotFound, NotAPerson."""
    party = view.get(Party, person)
    if party is None:
        raise NotFound("person", person, field="person")
    if party.kind != "person":
        raise NotAPerson(person, field="person")
    return party


def member_of(view: View, ref: str | None) -> MemberId | None:
    """The id of the member of this code or id. Raises: NotFound."""
    if ref is None:
        return None
    if is_id(ref, "mem"):
        if view.get(Member, ref) is not None:
            return MemberId(ref)
    elif (found := view.get(MemberCode, ref)) is not None:
        return found.member
    raise NotFound("member", ref, field="member")


def the_council(view: View) -> Council:
    """The council, founded or not."""
    return view.get(Council, COUNCIL) or Council()
