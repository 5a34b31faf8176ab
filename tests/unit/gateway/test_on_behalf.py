"""What the secretary writes down for who did it on paper: the body, and the order that it makes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gateway import commands
from gateway.commands.route import Route
from gateway.orders import OnBehalf
from kernel.errors import InvalidInput
from kernel.wire import load

IN_PERSON = replace(commands.of("/spending/<ref>/rejections"), on_behalf=False)
ON_PAPER: Route = replace(IN_PERSON, on_behalf=True)
ADA = "per_0123456789abcdefghjk"
PAPER = "ab" * 32


def test_whose_act_it_is_goes_with_the_order_and_not_into_the_command() -> None:
    body = load(ON_PAPER.body, {"reason": "no", "on_behalf": {"person": ADA, "paper": PAPER}})
    order = ON_PAPER.order(body, "k", "spd_1")
    assert order.on_behalf == OnBehalf(ADA, PAPER)
    assert order.body == {"reason": "no", "spending": "spd_1"}
    assert ON_PAPER.order(load(ON_PAPER.body, {"reason": "no"}), "k", "spd_1").on_behalf is None


def test_in_a_batch_too() -> None:
    body = load(ON_PAPER.in_batch, {"spending": "spd_1", "on_behalf": {"person": ADA, "paper": PAPER}})
    assert ON_PAPER.order(body, "k").on_behalf == OnBehalf(ADA, PAPER)


@pytest.mark.parametrize(
    ("on_behalf", "field"),
    [
        ({"person": ADA}, "on_behalf.paper"),
        ({"person": ADA, "paper": "ab"}, "on_behalf.paper"),
        ({"person": "org_0123456789abcdefghjk", "paper": PAPER}, "on_behalf.person"),
        ({"person": "service:members", "paper": PAPER}, "on_behalf.person"),
        ({"person": ADA, "paper": PAPER, "role": "chair"}, "on_behalf.role"),
        ("me", "on_behalf"),
    ],
)
def test_a_faulty_one_is_refused_with_its_field(on_behalf: Any, field: str) -> None:
    with pytest.raises(InvalidInput) as no:
        load(ON_PAPER.body, {"on_behalf": on_behalf})
    assert {name for name in no.value.errors if name.startswith(field)}


def test_what_is_done_in_person_knows_no_such_field() -> None:
    with pytest.raises(InvalidInput) as no:
        load(IN_PERSON.body, {"on_behalf": {"person": ADA, "paper": PAPER}})
    assert no.value.errors == {"on_behalf": ["field.unknown"]}
