"""Each command of a service is a method of its nameko class, found by nameko itself."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import pytest
from nameko.containers import ServiceContainer

from kernel.domain import Domain, Topic, domain_of
from kernel.messaging.logservice import LogService, named_methods
from kernel.messaging.rpc import rpc
from services.funds.domain import DOMAIN as FUNDS
from services.funds.service import FundsService
from services.members.domain import DOMAIN as MEMBERS
from services.members.service import MembersService
from services.projects.domain import DOMAIN as PROJECTS
from services.projects.service import ProjectsService

SERVICES: list[tuple[type[LogService], Domain, set[str]]] = [
    (MembersService, MEMBERS, {"authenticate", "mandates_of", "set_password", "sign_in", "sign_out"}),
    (FundsService, FUNDS, {"available"}),
    (ProjectsService, PROJECTS, {"remaining"}),
]
WITH_A_SECRET = {
    *("issue_token", "issue_one_time_token", "confirm_password_reset"),
    *("set_password", "sign_in", "sign_out"),
}
"""Written by hand: what they are asked or answer holds a secret, that no command holds."""
OF_ALL = {"submit", "heads", "read_log", "openings", "cursors", "probe"}


class LendKey:
    """Lend a key."""

    COMMAND = "cupboard.lend_key"
    ROLES = frozenset({"keeper"})


class Heads:
    COMMAND = "cupboard.heads"
    ROLES = frozenset({"keeper"})


def cupboard(*commands: type) -> Domain:
    return domain_of("cupboard", [Topic(decide={command: lambda *_: [] for command in commands})])


class Desk:
    """Says what it was asked."""

    def perform(self, *asked: Any) -> dict[str, Any]:
        return {"asked": asked}


@pytest.mark.parametrize(("service", "domain", "beside"), SERVICES)
def test_nameko_finds_a_method_for_each_command_and_no_other(
    service: type[LogService], domain: Domain, beside: set[str]
) -> None:
    found = {entrypoint.method_name for entrypoint in ServiceContainer(service).entrypoints}
    named = {one.COMMAND.partition(".")[2] for one in domain.commands if one.ROLES}  # type: ignore[attr-defined]
    assert found == OF_ALL | named | beside


@pytest.mark.parametrize(
    "command",
    [command for _, domain, _ in SERVICES for command in domain.commands],
    ids=lambda one: one.__name__,
)
def test_every_command_says_what_it_does(command: type) -> None:
    # Of a dataclass without one, Python makes a docstring of the signature.
    assert not (command.__doc__ or "").startswith(f"{command.__name__}(")
    assert command.__doc__


@pytest.mark.parametrize(("service", "domain", "_"), SERVICES)
def test_a_method_tells_what_its_command_does(service: type[LogService], domain: Domain, _: set[str]) -> None:
    for command in domain.commands:
        method = getattr(service, command.COMMAND.partition(".")[2], None)  # type: ignore[attr-defined]
        if method is not None and method.__name__ not in WITH_A_SECRET:
            assert method.__doc__ == command.__doc__
            assert list(inspect.signature(method).parameters) == ["self", "council", "actor", "key", "body"]


def test_a_method_hands_its_command_to_the_desk() -> None:
    @named_methods(cupboard(LendKey))
    class Cupboard(LogService):
        name = "cupboard"
        desk = Desk()

    service: Any = Cupboard()
    assert service.lend_key("main", {"person": "per_1"}, "k-1", body={"key": "gate"}) == {
        "asked": ("main", "cupboard.lend_key", {"person": "per_1"}, "k-1", {"key": "gate"})
    }


def test_what_a_class_has_by_itself_stands() -> None:
    @named_methods(cupboard(LendKey))
    class Cupboard(LogService):
        name = "cupboard"

        @rpc
        def lend_key(self, council: str, actor: Mapping[str, Any], key: str, body: Mapping[str, Any]) -> str:
            return f"{council} {actor} {key} {body}"

    assert Cupboard().lend_key("main", {}, "k", {}) == "main {} k {}"


def test_no_command_takes_the_name_of_what_every_service_answers() -> None:
    class Cupboard(LogService):
        name = "cupboard"

    with pytest.raises(TypeError, match="heads"):
        named_methods(cupboard(Heads))(Cupboard)
