"""Bodies: notices and objections."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Any, Final

from marshmallow import post_load

from kernel import wire
from kernel.cases import Cases, sealing
from services.members.domain.notices.commands import (
    AnswerObjection,
    Objected,
    OpenNotice,
    RaiseObjection,
    SettleObjection,
    WithdrawNotice,
)
from services.members.domain.notices.documents import About
from services.members.events.notices import AboutKind

DAYS_MAX: Final = 366


class AboutSchema(wire.Strict):
    kind = wire.Choice(*typing.get_args(AboutKind), required=True)
    id = wire.Id("prj", "spd", "res", "all", required=True)

    @post_load
    def _read(self, data: Mapping[str, Any], **_: Any) -> About:
        return About(**data)


class ObjectedSchema(wire.Strict):
    kind = wire.Choice(*typing.get_args(AboutKind), "notice", required=True)
    id = wire.Id("prj", "spd", "res", "all", "not", required=True)

    @post_load
    def _read(self, data: Mapping[str, Any], **_: Any) -> Objected:
        return Objected(**data)


class OpenNoticeSchema(wire.Strict):
    about = wire.Inner(AboutSchema, required=True)
    text = wire.Text(required=True)
    starts_on = wire.Day(load_default=None, allow_none=True)
    days = wire.Count(1, DAYS_MAX, load_default=None, allow_none=True)


class WithdrawNoticeSchema(wire.Strict):
    notice = wire.Id("not", required=True)
    reason = wire.Text(load_default=None, allow_none=True)


class RaiseObjectionSchema(wire.Strict):
    about = wire.Inner(ObjectedSchema, required=True)
    text = wire.Text(required=True)


class AnswerObjectionSchema(wire.Strict):
    objection = wire.Id("obj", required=True)
    text = wire.Text(required=True)
    upheld = wire.Flag(required=True)


class SettleObjectionSchema(wire.Strict):
    objection = wire.Id("obj", required=True)
    text = wire.Text(required=True)


CASES: Final[Cases] = {
    OpenNotice.COMMAND: (OpenNoticeSchema(), sealing(OpenNotice)),
    WithdrawNotice.COMMAND: (WithdrawNoticeSchema(), sealing(WithdrawNotice, "reason")),
    RaiseObjection.COMMAND: (RaiseObjectionSchema(), sealing(RaiseObjection, "text")),
    AnswerObjection.COMMAND: (AnswerObjectionSchema(), sealing(AnswerObjection, "text")),
    SettleObjection.COMMAND: (SettleObjectionSchema(), sealing(SettleObjection, "text")),
}
