"""Bodies: accounts and funds."""

from __future__ import annotations

from typing import Final, get_args

from kernel import wire
from kernel.cases import Cases, sealing
from kernel.money import EXPONENTS
from services.funds.domain.registry.commands import OpenAccount, OpenFund
from services.funds.events import AccountKind, FundKind, FundSource
from services.funds.schemas.parts import NAME_MAX, OPTIONAL, RestrictionSchema


class OpenAccountSchema(wire.Strict):
    code = wire.Code(required=True)
    name = wire.Text(NAME_MAX, required=True)
    kind = wire.Choice(*get_args(AccountKind), required=True)
    currency = wire.Choice(*EXPONENTS, load_default="CNY")
    legal_holder = wire.Text(NAME_MAX, required=True)


class OpenFundSchema(wire.Strict):
    code = wire.Code(required=True)
    name = wire.Text(NAME_MAX, required=True)
    kind = wire.Choice(*get_args(FundKind), required=True)
    source = wire.Choice(*get_args(FundSource), required=True)
    legal_holder = wire.Text(NAME_MAX, required=True)
    currency = wire.Choice(*EXPONENTS, load_default="CNY")
    restriction = wire.Inner(RestrictionSchema, **OPTIONAL)


CASES: Final[Cases] = {
    OpenAccount.COMMAND: (OpenAccountSchema(), sealing(OpenAccount)),
    OpenFund.COMMAND: (OpenFundSchema(), sealing(OpenFund)),
}
