"""HTTP bodies of those who have no token yet. A password is taken as it was typed."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validates_schema

from gateway.schemas.common import optional
from kernel import wire

PASSWORD_LEAST, PASSWORD_MOST = 10, 200


class Secret(wire.Field):
    """Something secret, of `least` to 200 characters, whose blanks count too."""

    def __init__(self, least: int = 1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least = least

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        text = self.text(value)
        if not self.least <= len(text) <= PASSWORD_MOST:
            raise ValidationError("password.length")
        return text


class SignIn(wire.Strict):
    """`council` may be left out where the installation has one."""

    council = optional(wire.Ref)
    name = wire.Text(100, required=True)
    password = Secret(required=True)


class Password(wire.Strict):
    """The first one, or one after a reset, by a one-time token; else by the old one."""

    council = optional(wire.Ref)
    name = wire.Text(100, required=True)
    password = Secret(PASSWORD_LEAST, required=True)
    one_time_token = optional(Secret)
    old_password = optional(Secret)

    @validates_schema(skip_on_field_errors=True)
    def _one_of_two(self, data: Any, **_: Any) -> None:
        if (data.get("one_time_token") is None) == (data.get("old_password") is None):
            raise ValidationError("password.one_of_two", field_name="one_time_token")
