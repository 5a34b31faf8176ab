"""The codec of every fact that the ledger reads."""

from __future__ import annotations

from typing import Final, get_args

from kernel.codec import Codec
from services.funds import events as funds
from services.members import events as members
from services.projects import events as projects

CODEC: Final = Codec([*get_args(members.Fact), *get_args(funds.Fact), *get_args(projects.Fact)])
