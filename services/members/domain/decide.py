"""What a command makes true, or why not. The roles were checked before; time, ids and digests are given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import CouncilUnknown, InvalidInput, NotFound, PersonGone
from kernel.ids import is_id
from services.members.domain.commands import (
    Command,
    FoundCouncil,
    GiveMandate,
    IssueToken,
    JoinMember,
    RegisterParty,
    RegisterPerson,
    ReissueToken,
    RequestErasure,
    RevokeMandate,
    RevokeToken,
)
from services.members.domain.documents import (
    COUNCIL,
    Council,
    Mandate,
    Member,
    MemberCode,
    Party,
    PersonMandates,
    PersonTokens,
    Token,
    TokenDigest,
)
from services.members.errors import (
    AlreadyErased,
    AlreadyFounded,
    AlreadyHidden,
    CodeTaken,
    ErasureUnderWay,
    HoldsOffice,
    LastFounder,
    MandateAlreadyEnded,
    NotAPerson,
    TokenAlreadyRevoked,
    TokenTaken,
)
from services.members.events import (
    CouncilFounded,
    Fact,
    MandateGiven,
    MandateId,
    MandateRevoked,
    MemberId,
    MemberJoined,
    PartyId,
    PartyRegistered,
    PersonErased,
    PersonHidden,
    TokenId,
    TokenIssued,
    TokenRevoked,
)

Sayings = Sequence[Saying]


def decide(view: View, command: Command, given: Given) -> Sayings:  # noqa: C901, PLR0911 - one case per command
    """Raises: InvalidInput, NotFound, CouncilUnknown, or a refusal of services.members.errors."""
    council = view.get(Council, COUNCIL) or Council()
    if isinstance(command, FoundCouncil):
        return _found(council, command, given)
    if not council.founded:
        raise CouncilUnknown(given.council)
    match command:
        case JoinMember():
            return _join(view, command, given)
        case RegisterPerson():
            return _register_person(view, command, given)
        case RegisterParty():
            return _register_party(view, command, given)
        case GiveMandate():
            return _give_mandate(view, command, given)
        case RevokeMandate():
            return _revoke_mandate(view, council, command, given)
        case IssueToken():
            return [_issue(view, command.person, command.digest, given, on_host=False)]
        case RevokeToken():
            return _revoke_token(view, command, given)
        case ReissueToken():
            return _reissue(view, command, given)
        case RequestErasure():
            return _request_erasure(view, council, command, given)
        case _:
            assert_never(command)


def _found(council: Council, command: FoundCouncil, given: Given) -> Sayings:
    if council.founded:
        raise AlreadyFounded(given.council)
    person = PartyId(given.new_id("per"))
    mandate = MandateId(given.new_id("man"))
    token = TokenId(given.new_id("tok"))
    registered = PartyRegistered(
        party=person,
        kind="person",
        name=None,
        sealed_name=command.founder_name,
        member=None,
        publish_as="masked",
        origin="council",
    )
    return [
        _said(CouncilFounded(command.name, command.demonstration), given.council, given),
        _said(registered, person, given),
        _said(MandateGiven(mandate, person, "founder", given.today, None), mandate, given),
        _said(TokenIssued(token, person, command.digest, on_host=True), token, given),
    ]


def _join(view: View, command: JoinMember, given: Given) -> Sayings:
    if view.get(MemberCode, command.code) is not None:
        raise CodeTaken(command.code, field="code")
    member = MemberId(given.new_id("mem"))
    return [_said(MemberJoined(member, command.code, command.name, command.kind), member, given)]


def _register_person(view: View, command: RegisterPerson, given: Given) -> Sayings:
    person = PartyId(given.new_id("per"))
    fact = PartyRegistered(
        party=person,
        kind="person",
        name=None,
        sealed_name=command.name,
        member=_member(view, command.member),
        publish_as="masked",
        origin="council",
    )
    return [_said(fact, person, given)]


def _register_party(view: View, command: RegisterParty, given: Given) -> Sayings:
    """Nobody is looked up by name: two of one name are two until somebody who knows says otherwise."""
    party = PartyId(given.new_id("per" if command.kind == "person" else "org"))
    fact = PartyRegistered(
        party=party,
        kind=command.kind,
        name=command.name,
        sealed_name=command.sealed_name,
        member=_member(view, command.member),
        publish_as=command.publish_as,
        origin=command.origin,
    )
    return [_said(fact, party, given)]


def _give_mandate(view: View, command: GiveMandate, given: Given) -> Sayings:
    if command.ends_on is not None and command.ends_on < command.starts_on:
        raise InvalidInput({"to": ["date.order"]})
    _present(view, command.person)
    mandate = MandateId(given.new_id("man"))
    fact = MandateGiven(mandate, PartyId(command.person), command.role, command.starts_on, command.ends_on)
    return [_said(fact, mandate, given)]


def _revoke_mandate(view: View, council: Council, command: RevokeMandate, given: Given) -> Sayings:
    mandate = view.get(Mandate, command.mandate)
    if mandate is None:
        raise NotFound("mandate", command.mandate, field="mandate")
    if mandate.over_on(given.today):
        raise MandateAlreadyEnded(mandate.mandate)
    if council.founding_on(given.today) == {mandate.mandate}:
        raise LastFounder(mandate.mandate)
    return [_said(MandateRevoked(mandate.mandate, mandate.person), mandate.mandate, given)]


def _issue(view: View, person: str, digest: str, given: Given, *, on_host: bool) -> Saying:
    _present(view, person)
    if view.get(TokenDigest, digest) is not None:
        raise TokenTaken
    token = TokenId(given.new_id("tok"))
    return _said(TokenIssued(token, PartyId(person), digest, on_host=on_host), token, given)


def _revoke_token(view: View, command: RevokeToken, given: Given) -> Sayings:
    token = view.get(Token, command.token)
    if token is None:
        raise NotFound("token", command.token, field="token")
    if token.revoked:
        raise TokenAlreadyRevoked(command.token)
    return [_said(TokenRevoked(TokenId(command.token), token.person), command.token, given)]


def _reissue(view: View, command: ReissueToken, given: Given) -> Sayings:
    issued = _issue(view, command.person, command.digest, given, on_host=True)
    held = view.get(PersonTokens, command.person)
    others = held.tokens if held is not None and command.revoke_others else ()
    person = PartyId(command.person)
    return [*(_said(TokenRevoked(token, person), token, given) for token in others), issued]


def _request_erasure(view: View, council: Council, command: RequestErasure, given: Given) -> Sayings:
    """Who is hidden acts no more: in the same breath their tokens are revoked and their mandates end.

    They are erased by `notes`, once every service knows; or here, when it is asked anew after a hold.
    """
    party = _person(view, command.person)
    person = PartyId(command.person)
    if party.erased:
        raise AlreadyErased(person)
    if not party.hidden:
        if "founder" not in given.actor.mandates and _in_office(view, person, given):
            raise HoldsOffice(person, field="person")
        hidden = _said(PersonHidden(person, command.reason), person, given)
        return [hidden, *_withdrawn(view, council, person, given)]
    if party.held_on(given.today):
        raise AlreadyHidden(person, str(party.hold_until))
    if not party.is_known_everywhere:
        raise ErasureUnderWay(person)
    return [_said(PersonErased(person), person, given)]


def _in_office(view: View, person: PartyId, given: Given) -> bool:
    """Whether a mandate of `person` is in force, or is to come."""
    held = view.get(PersonMandates, person) or PersonMandates()
    return any(not one.over_on(given.today) for one in held.mandates)


def _withdrawn(view: View, council: Council, person: PartyId, given: Given) -> Sayings:
    """Every token that is left of `person`, and every mandate that is not over. Raises: LastFounder."""
    tokens = view.get(PersonTokens, person) or PersonTokens()
    held = view.get(PersonMandates, person) or PersonMandates()
    mandates = [one.mandate for one in held.mandates if not one.over_on(given.today)]
    founding = council.founding_on(given.today)
    if founding and founding <= set(mandates):
        raise LastFounder(*sorted(founding), field="person")
    return [
        *(_said(TokenRevoked(token, person), token, given) for token in tokens.tokens),
        *(_said(MandateRevoked(mandate, person), mandate, given) for mandate in mandates),
    ]


def _present(view: View, person: str) -> None:
    """Raises: NotFound, NotAPerson, PersonGone."""
    party = _person(view, person)
    if party.hidden or party.erased:
        raise PersonGone(person, field="person")


def _person(view: View, person: str) -> Party:
    """Raises: NotFound, NotAPerson."""
    party = view.get(Party, person)
    if party is None:
        raise NotFound("person", person, field="person")
    if party.kind != "person":
        raise NotAPerson(person, field="person")
    return party


def _member(view: View, ref: str | None) -> MemberId | None:
    """The id of the member of this code or id. Raises: NotFound."""
    if ref is None:
        return None
    if is_id(ref, "mem"):
        if view.get(Member, ref) is not None:
            return MemberId(ref)
    elif (found := view.get(MemberCode, ref)) is not None:
        return found.member
    raise NotFound("member", ref, field="member")


def _said(fact: Fact, subject: str, given: Given) -> Saying:
    return Saying(fact, subject, given.today)
