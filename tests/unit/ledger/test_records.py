"""What facts make of records, by themselves and one after the other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gateway.books import records
from gateway.books.facts import CODEC
from gateway.books.records import Loose, Record
from kernel.domain import Told
from kernel.money import Money
from kernel.sealed import Sealed
from services.funds import events as f
from services.members import events as m
from services.projects import events as p

ANN = m.PartyId("per_ann")


def told(fact: Any, subject: str = "x", person: str = "per_founder") -> Told:
    return Told(
        fact=fact,
        subject=subject,
        position=7,
        occurred_on=date(2025, 3, 1),
        recorded_at="2025-03-01T01:00:00.000000Z",
        actor={"person": person},
        service=fact.TYPE.split(".")[0],
    )


def after(*facts: tuple[Any, str]) -> dict[str, Record]:
    shelf = Loose()
    for fact, subject in facts:
        records.apply(told(fact, subject), shelf)
    return shelf.records


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


def pledged(minor: int) -> tuple[f.DonationPledged, str]:
    return f.DonationPledged(f.PledgeId("plg"), f.FundId("fnd"), None, cny(minor), None, None), "plg"


def fulfilled(donation: str, minor: int) -> tuple[f.PledgeFulfilled, str]:
    return f.PledgeFulfilled(f.PledgeId("plg"), f.DonationId(donation), f.FundId("fnd"), cny(minor)), "plg"


def test_a_pledge_is_open_until_all_of_it_is_kept() -> None:
    part = after(pledged(10), fulfilled("don_1", 4))["plg"]
    assert (part["status"], part["fulfilled"], part["donations"]) == ("open", 4, ["don_1"])
    whole = after(pledged(10), fulfilled("don_1", 4), fulfilled("don_2", 6))["plg"]
    assert (whole["status"], whole["fulfilled"], whole["donations"]) == ("fulfilled", 10, ["don_1", "don_2"])
    alone = after(fulfilled("don_1", 4))["plg"]
    assert "fulfilled" not in alone
    assert "status" not in alone


def test_a_pledge_whose_gift_went_back_is_open_again() -> None:
    def reopened(minor: int, left: int) -> tuple[f.PledgeReopened, str]:
        pledge, donation = f.PledgeId("plg"), f.DonationId("don_1")
        return f.PledgeReopened(pledge, donation, f.FundId("fnd"), cny(minor), cny(left)), "plg"

    kept = pledged(10), fulfilled("don_1", 10)
    part = after(*kept, reopened(4, 6))["plg"]
    assert (part["status"], part["fulfilled"], part["donations"]) == ("open", 6, ["don_1"])
    none = after(*kept, reopened(4, 6), reopened(6, 0))["plg"]
    assert (none["status"], none["fulfilled"], none["donations"]) == ("open", 0, [])
    again = after(*kept, reopened(10, 0), fulfilled("don_2", 10))["plg"]
    assert (again["status"], again["fulfilled"], again["donations"]) == ("fulfilled", 10, ["don_2"])


def test_mandates_and_tokens_end_and_a_tokens_digest_is_never_shown() -> None:
    mandate = m.MandateGiven(m.MandateId("man"), ANN, "chair", date(2025, 1, 1), None)
    token = m.TokenIssued(m.TokenId("tok"), ANN, "ab" * 32)
    given = after((mandate, "man"), (token, "tok"))
    assert (given["man"]["status"], given["tok"]["status"]) == ("given", "active")
    assert "digest" not in given["tok"]
    revoked = after(
        (mandate, "man"),
        (token, "tok"),
        (m.MandateRevoked(m.MandateId("man"), ANN), "man"),
        (m.TokenRevoked(m.TokenId("tok"), ANN), "tok"),
    )
    assert [revoked[one]["status"] for one in ("man", "tok")] == ["revoked", "revoked"]
    assert revoked["man"]["role"] == "chair"


def registered(origin: Any, kind: Any = "person") -> tuple[m.PartyRegistered, str]:
    return m.PartyRegistered(ANN, kind, None, Sealed("0"), None, "masked", origin), ANN


def test_people_of_the_council_and_other_parties_are_two_kinds_of_records() -> None:
    assert after(registered("council"))[ANN]["record"] == "person"
    assert after(registered("donor"))[ANN]["record"] == "party"
    assert after(registered("council", "organisation"))[ANN]["record"] == "party"


def test_a_person_is_held_hidden_and_erased() -> None:
    hold = m.HoldPlaced(ANN, date(2055, 12, 31)), ANN
    shorter = m.HoldPlaced(ANN, date(2054, 12, 31)), ANN
    hidden, erased = (m.PersonHidden(ANN, None), ANN), (m.PersonErased(ANN), ANN)
    held = after(registered("donor"), hold, shorter)[ANN]
    assert (held["status"], held["held_until"]) == ("known", "2055-12-31")
    assert after(registered("donor"), hidden)[ANN]["status"] == "hidden"
    assert after(registered("donor"), hidden, erased, hidden)[ANN]["status"] == "erased"


def test_a_fund_that_is_short_says_how_much_until_it_is_covered() -> None:
    fund = f.FundOpened(f.FundId("fnd"), "c", "C", "other", "own", "council", "CNY", None), "fnd"
    short = f.FundOverCommitted(f.FundId("fnd"), cny(8)), "fnd"
    assert after(fund, short)["fnd"]["short"] == 8
    assert after(fund, short, (f.FundCovered(f.FundId("fnd")), "fnd"))["fnd"]["short"] == 0


def test_a_rejected_spending_says_who_rejected_it_and_a_project_closes() -> None:
    ids = p.SpendingId("spd"), p.ProjectId("prj"), p.FundId("fnd")
    rejected = after(
        (p.SpendingRequested(*ids, p.PartyId("org"), cny(5), "planks", (), date(2026, 3, 1)), "spd"),
        (p.SpendingRejected(*ids, None), "spd"),
    )["spd"]
    assert (rejected["status"], rejected["rejected_by"], rejected["amount"]) == ("rejected", "per_founder", 5)
    proposed = p.ProjectProposed(p.ProjectId("prj"), "c", "C", "plaza", None), "prj"
    assert after(proposed, (p.ProjectClosed(p.ProjectId("prj")), "prj"))["prj"]["status"] == "closed"


def test_a_payments_reversal_is_asked_for_first() -> None:
    asked = p.PaymentReversalRequested(
        p.ReversalId("rvp"), p.PaymentId("pay"), p.SpendingId("spd"), Sealed("0")
    )
    made = after((asked, "spd"))
    assert (made["rvp"]["kind"], made["rvp"]["target"], made["rvp"]["status"]) == (
        "payment",
        "pay",
        "requested",
    )
    assert made["pay"]["status"] == "reversal_requested"


@pytest.mark.parametrize(
    ("dropped", "how"), [(f.ReversalWithdrawn, "withdrawn"), (f.ReversalRejected, "rejected")]
)
def test_what_was_to_be_reversed_stands_as_it_did_and_the_request_says_who_ended_it(
    dropped: type[f.ReversalWithdrawn | f.ReversalRejected], how: str
) -> None:
    gift = f.DonationReceived(
        f.DonationId("don"), f.FundId("fnd"), f.AccountId("acc"), None, cny(5), None, None, None, None
    )
    back = f.DonationRefunded(
        f.RefundId("ref"), f.DonationId("don"), f.FundId("fnd"), f.AccountId("acc"), None, cny(2), None,
        date(2026, 1, 1), None,
    )  # fmt: skip
    asked = f.ReversalRequested(f.ReversalId("rev"), "don", "donation", Sealed("0"))
    ended = dropped(f.ReversalId("rev"), "don", "donation", Sealed("1"))
    made = after(*((fact, "don") for fact in (gift, asked, ended)))
    assert made["don"]["status"] == "received"
    rev = made["rev"]
    assert (rev["status"], rev["reason"], rev["decision_reason"]) == (how, {"sealed": "0"}, {"sealed": "1"})
    assert (rev[f"{how}_by"], rev["amount"]) == ("per_founder", 5)
    assert (
        after(*((fact, "don") for fact in (gift, back, asked, ended)))["don"]["status"] == "partly_refunded"
    )
    assert "status" not in after((ended, "don"))["don"], "a part does not tell what it was"


@pytest.mark.parametrize("kind", ["receipt", "transfer", "outlay"])
def test_a_part_of_a_record_that_stands_says_so(kind: f.ReversibleKind) -> None:
    ended = f.ReversalWithdrawn(f.ReversalId("rev"), "x", kind, Sealed("1"))
    assert after((ended, "x"))["x"]["status"] == ("received" if kind == "receipt" else "made")


def test_a_payment_whose_reversal_was_dropped_is_paid() -> None:
    ids = p.ReversalId("rvp"), p.PaymentId("pay"), p.SpendingId("spd")
    asked, ended = (
        p.PaymentReversalRequested(*ids, Sealed("0")),
        p.PaymentReversalRejected(*ids, Sealed("1")),
    )
    made = after((asked, "spd"), (ended, "spd"))
    assert (made["pay"]["status"], made["rvp"]["status"], made["rvp"]["kind"]) == (
        "paid",
        "rejected",
        "payment",
    )


def test_a_cancelled_spending_says_who_cancelled_it_and_stays_so_when_a_payment_comes_back() -> None:
    ids = p.SpendingId("spd"), p.ProjectId("prj"), p.FundId("fnd")
    paid = p.PaymentId("pay"), *ids, p.AccountId("acc"), p.PartyId("org"), cny(2), ()
    facts = (
        p.SpendingRequested(*ids, p.PartyId("org"), cny(5), "planks", (), date(2026, 3, 1)),
        p.SpendingApproved(*ids, p.PartyId("org"), cny(5)),
        p.SpendingPaid(*paid, "planks", None),
        p.SpendingCancelled(*ids, cny(3), Sealed("0")),
    )
    made = after(*((fact, "spd") for fact in facts))["spd"]
    assert (made["status"], made["paid"], made["released"]) == ("cancelled", 2, 3)
    assert (made["cancelled_by"], made["reason"], made["approved_by"]) == (
        "per_founder",
        {"sealed": "0"},
        "per_founder",
    )
    back = p.PaymentReversed(p.ReversalId("rvp"), *paid, date(2026, 1, 1), still_owed=False)
    made = after(*((fact, "spd") for fact in (*facts, back)))["spd"]
    assert (made["status"], made["paid"]) == ("cancelled", 0)


def envelope(fact: Any, subject: str) -> dict[str, Any]:
    return {
        "council": "main", "service": fact.TYPE.split(".")[0], "position": 3, "type": fact.TYPE,
        "subject": subject, "command_id": "c", "actor": {"person": "per_1"}, "occurred_on": None,
        "recorded_at": "2025-03-01T01:00:00.000000Z", "cause": None, "data": CODEC.data(fact),
    }  # fmt: skip


def test_closing_a_project_is_shown_as_the_project_whatever_was_given_back_before() -> None:
    returned = p.AllocationReturned(
        p.AllocationId("all"), p.FundId("fnd"), p.ProjectId("prj"), cny(5), (p.Part(None, 5),), None,
        by_itself=True,
    )  # fmt: skip
    both = [envelope(returned, "all"), envelope(p.ProjectClosed(p.ProjectId("prj")), "prj")]
    assert records.represent(both)["id"] == "prj"
    assert records.represent(both[:1])["record"] == "return"


def test_what_comes_beside_a_reversal_is_not_what_is_shown() -> None:
    undone = f.DonationReversed(
        f.ReversalId("rev"),
        f.DonationId("don"),
        f.FundId("fnd"),
        f.AccountId("acc"),
        None,
        cny(5),
        None,
        date(2026, 1, 1),
    )
    beside = envelope(f.FundOverCommitted(f.FundId("fnd"), cny(5)), "fnd")
    shown = records.represent([beside, envelope(undone, "don")])
    assert (shown["record"], shown["id"], shown["status"]) == ("reversal", "rev", "confirmed")
    assert records.represent([beside])["record"] == "fund"


def test_what_a_newer_release_says_is_passed_over() -> None:
    strange = {**envelope(f.FundCovered(f.FundId("fnd")), "fnd"), "type": "funds.unheard_of.v9"}
    assert records.represent([strange]) == {}
