"""The demonstration council: invented, labelled, and nowhere equal to a figure of the report.

But for how many building groups, volunteer teams and volunteers there are.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, combinations

from cli.demo import community, council, groups, money
from cli.demo.council import GOVERNANCE, SELF, WELFARE

REPORT_YUAN = {2_600_000, 1_000_000, 2_000_000}
REPORT_COUNTS = {
    120_000, 30, 189, 3_853, 1_216, 10_000, 2_352, 783, 45, 703_000, 67, 6_327, 78, 20_000, 9, 460, 1_000,
}  # fmt: skip


def sums() -> dict[str, int]:
    """Every sum that a page of figures could show, in fen."""
    gifts, grants, projects = money.gifts(), money.grants(), money.projects()
    spending = [one for project in projects for one in project.spending]
    found: Counter[str] = Counter()
    for gift in gifts:
        for name in ("gifts", f"gifts {gift.day.year}", f"gifts {gift.account}", f"gifts for {gift.project}"):
            found[name] += gift.fen
    for grant in grants:
        for name in ("grants", f"grants {grant.day.year}", f"grants {grant.fund}", f"grants {grant.kind}"):
            found[name] += grant.fen
    for project in projects:
        for fund, fen, day in project.allocations:
            for name in (
                "allocated",
                f"allocated {fund}",
                f"allocated {project.code}",
                f"allocated {day.year}",
            ):
                found[name] += fen
    for one in spending:
        for name in (one.ends, f"{one.ends} {one.fund}", f"spending {one.fund}", "spending"):
            found[name] += one.fen
    found["received"] = found["gifts"] + found["grants"]
    return dict(found)


def test_no_sum_of_the_demonstration_is_one_of_the_report() -> None:
    yuan = {name: fen / 100 for name, fen in sums().items()}
    assert {name for name, sum_ in yuan.items() if sum_ in REPORT_YUAN | REPORT_COUNTS} == set()
    differences = {abs(a - b) for a, b in combinations(yuan.values(), 2)}
    assert not differences & REPORT_YUAN


def test_no_count_of_the_demonstration_is_one_of_the_report() -> None:
    projects = money.projects()
    spending = [one for project in projects for one in project.spending]
    counts = {
        "gifts": len(money.gifts()),
        "donors": len({gift.donor for gift in money.gifts()}),
        "grants and gifts": len(money.grants()) + len(money.gifts()),
        "projects": len(projects),
        "spending": len(spending),
        "payments": sum(len(one.paid_on) for one in spending),
        "allocations": sum(len(project.allocations) for project in projects),
        **Counter(unit.kind for unit in council.setup().units),
        "opinions": len(community.OPINIONS),
        "issues": len(community.ISSUES),
        "posts": len(community.POSTS),
        "claims": sum(len(units) for *_, units in community.POSTS) + 1,
        "visits": sum(visits for _, _, _, visits, _ in community.ACTIVITIES),
        "hours": sum(hours for _, _, _, _, hours, _ in community.HOURS),
    }
    assert {name for name, count in counts.items() if count in REPORT_COUNTS} == set()


def test_there_are_33_units_three_funds_and_people_of_one_role_each() -> None:
    setup = council.setup()
    assert len({unit.code for unit in setup.units}) == len(setup.units) == 33
    assert {fund.kind for fund in setup.funds} == {"co_governance", "public_welfare", "self_governance"}
    roles = [office.role for person in setup.people for office in person.offices]
    assert len(set(roles)) == len(roles) == 8
    # Whom the pages of docs/ speak as; the founder's token is the one of the first run.
    assert {"treasurer", "chair", "project_lead", "secretary", "standing_board", "resident"} <= set(roles)


def test_189_building_groups_and_67_teams_of_6327_volunteers_join_beside_the_units() -> None:
    bodies = [body for _, _, body in groups.joining()]
    kinds = Counter(body["kind"] for body in bodies)
    assert kinds == {"building_group": 189, "volunteer_team": 67}
    assert len(bodies) + len(council.setup().units) == 289
    assert {unit.kind for unit in council.setup().units} & set(kinds) == set()
    counts = [body["head_count"] for body in bodies if body["kind"] == "volunteer_team"]
    assert (sum(counts), min(counts) > 0) == (6_327, True)
    assert len(set(counts)) > 1
    units = council.setup().units
    for field, taken in (("code", [one.code for one in units]), ("name", [one.name for one in units])):
        assert len({*taken, *(body[field] for body in bodies)}) == 289, field
    assert {one["joined_on"] for one in bodies} == {"2022-01-01"}  # the same on whatever day it is loaded


def test_what_was_set_up_is_never_booked_as_donations() -> None:
    assert {grant.fund for grant in money.grants()} == {WELFARE, SELF}
    assert {grant.kind for grant in money.grants()} == {"grant", "appropriation"}


def test_everything_says_that_it_is_a_demonstration() -> None:
    setup = council.setup()
    names = chain(
        [setup.council],
        (unit.name for unit in setup.units),
        (body["name"] for _, _, body in groups.joining()),
        (person.name for person in setup.people),
        *((account.name, account.legal_holder) for account in setup.accounts),
        *((fund.name, fund.legal_holder) for fund in setup.funds),
        (gift.donor for gift in money.gifts() if gift.donor is not None),
        (gift.purpose for gift in money.gifts() if gift.purpose is not None),
        (grant.payer for grant in money.grants()),
        *((one.name, one.purpose, *(s.purpose for s in one.spending)) for one in money.projects()),
        (spending.payee for project in money.projects() for spending in project.spending),
        (body["text"] for _, _, body in community.opinions()),
        (body["title"] for _, _, body in community.issues({one[0]: one[0] for one in community.OPINIONS})),
        (body["name"] for _, _, body in community.posts()),
        (body.get("name") or body.get("text") or "演示" for _, _, body in community.held()),
    )
    assert [name for name in names if "演示" not in name] == []


def test_every_fund_has_what_it_commits_and_every_project_what_it_spends() -> None:
    has: Counter[str] = Counter({GOVERNANCE: sum(gift.fen for gift in money.gifts() if gift.project is None)})
    for grant in money.grants():
        has[grant.fund] += grant.fen
    for project in money.projects():
        held: Counter[str] = Counter()
        for fund, fen, _ in project.allocations:
            held[fund] += fen
            has[fund] -= fen
        for spending in project.spending:
            held[spending.fund] -= spending.fen if spending.ends != "rejected" else 0
        assert min(held.values()) >= 0, project.code
    assert min(has.values()) > 0, has


def test_references_are_unique_and_days_are_of_the_three_years() -> None:
    gifts, grants = money.gifts(), money.grants()
    spending = [one for project in money.projects() for one in project.spending]
    told = [
        *((gift.ref, gift.day) for gift in gifts),
        *((grant.ref, grant.day) for grant in grants),
        *((one.ref, one.day) for one in spending),
    ]
    assert len({ref for ref, _ in told}) == len(told)
    assert {day.year for _, day in told} == set(money.YEARS)
