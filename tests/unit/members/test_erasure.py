"""Hiding, erasing, and the law's hold on the names that stand on vouchers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from support.rules import Scene, nth

from kernel.errors import NotFound, PersonGone
from kernel.money import Money
from kernel.sealed import Sealed
from services.members.domain import DOMAIN, authenticate, foreign, mandates_in_force
from services.members.domain.aliases.commands import RecordAlias
from services.members.domain.commands import (
    GiveMandate,
    IssueToken,
    RegisterParty,
    ReissueToken,
    RequestErasure,
    RevokeMandate,
    RevokeToken,
)
from services.members.domain.documents import Party
from services.members.domain.people.commands import ConfirmErasure
from services.members.errors import (
    AlreadyErased,
    AlreadyHidden,
    ErasureUnderWay,
    HoldsOffice,
    LastFounder,
    NotAPerson,
)
from services.members.errors.erasure import ErasureConfirmedAlready, ErasureUnconfirmed, NoErasure
from services.members.errors.passwords import SamePersonTwice
from services.members.events import (
    HidingNoted,
    HoldPlaced,
    MandateRevoked,
    PersonErased,
    PersonHidden,
    TokenRevoked,
)
from services.members.events.people import ErasureConfirmed

ANOTHER = "per_another"
ADA, BO, OFFICE = nth("per", 2), nth("per", 3), nth("org")
REASON = Sealed("e" * 64)
END = date(2056, 12, 31)
IN_2026, IN_2025 = date(2026, 1, 1), date(2025, 12, 31)


@pytest.fixture
def donors(scene: Scene) -> Scene:
    """Ada and Bo, and an organisation."""
    for sealed in (Sealed("a" * 64), Sealed("b" * 64)):
        scene.when(RegisterParty("person", None, sealed, None, "masked", "donor"))
    return scene.when(RegisterParty("organisation", "某某公司", None, None, "full", "donor"))


def gave(scene: Scene, donor: str | None, on: date | None = IN_2026, by: str = "per_there") -> Scene:
    return scene.hears("funds", foreign.DonationReceived(donor), nth("don"), on, by)


def known(scene: Scene, person: str) -> Scene:
    """Another confirmed the erasure, and funds and projects noted the hiding."""
    scene.when(ConfirmErasure(person), by=ANOTHER)
    scene.hears("projects", foreign.HidingNotedByProjects(person, erased=False), person)
    return scene.hears("funds", foreign.HidingNotedByFunds(person, erased=False), person)


def test_who_stands_on_no_voucher_is_hidden_and_erased_once_every_service_knows(donors: Scene) -> None:
    donors.when(RequestErasure(ADA, REASON)).then(PersonHidden(ADA, REASON))
    donors.when(RequestErasure(ADA, None)).refused(ErasureUnconfirmed, ADA)
    donors.when(ConfirmErasure(ADA)).refused(SamePersonTwice)
    donors.when(ConfirmErasure(ADA), by=ANOTHER).then(ErasureConfirmed(ADA))
    donors.when(ConfirmErasure(ADA), by=ANOTHER).refused(ErasureConfirmedAlready, ADA)
    donors.when(RequestErasure(ADA, None)).refused(ErasureUnderWay, ADA)
    assert donors.refusal is not None
    assert donors.refusal.may_be_behind == ("funds", "projects")
    by_funds = foreign.HidingNotedByFunds(ADA, erased=False)
    donors.hears("funds", by_funds, ADA).then(HidingNoted(ADA, "funds"))
    donors.when(RequestErasure(ADA, None)).refused(ErasureUnderWay, ADA)
    donors.hears("funds", by_funds, ADA).then()
    by_projects = foreign.HidingNotedByProjects(ADA, erased=False)
    donors.hears("projects", by_projects, ADA).then(HidingNoted(ADA, "projects"), PersonErased(ADA))
    assert [DOMAIN.erases(fact) for fact in donors.facts] == [None, ADA]
    donors.when(RequestErasure(ADA, None)).refused(AlreadyErased, ADA)
    donors.hears("funds", foreign.HidingNotedByFunds(ADA, erased=True), ADA).then()
    donors.replayed()


def test_who_is_known_to_be_hidden_everywhere_is_erased_by_the_confirmation(donors: Scene) -> None:
    donors.when(ConfirmErasure(ADA), by=ANOTHER).refused(NoErasure, ADA)
    donors.when(RequestErasure(ADA, None))
    donors.hears("funds", foreign.HidingNotedByFunds(ADA, erased=False), ADA)
    donors.hears("projects", foreign.HidingNotedByProjects(ADA, erased=False), ADA)
    donors.then(HidingNoted(ADA, "projects"))
    donors.when(ConfirmErasure(ADA), by=ANOTHER).then(ErasureConfirmed(ADA), PersonErased(ADA))
    donors.when(ConfirmErasure(ADA), by=ANOTHER).refused(AlreadyErased, ADA)


def test_the_tokens_of_an_alias_end_with_the_person(donors: Scene) -> None:
    donors.when(IssueToken(BO, "1" * 64)).when(RecordAlias(BO, ADA))
    donors.when(RequestErasure(ADA, None)).then(PersonHidden(ADA, None), TokenRevoked(nth("tok", 2), BO))


def test_a_gift_that_was_on_its_way_holds_the_donors_name(donors: Scene) -> None:
    donors.when(RequestErasure(ADA, None)).then(PersonHidden(ADA, None))
    donors.hears("projects", foreign.HidingNotedByProjects(ADA, erased=False), ADA)
    gave(donors, ADA).then(HoldPlaced(ADA, END))
    donors.hears("funds", foreign.HidingNotedByFunds(ADA, erased=False), ADA).then(HidingNoted(ADA, "funds"))
    assert not donors.document(Party, ADA).erased
    donors.when(RequestErasure(ADA, None)).refused(AlreadyHidden, ADA, "2056-12-31")
    donors.when(ConfirmErasure(ADA), by=ANOTHER).then(ErasureConfirmed(ADA))
    donors.later((END - donors.today).days + 1).when(RequestErasure(ADA, None)).then(PersonErased(ADA))


def test_whoever_will_be_paid_is_held_from_the_approval_on(donors: Scene) -> None:
    approval, payment = foreign.SpendingApproved(ADA), foreign.SpendingPaid(ADA)
    donors.hears("projects", approval, nth("spd"), IN_2025).then(HoldPlaced(ADA, date(2055, 12, 31)))
    known(donors.when(RequestErasure(ADA, None)), ADA)
    assert not donors.document(Party, ADA).erased
    donors.hears("projects", payment, nth("spd"), IN_2026).then(HoldPlaced(ADA, END))


@pytest.mark.parametrize(
    "voucher",
    [
        foreign.FundTransferred(ADA),
        foreign.GoodsReceived(ADA, Money(5, "CNY")),
        foreign.GoodsShipped(ADA, Money(5, "CNY")),
        foreign.GoodsLost(ADA, Money(5, "CNY")),
        foreign.GoodsAcknowledged(ADA, (foreign.Count("旧衣", 2, None), foreign.Count("大米", 2, 5))),
        foreign.FundTransferRequested(ADA),
    ],
)
def test_goods_of_value_and_money_between_funds_hold_whom_they_name(donors: Scene, voucher: Any) -> None:
    donors.hears("funds", voucher, nth("gik"), IN_2026).then(HoldPlaced(ADA, END))


def test_a_settled_advance_holds_whoever_had_it(donors: Scene) -> None:
    settled = foreign.AdvanceSettled(ADA)
    donors.hears("projects", settled, nth("spd"), IN_2026).then(HoldPlaced(ADA, END))


@pytest.mark.parametrize(
    "note",
    [
        foreign.GoodsReceived(ADA, None),
        foreign.GoodsShipped(ADA, None),
        foreign.GoodsAcknowledged(ADA, (foreign.Count("旧衣", 2, None),)),
    ],
)
def test_goods_that_are_only_registered_hold_nobody(donors: Scene, note: Any) -> None:
    donors.hears("funds", note, nth("gik"), IN_2026).then()


def test_who_stands_on_a_voucher_is_hidden_until_the_hold_has_passed(donors: Scene) -> None:
    gave(donors, ADA).then(HoldPlaced(ADA, END))
    donors.when(RequestErasure(ADA, None)).then(PersonHidden(ADA, None))
    donors.when(RequestErasure(ADA, None)).refused(AlreadyHidden, ADA, "2056-12-31")
    donors.later((END - donors.today).days).when(RequestErasure(ADA, None)).refused(AlreadyHidden)
    donors.later(1).when(RequestErasure(ADA, None)).refused(ErasureUnconfirmed)
    known(donors, ADA).then(HidingNoted(ADA, "funds"), PersonErased(ADA))


def test_who_was_never_hidden_is_hidden_and_erased_after_the_hold(donors: Scene) -> None:
    gave(donors, ADA).later(40 * 366).when(RequestErasure(ADA, None)).then(PersonHidden(ADA, None))
    known(donors, ADA).then(HidingNoted(ADA, "funds"), PersonErased(ADA))


def test_who_is_hidden_acts_no_more(donors: Scene) -> None:
    gave(donors, ADA)
    for digest in ("1" * 64, "2" * 64, "3" * 64):
        donors.when(IssueToken(ADA, digest))
    donors.when(RevokeToken(nth("tok", 2)))
    for role in ("chair", "treasurer", "auditor"):
        donors.when(GiveMandate(ADA, role, IN_2026, donors.today))
    donors.when(RevokeMandate(nth("man", 3)))
    donors.when(RequestErasure(ADA, REASON)).then(
        PersonHidden(ADA, REASON),
        TokenRevoked(nth("tok", 3), ADA),
        TokenRevoked(nth("tok", 4), ADA),
        MandateRevoked(nth("man", 2), ADA),
        MandateRevoked(nth("man", 4), ADA),
    )
    assert authenticate(donors.view, "1" * 64, donors.today) is None
    assert mandates_in_force(donors.view, ADA, donors.today) == {}


def test_nobody_who_is_hidden_is_given_a_mandate_or_a_token(donors: Scene) -> None:
    gave(donors, ADA).when(RequestErasure(ADA, None))
    donors.when(RequestErasure(BO, None))
    for gone in (ADA, BO):
        donors.when(GiveMandate(gone, "chair", IN_2026, None)).refused(PersonGone, gone, field="person")
        donors.when(IssueToken(gone, "1" * 64)).refused(PersonGone, gone, field="person")
        reissue = ReissueToken(gone, "1" * 64, revoke_others=True)
        donors.when(reissue, by="service:members").refused(PersonGone, gone)


def test_the_last_founder_is_not_erased_before_there_is_another(donors: Scene) -> None:
    donors.when(RequestErasure(nth("per"), None)).refused(LastFounder, nth("man"), field="person")
    donors.when(GiveMandate(ADA, "founder", IN_2026, None))
    donors.when(RequestErasure(nth("per"), None)).then(
        PersonHidden(nth("per"), None),
        TokenRevoked(nth("tok"), nth("per")),
        MandateRevoked(nth("man"), nth("per")),
    )


def test_who_holds_a_mandate_is_hidden_by_the_founder_alone(donors: Scene) -> None:
    donors.when(GiveMandate(ADA, "auditor", IN_2026, None))
    donors.when(RequestErasure(ADA, None), role="chair").refused(HoldsOffice, ADA, field="person")
    donors.when(RequestErasure(BO, None), role="chair").then(PersonHidden(BO, None))
    assert "auditor" not in RequestErasure.ROLES
    donors.when(RequestErasure(ADA, None), role="founder")
    assert donors.refusal is None


def test_only_a_person_who_is_known_is_erased(donors: Scene) -> None:
    donors.when(RequestErasure(OFFICE, None)).refused(NotAPerson, OFFICE, field="person")
    donors.when(RequestErasure(nth("per", 9), None)).refused(NotFound, "person", nth("per", 9))


def test_one_hold_a_year_is_enough(donors: Scene) -> None:
    gave(donors, ADA).then(HoldPlaced(ADA, END))
    gave(donors, ADA).then()
    gave(donors, ADA, IN_2025).then()
    gave(donors, BO, IN_2025).then(HoldPlaced(BO, date(2055, 12, 31)))
    gave(donors, BO).then(HoldPlaced(BO, END))
    assert donors.document(Party, BO).hold_until == END


def test_a_voucher_without_a_date_holds_from_the_day_of_noting(donors: Scene) -> None:
    gave(donors, ADA, None).then(HoldPlaced(ADA, END))


def test_the_last_year_of_the_calendar_is_no_obstacle(donors: Scene) -> None:
    gave(donors, ADA, date(9990, 1, 1)).then(HoldPlaced(ADA, date(9999, 12, 31)))


@pytest.mark.parametrize("nobody", [None, OFFICE, nth("per", 9), "per_short", ""])
def test_nobody_here_who_is_a_person_means_no_hold(donors: Scene, nobody: str | None) -> None:
    gave(donors, nobody).then()


def test_a_hidden_person_stays_hidden_under_a_new_hold(donors: Scene) -> None:
    gave(donors, ADA, IN_2025).when(RequestErasure(ADA, None))
    gave(donors, ADA).then(HoldPlaced(ADA, END))
    assert donors.document(Party, ADA).hidden


def test_an_erased_person_has_nothing_left_to_hold(donors: Scene) -> None:
    known(donors.when(RequestErasure(ADA, None)), ADA)
    gave(donors, ADA).then()


def test_who_signed_is_held_like_who_is_named(donors: Scene) -> None:
    gave(donors, ADA, by=BO).then(HoldPlaced(ADA, END), HoldPlaced(BO, END))
    gave(donors, nth("per"), by=nth("per")).then(HoldPlaced(nth("per"), END))


@pytest.mark.parametrize("source", ["funds", "projects"])
def test_every_voucher_of_the_other_services_holds_who_signed_it(donors: Scene, source: str) -> None:
    vouchers = [one for one in foreign.FOREIGN[source] if "erased" not in one.__annotations__]
    for at, reader in enumerate(vouchers):
        fields = reader.__annotations__
        names = {name: ADA for name in ("donor", "payer", "payee", "recipient") if name in fields}
        worth: dict[str, Any] = {"value": Money(5, "CNY")} if "value" in fields else {}
        if "items" in fields:
            worth = {"items": (foreign.Count("大米", 2, 5),)}
        day = IN_2026 + timedelta(days=366 * at)
        held = [HoldPlaced(one, date(day.year + 30, 12, 31)) for one in ([ADA] if names else []) + [BO]]
        donors.hears(source, reader(**names, **worth), "whatever", day, BO).then(*held)


def test_what_is_no_voucher_is_passed_over(donors: Scene) -> None:
    from services.funds.events import DonationPledged

    pledged = DonationPledged(nth("plg"), nth("fnd"), ADA, Money(1, "CNY"), None, None)
    donors.hears("funds", pledged, nth("plg"), IN_2026, ADA).then()
