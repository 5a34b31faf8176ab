"""The world that the walk over all routes and roles goes through: a person per role, a record per kind.

A record is made by the example of the first route that makes its kind. Where that is not enough, it needs a
maker: a function under `@makes("<kind>")` that makes one through HTTP and returns its id; or ids, where the
route's answer hangs on which (reversals), or an example names another one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from support.filed import PDF, filled
from support.house import Caller, House, today
from support.roles_page import ROLES

from gateway import commands
from gateway.commands import Route
from gateway.kinds import PATHS

GIFT: Final = {"fund": "gongzhi", "account": "bank", "amount": "9000.00", "occurred_on": "2026-01-02"}
FILE: Final = filled(PDF, b"an invoice")
SOMEBODY: Final = {"name": "孙八", "kind": "person"}
MAKERS: Final[dict[str, Callable[[World], str | tuple[str, ...]]]] = {}
_EXAMPLES_ID: Final = re.compile(r"([a-z]{3})_0123456789abcdefghjk")
_KIND_OF: Final = {"advances": "advance"} | {path: kind for kind, path in PATHS.items()}
"""Also of what is a kind of another record: an advance is a spending."""
Maker = Callable[["World"], str | tuple[str, ...]]


class World:
    """One council with somebody of each role, and another one whose founder holds every role."""

    def __init__(self, house: House) -> None:
        self.house = house
        founder = house.founder
        self.nobody = house.person("钱七")
        self._ids: dict[str, tuple[str, ...]] = {}
        founder.made("/v1/members", {"code": "choir", "name": "合唱团", "kind": "cultural_society"})
        self.by_role: dict[str, Caller] = {}
        for role in ROLES:
            person = founder.made("/v1/people", {"name": "张三"})["id"]
            mandate = {"person": person, "role": role, "from": "2020-01-01"}
            unit = {"member": "choir"} if role == "councillor" else {}
            founder.made("/v1/mandates", {**mandate, **unit})
            token = founder.made("/v1/tokens", {"person": person})["token"]
            self.by_role[role] = Caller(house, token, person)

    def post(self, role: str, path: str, body: Mapping[str, Any] | None = None) -> str:
        """The id of what a person of that role made; everybody has noted it."""
        made = self.by_role[role].made(f"/v1{path}", body)
        self.house.settled()
        return str(made["id"])

    def ids(self, kind: str) -> tuple[str, ...]:
        """Of the record (or records) of a kind, made when first asked for."""
        if kind not in self._ids:
            made = MAKERS[kind](self) if kind in MAKERS else self._by_example(kind)
            self._ids[kind] = (made,) if isinstance(made, str) else made
        return self._ids[kind]

    def _by_example(self, kind: str) -> str:
        """What the example of the first route for this kind makes."""
        help_ = f'say under @makes("{kind}") in {__name__} how one is made'
        changing = f"/{PATHS[kind]}/"
        making = (one for one in commands.ALL if one.makes == kind and not one.path.startswith(changing))
        route = next(making, None)
        assert route is not None, f"no route makes a {kind}: {help_}"
        ref = self.refs(route.path)[0] if "<ref>" in route.path else ""
        path = f"/v1{route.path.replace('<ref>', ref)}"
        answer = self.by_role[route.roles[0]].post(path, self.example(route, ref))
        assert answer.status_code == 201, f"POST {path} by its example: {answer.text}: {help_}"
        self.house.settled()
        return str(answer.json["id"])

    def an(self, kind: str) -> str:
        """The id of one."""
        return self.ids(kind)[0]

    def everything(self) -> dict[str, str]:
        """Make one of every kind; the kinds that cannot be made, and why."""
        faults = {}
        for kind in PATHS:
            try:
                self.ids(kind)
            except AssertionError as fault:
                faults[kind] = str(fault)
        return faults

    def others(self, ref: str) -> dict[str, str]:
        """`don` -> the id of a donation, and so on; not `ref`, where there is another of its kind."""
        found = [one for ids in self._ids.values() for one in reversed(ids)]
        return {one.partition("_")[0]: one for one in sorted(found, key=lambda one: one != ref)}

    def every_id(self) -> frozenset[str]:
        """Of everything that was made, and of the people: what another council must never see."""
        people = {one.person for one in (*self.by_role.values(), self.nobody)}
        return frozenset(people | {one for ids in self._ids.values() for one in ids})

    def refs(self, path: str) -> tuple[str, ...]:
        """What may stand for <ref> in this path: ids of the kind that it begins with."""
        kind = _KIND_OF.get(path.split("/")[1])
        assert kind is not None, (
            f"{path}: no kind has this path, so {__name__} must be told what its <ref> is"
        )
        return self.ids(kind)

    def example(self, route: Route, ref: str = "") -> Any:
        """Its example of a body, with ids that are there; `ref` stands in the path."""
        return real(route.example, self.others(ref))


def real(node: Any, ids: Mapping[str, str]) -> Any:
    """An example with the ids of real records."""
    if isinstance(node, Mapping):
        return {name: real(one, ids) for name, one in node.items()}
    if isinstance(node, (list, tuple)):
        return [real(one, ids) for one in node]
    if isinstance(node, str) and (match := _EXAMPLES_ID.fullmatch(node)):
        assert match[1] in ids, (
            f"no record has an id that begins with {match[1]}_: {node} stands in an example"
        )
        return ids[match[1]]
    return node


def makes(kind: str) -> Callable[[Maker], Maker]:
    """Marks how a record of `kind` is made."""

    def marked(maker: Maker) -> Maker:
        MAKERS[kind] = maker
        return maker

    return marked


# --- members -----------------------------------------------------------------------------------------
@makes("handover")
def _(world: World) -> str:
    roles = {"from": "treasurer", "to": "resident", "supervisor": "supervisor"}
    named = {side: world.by_role[role].person for side, role in roles.items()}
    accounts = world.house.founder.seen("/v1/money-accounts", limit="200")["items"]
    counts = [{"account": one["id"], "counted": "1"} for one in accounts]
    said = {"counts": counts, "receipt_stock": "0001-0050", "difference_note": "找零"}
    return world.post("treasurer", "/handovers", {**named, **said})


@makes("person")
def _(world: World) -> tuple[str, ...]:
    return tuple(world.post("founder", "/people", {"name": "李四"}) for _ in range(2))


@makes("mandate")
def _(world: World) -> str:
    body = {"person": world.an("person"), "role": "resident", "from": "2026-01-01"}
    return world.post("founder", "/mandates", body)


# --- funds -------------------------------------------------------------------------------------------
@makes("account")
def _(world: World) -> tuple[str, ...]:
    body = {"kind": "bank", "legal_holder": "社区"}
    return tuple(
        world.post("founder", "/money-accounts", {**body, "code": code, "name": code})
        for code in ("bank", "cash")
    )


@makes("fund")
def _(world: World) -> str:
    said = {"kind": "co_governance", "source": "donation", "legal_holder": "社区"}
    return world.post("founder", "/funds", {"code": "gongzhi", "name": "共治资金", **said})


def _given(world: World) -> str:
    world.an("account"), world.an("fund")
    return world.post("treasurer", "/donations", {**GIFT, "donor": SOMEBODY, "note": "为了母亲"})


@makes("donation")
def _(world: World) -> str:
    return _given(world)


@makes("refund")
def _(world: World) -> str:
    body = {"amount": "1", "occurred_on": "2026-01-02", "reason": "误转"}
    return world.post("treasurer", f"/donations/{_given(world)}/refunds", body)


@makes("transfer")
def _(world: World) -> str:
    _given(world)
    body = {"from": "bank", "to": "cash", "amount": "1", "occurred_on": "2026-01-05"}
    return world.post("treasurer", "/transfers", body)


@makes("outlay")
def _(world: World) -> str:
    _given(world)
    return world.post("treasurer", "/outlays", {**GIFT, "kind": "bank_fee", "amount": "1"})


@makes("allocation")
def _(world: World) -> str:
    _given(world), world.an("project")
    body = {"fund": "gongzhi", "project": "bench", "amount": "5000", "occurred_on": "2026-01-03"}
    return world.post("chair", "/allocations", body)


# --- projects ----------------------------------------------------------------------------------------
@makes("project")
def _(world: World) -> str:
    body = {"code": "bench", "name": "长椅", "purpose": "广场长椅"}
    return world.post("project_lead", "/projects", body)


def _asked(world: World) -> str:
    world.an("allocation")
    body = {"amount": "4", "payee": SOMEBODY, "purpose": "木料", "attachments": ["0" * 64]}
    return world.post("project_lead", "/projects/bench/spending", body)


@makes("spending")
def _(world: World) -> str:
    return _asked(world)


@makes("advance")
def _(world: World) -> str:
    world.an("allocation")
    body = {"amount": "400", "payee": SOMEBODY, "purpose": "木料", "kind": "advance"}
    spending = world.post("project_lead", "/projects/bench/spending", body)
    world.post("chair", f"/spending/{spending}/approvals")
    paid = {"amount": "400", "account": "bank"}
    world.post("treasurer", f"/spending/{spending}/payments", paid)
    return spending


@makes("settlement")
def _(world: World) -> str:
    return world.post("treasurer", f"/advances/{world.an('advance')}/settlements", {"spent": "1"})


@makes("payment")
def _(world: World) -> str:
    spending = _asked(world)
    world.post("chair", f"/spending/{spending}/approvals")
    body = {"amount": "4", "account": "bank"}
    return world.post("treasurer", f"/spending/{spending}/payments", body)


@makes("allocation_request")
def _(world: World) -> str:
    # What the chair allocates alone is there before the policy that asks for more.
    world.an("allocation"), world.an("policy")
    body = {"fund": "gongzhi", "project": "bench", "amount": "7", "occurred_on": "2026-01-03"}
    return world.post("chair", "/allocations", body)


@makes("fund_transfer")
def _(world: World) -> str:
    world.an("account"), world.an("fund")
    tied = {"kind": "category", "value": "养老"}
    donation = world.post("treasurer", "/donations", {**GIFT, "restriction": tied})
    consent = {"donation": donation, "paper": "0" * 64}
    said = {"kind": "other", "source": "own", "legal_holder": "社区"}
    world.post("founder", "/funds", {"code": "gongyi", "name": "公益金", **said})
    body = {"from": "gongzhi", "to": "gongyi", "amount": "1", "occurred_on": "2026-01-02", "reason": "转错"}
    return world.post("treasurer", "/fund-transfers", {**body, "consent": consent})


@makes("file")
def _(world: World) -> str:
    stored = world.by_role["secretary"].post("/v1/files", FILE)
    assert stored.status_code == 201, stored.text
    world.house.settled()
    return str(stored.json["id"])


# --- gifts in kind -----------------------------------------------------------------------------------
def _sorted_goods(world: World) -> str:
    world.an("fund")
    goods = {"name": "棉衣", "unit": "件", "quantity": 100}
    body = {
        "fund": "gongzhi",
        "items": [goods],
        "valued": False,
        "occurred_on": "2026-01-02",
        "purpose": "衣",
    }
    gift = world.post("treasurer", "/gifts-in-kind", body)
    sorting = {"items": [{"name": "棉衣", "usable": 95, "discarded": 5}], "occurred_on": "2026-01-02"}
    world.post("treasurer", f"/gifts-in-kind/{gift}/sortings", sorting)
    return gift


@makes("shipment")
def _(world: World) -> str:
    body = {"recipient": SOMEBODY, "items": [{"name": "棉衣", "quantity": 4}], "occurred_on": "2026-01-03"}
    return world.post("treasurer", f"/gifts-in-kind/{_sorted_goods(world)}/shipments", body)


@makes("loss")
def _(world: World) -> str:
    body = {"items": [{"name": "棉衣", "quantity": 2}], "occurred_on": "2026-01-03", "reason": "受潮"}
    return world.post("chair", f"/gifts-in-kind/{_sorted_goods(world)}/losses", body)


# --- the community's life ------------------------------------------------------------------------------
@makes("call_back")
def _(world: World) -> str:
    opinion = world.an("opinion")
    issue = world.post("secretary", "/issues", {"title": "路灯不亮", "opinions": [opinion]})
    lead = world.by_role["project_lead"]
    world.post("secretary", f"/issues/{issue}/assignments", {"person": lead.person})
    world.post("project_lead", f"/issues/{issue}/solutions", {"text": "已修好"})
    return world.post(
        "secretary", "/call-backs", {"opinion": opinion, "issue": issue, "result": "unreachable"}
    )


@makes("reversal")
def _(world: World) -> tuple[str, ...]:
    """Of funds' facts, and of a payment."""
    return (
        world.post("treasurer", f"/donations/{_given(world)}/reversals", {"reason": "重复"}),
        world.post("treasurer", f"/payments/{world.an('payment')}/reversals", {"reason": "退回"}),
    )


# --- decisions ---------------------------------------------------------------------------------------
@makes("resolution")
def _(world: World) -> str:
    world.an("policy")
    body = {"title": "长椅", "text": "广场长椅", "kind": "other", "body": "full_council"}
    return world.post("chair", "/resolutions", {**body, "closes_on": today()})


@makes("notice")
def _(world: World) -> str:
    about = {"kind": "resolution", "id": world.an("resolution")}
    return world.post("secretary", "/notices", {"about": about, "text": "公示", "days": 7})
