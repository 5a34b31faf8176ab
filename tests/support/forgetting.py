"""Somebody whose name stands wherever one can: what they gave, said, objected to, what was said of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from support.filed import PHOTO, filled, sent
from support.house import Caller, House, today

from gateway.commands.decisions import TERMS

NAME: Final = "欧阳丙丁戊"
SPELLINGS: Final = (
    NAME.encode(),
    json.dumps(NAME)[1:-1].encode(),
    json.dumps(NAME)[1:-1].upper().replace("\\U", "\\u").encode(),
    NAME.encode("utf-16-le"),
    NAME.encode("utf-16-be"),
)
FACE: Final = filled(PHOTO, b"the face of " + NAME.encode())
DAY: Final = "2026-01-02"
PAPER: Final = "0" * 64


def named_in(data: bytes) -> bool:
    """Whether the name is in it, however it is spelled."""
    return any(spelling in data for spelling in SPELLINGS)


@dataclass(frozen=True)
class Known:
    """`person` has the name; the others work for the council."""

    house: House
    person: Caller
    treasurer: Caller
    chair: Caller
    secretary: Caller
    auditor: Caller
    signing: Mapping[str, str]
    """With this the person signs in."""

    def signed_in(self) -> int:
        """The status of the answer to a sign-in."""
        return int(_signing(self.house, "sign-ins", self.signing).status_code)


def known(house: House) -> Known:
    """A council, and in it somebody of whom every kind of sealed text speaks."""
    founder = house.founder
    founder.made("/v1/members", {"code": "v1", "name": "第一单位", "kind": "resident_unit"})
    treasurer, chair = house.person("出纳", "treasurer"), house.person("理事长", "chair")
    secretary, auditor = house.person("秘书", "secretary"), house.person("审计", "auditor")
    person = house.person(NAME, "resident")
    seat = {"person": person.person, "role": "councillor", "from": "2020-01-01", "member": "v1"}
    founder.made("/v1/mandates", seat)
    once = founder.made(f"/v1/people/{person.person}/one-time-tokens")["one_time_token"]
    signing = {"name": NAME, "password": f"{NAME}的口令很长"}
    assert _signing(house, "passwords", {**signing, "one_time_token": once}).status_code == 201
    one = Known(house, person, treasurer, chair, secretary, auditor, signing)
    assert one.signed_in() == 201
    _gave(one)
    _said(one)
    _decided(one)
    assert sent(secretary, FACE, shows_people="true", concerns=person.person).status_code == 201
    house.settled()
    return one


def _gave(one: Known) -> None:
    """Money, in their name, some of which goes back."""
    founder, treasurer, person = one.house.founder, one.treasurer, one.person.person
    account = {"code": "bank", "name": "基本户", "kind": "bank", "legal_holder": "社区"}
    founder.made("/v1/money-accounts", account)
    fund = {"code": "gz", "name": "共治资金", "kind": "co_governance", "source": "donation"}
    founder.made("/v1/funds", {**fund, "legal_holder": "社区"})
    money = {"fund": "gz", "account": "bank", "amount": "100.00", "occurred_on": DAY, "donor": person}
    treasurer.made("/v1/pledges", {"fund": "gz", "amount": "5", "occurred_on": DAY, "donor": person})
    gift = treasurer.made("/v1/donations", {**money, "note": f"{NAME}的心意"})["id"]
    back = {"amount": "1", "occurred_on": DAY, "reason": f"{NAME}多转了"}
    treasurer.made(f"/v1/donations/{gift}/refunds", back)


def _said(one: Known) -> None:
    """An opinion, what was done about it, and what they said to that."""
    secretary, person = one.secretary, one.person.person
    said = {"channel": "visit", "topic": "公共设施", "text": f"{NAME}说没有地方坐", "place": f"{NAME}家门口"}
    opinion = secretary.made("/v1/opinions", {**said, "author": person, "occurred_on": DAY})["id"]
    issue = secretary.made("/v1/issues", {"title": "没有长椅", "opinions": [opinion]})["id"]
    secretary.made(f"/v1/issues/{issue}/assignments", {"person": one.chair.person})
    one.chair.made(f"/v1/issues/{issue}/solutions", {"text": f"为{NAME}增设座椅"})
    asked = {"opinion": opinion, "issue": issue, "result": "satisfied", "note": f"{NAME}满意"}
    secretary.made("/v1/call-backs", asked)


def _decided(one: Known) -> None:
    """Objections, spoken and on paper, with answers; a seat that is recused; what it all was about."""
    chair, person = one.chair, one.person
    lead = one.house.person("王五", "project_lead")
    lead.made("/v1/projects", {"code": "bench", "name": "长椅", "purpose": "广场长椅"})
    one.house.founder.made("/v1/policies", {"terms": {**TERMS, "minimum_present": 1}})
    about = {"kind": "project", "id": "bench"}
    notice = {"kind": "notice", "id": chair.made("/v1/notices", {"about": about, "text": "公示"})["id"]}
    objected = {"about": notice, "text": f"{NAME}觉得太近"}
    on_paper = {"on_behalf": {"person": person.person, "paper": PAPER}}
    for who, how in ((person, {}), (one.secretary, on_paper)):
        path = f"/v1/objections/{who.made('/v1/objections', {**objected, **how})['id']}"
        chair.made(f"{path}/answers", {"text": f"已与{NAME}商量", "upheld": True})
        one.secretary.made(f"{path}/settlements", {"text": f"已按{NAME}的意见移位"})
    chair.made(f"/v1/notices/{notice['id']}/withdrawals", {"reason": f"{NAME}有异议"})
    asked = {"title": "添置长椅", "text": "广场长椅十张", "kind": "other", "body": "full_council"}
    resolution = chair.made("/v1/resolutions", {**asked, "closes_on": today()})["id"]
    path = f"/v1/resolutions/{resolution}/recusals"
    proposal = {"seat": "v1", "reason": f"{NAME}是供应商"}
    chair.made(path, proposal)
    person.made(path, {"reason": f"{NAME}是亲属"})


def answers(one: Known) -> Iterator[tuple[str, bytes]]:
    """All that the auditor reads over HTTP: each list, each record of it, the log and its openings."""
    rules = sorted(rule.rule for rule in one.house.app.url_map.iter_rules() if "GET" in (rule.methods or ()))
    for rule in rules:
        if "<" in rule:
            continue
        answer = one.auditor.get(rule, limit="200") if f"{rule}/<ref>" in rules else one.auditor.get(rule)
        assert answer.status_code in (200, 308), (rule, answer.text)
        yield rule, answer.data
        if f"{rule}/<ref>" not in rules:
            continue
        assert answer.json["next_cursor"] is None, f"{rule}: more than a page"
        for path in (f"{rule}/{item['id']}" for item in answer.json["items"]):
            yield path, one.auditor.get(path).data
    for service in ("members", "funds", "projects"):
        events = one.auditor.get("/v1/events", service=service, limit="200")
        yield f"/v1/events of {service}", events.data
        assert events.json["next_cursor"] is None, "more than a page"
        for digest in _seals(events.json):
            path = f"/v1/openings/{digest}"
            yield path, one.auditor.get(path, service=service).data


def _seals(node: Any) -> Iterator[str]:
    for child in node.values() if isinstance(node, dict) else node:
        if isinstance(child, dict) and "sealed" in child:
            yield child["sealed"]
        elif isinstance(child, (dict, list)):
            yield from _seals(child)


def _signing(house: House, path: str, body: Mapping[str, str]) -> Any:
    headers = {"Idempotency-Key": house.key()}
    sent_ = {"data": orjson.dumps(body), "content_type": "application/json"}
    return house.open(f"/v1/{path}", "POST", headers=headers, **sent_)
