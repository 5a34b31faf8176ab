"""Marshmallow fields that services and gateway share: strict, and with stable codes for every fault.

A fault's code (`field.required`, `text.too_long`, `money.decimals` ...) is what crosses the wire; the gateway
alone turns codes into sentences.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from marshmallow import RAISE, Schema, ValidationError, fields, missing

from kernel import canonical, ids
from kernel.errors import InvalidInput
from kernel.money import Money, MoneyError, exponent, parse_minor

TEXT_MAX: Final = 500
SUM_MAX: Final = 10**13
"""The largest single sum in minor units (a hundred thousand million yuan): totals of many stay exact."""
WHOLE_MAX: Final = 2**53 - 1
LINE_MAX: Final = 1_000_000_000
COUNT_MAX: Final = 1_000_000_000
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_REFERENCE: Final = re.compile(r"[!-~]{1,64}", re.ASCII)
_SHA256: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_KEY: Final = re.compile(r"[!-~]{1,200}", re.ASCII)
OF_COUNCIL: Final = "council:"
"""A key that begins so is the whole council's; every other belongs to the one who sends it."""

FAULTS: Final[dict[str, Any]] = {
    "required": "field.required",
    "null": "field.null",
    "validator_failed": "field.invalid",
    "invalid": "field.type",
    "type": "field.type",
}


class Strict(Schema):
    """A schema that refuses what it does not know."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "field.unknown", "type": "field.type"}  # noqa: RUF012 - marshmallow's way

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        made = self._hooks.get("post_load", [])
        others = any(hooks for tag, hooks in self._hooks.items() if tag != "post_load")
        plain = not others and not any(many or more for _, many, more in made)
        plain = plain and not any(map(_has_more, self.load_fields.values()))
        self._made = [getattr(self, name) for name, _, _ in made]
        self._ways = (
            [(f.data_key or name, name, f) for name, f in self.load_fields.items()] if plain else None
        )

    def at_once(self, body: object) -> Any:
        """What `load` gives where nothing is wrong; None where something may be, which `load` then tells.

        Every command is read twice, here and in its service, and nearly all are right: marshmallow's books of
        faults, kept beside each field, would cost more than the fields themselves.
        """
        if self._ways is None or type(body) is not dict:
            return None
        found: dict[str, Any] = {}
        known = 0
        for key, name, field in self._ways:
            value = body.get(key, missing)
            if value is missing:
                if field.required:
                    return None
                if field.load_default is not missing:
                    found[name] = field.load_default
                continue
            known += 1
            if value is None:
                if not field.allow_none:
                    return None
                found[name] = None
                continue
            try:
                found[name] = field._deserialize(value, key, body)  # noqa: SLF001 - as `Field.deserialize` does
            except ValidationError:
                return None
        return self._finished(found) if known == len(body) else None

    def _finished(self, found: dict[str, Any]) -> Any:
        """What the schema makes of its fields in the end (`post_load`)."""
        made: Any = found
        try:
            for make in self._made:
                made = make(made)
        except ValidationError:
            return None
        return made


def _has_more(field: fields.Field[Any]) -> bool:
    """Whether marshmallow does more for a field than to look whether it is there, and to read it."""
    return bool(
        field.validators
        or field.pre_load
        or field.post_load
        or field.attribute
        or callable(field.load_default)
    )


class Field(fields.Field[Any]):
    """The root of our fields: faults by code."""

    default_error_messages = FAULTS

    def text(self, value: object) -> str:
        """`value`, if it is text without control characters and lone surrogates."""
        if not isinstance(value, str):
            raise ValidationError("field.type")
        if not canonical.clean_text(value):
            raise ValidationError("text.control_character")
        return value


class Many(fields.List[Any]):
    """A list of at most `longest` items, `some`: of at least one."""

    default_error_messages = FAULTS

    def __init__(
        self, inner: fields.Field[Any], longest: int = 100, *, some: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(inner, **kwargs)
        self.longest = longest
        self.some = some

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        if isinstance(value, list) and len(value) > self.longest:
            raise ValidationError("list.too_long")
        if self.some and value == []:
            raise ValidationError("list.empty")
        return super()._deserialize(value, *args, **kwargs)


class Inner(fields.Nested):
    """An object inside an object."""

    default_error_messages = FAULTS

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        schema = self.schema
        if isinstance(schema, Strict) and (found := schema.at_once(value)) is not None:
            return found
        return super()._deserialize(value, *args, **kwargs)


class Text(Field):
    """One line of text, trimmed, 1 to `longest` characters."""

    def __init__(self, longest: int = TEXT_MAX, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        text = self.text(value).strip()
        if not text:
            raise ValidationError("text.empty")
        if len(text) > self.longest:
            raise ValidationError("text.too_long")
        return text


class Pattern(Field):
    """Text of one exact shape; `fault` is its code."""

    def __init__(self, pattern: re.Pattern[str], fault: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pattern = pattern
        self.fault = fault

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        text = self.text(value)
        if self.pattern.fullmatch(text) is None:
            raise ValidationError(self.fault)
        return text


class Code(Pattern):
    """A new code: short ASCII, and never of the shape of an id, whatever its case."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(ids.CODE, "code.format", **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs)
        if ids.is_id(ids.folded(text)):
            raise ValidationError("code.format")
        return text


class Ref(Pattern):
    """The code or the id of something that exists."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(ids.CODE, "ref.format", **kwargs)


class Id(Field):
    """An id with one of the given prefixes (any prefix when none is given)."""

    def __init__(self, *prefixes: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.prefixes = prefixes

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        text = self.text(value)
        if not ids.is_id(text) or (self.prefixes and text.split("_")[0] not in self.prefixes):
            raise ValidationError("id.format")
        return text


class Choice(Field):
    """One of a closed set of words."""

    def __init__(self, *words: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words = words

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError("field.type")
        if value not in self.words:
            raise ValidationError("choice.unknown")
        return value


class Flag(Field):
    """true or false, nothing that looks like it."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("field.type")
        return value


class Line(Field):
    """The number of a line in a file, the first being 1."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        if type(value) is not int:  # not a bool either
            raise ValidationError("field.type")
        if not 1 <= value <= LINE_MAX:
            raise ValidationError("line.range")
        return value


class Count(Field):
    """How many there are of something: a whole number from `least` to `most`."""

    def __init__(self, least: int = 1, most: int = COUNT_MAX, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least = least
        self.most = most

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        if type(value) is not int:  # not a bool either
            raise ValidationError("field.type")
        if not self.least <= value <= self.most:
            raise ValidationError("count.range")
        return value


class Whole(Field):
    """A whole number that the log can hold, less than nothing too."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        if type(value) is not int or abs(value) > WHOLE_MAX:  # not a bool either
            raise ValidationError("count.range")
        return value


class Day(Field):
    """An accounting date, `YYYY-MM-DD`, that exists."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> date:
        text = self.text(value)
        if _DAY.fullmatch(text) is None:
            raise ValidationError("date.format")
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValidationError("date.unknown") from None

    def _serialize(self, value: Any, *_: Any, **__: Any) -> str | None:
        return None if value is None else value.isoformat()


class Minor(Field):
    """Money as it crosses between services: {"minor": 1234, "currency": "CNY"}, greater than zero.

    `nothing`: zero is a sum too.
    """

    def __init__(self, *, nothing: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.nothing = nothing

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Money:
        if not isinstance(value, Mapping) or set(value) != {"minor", "currency"}:
            raise ValidationError("money.format")
        minor, currency = value["minor"], value["currency"]
        if type(minor) is not int or not isinstance(currency, str):
            raise ValidationError("money.format")
        return _positive(minor, currency, nothing=self.nothing)


class Decimal(Field):
    """Money as people write it: {"amount": "12.34", "currency": "CNY"}, or "12.34" for CNY.

    `nothing`: zero is a sum too.
    """

    def __init__(self, *, nothing: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.nothing = nothing

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Money:
        if isinstance(value, str):
            value = {"amount": value, "currency": "CNY"}
        if not isinstance(value, Mapping):
            raise ValidationError("money.not_text")
        if unknown := sorted(set(map(str, value)) - {"amount", "currency"}):
            raise ValidationError({name: ["field.unknown"] for name in unknown})
        amount, currency = value.get("amount"), value.get("currency", "CNY")
        if not isinstance(amount, str) or not isinstance(currency, str):
            raise ValidationError("money.not_text")
        try:
            minor = parse_minor(amount, currency)
        except MoneyError as error:
            raise ValidationError(error.code) from None
        return _positive(minor, currency, nothing=self.nothing)


def _positive(minor: int, currency: str, *, nothing: bool) -> Money:
    try:
        exponent(currency)
    except MoneyError as error:
        raise ValidationError(error.code) from None
    if minor < 0 or (minor == 0 and not nothing):
        raise ValidationError("money.not_positive")
    if minor > SUM_MAX:
        raise ValidationError("money.too_large")
    return Money(minor, currency)


def reference(**kwargs: Any) -> Pattern:
    """A serial number of a bank or a platform: visible ASCII, no blanks, always text."""
    return Pattern(_REFERENCE, "reference.format", **kwargs)


def sha256(**kwargs: Any) -> Pattern:
    """SHA-256 in lower-case hex."""
    return Pattern(_SHA256, "sha256.format", **kwargs)


def is_sha256(text: str) -> bool:
    """Whether `text` is a SHA-256 in lower-case hex."""
    return _SHA256.fullmatch(text) is not None


def is_key(text: str) -> bool:
    """Whether `text` may be an idempotency key."""
    return _KEY.fullmatch(text) is not None


def load(schema: Schema, body: object) -> dict[str, Any]:
    """`body` through `schema`. Raises: InvalidInput with the path of every fault."""
    if isinstance(schema, Strict):
        found: dict[str, Any] | None = schema.at_once(body)
        if found is not None:
            return found
    try:
        loaded: dict[str, Any] = schema.load(body)  # type: ignore[arg-type]
    except ValidationError as error:
        raise InvalidInput(faults(error.messages)) from None
    return loaded


def faults(messages: Any, path: str = "") -> dict[str, list[str]]:
    """Marshmallow's nested messages as {dotted path: [codes]}."""
    if isinstance(messages, Mapping):
        found: dict[str, list[str]] = {}
        for key, inner in messages.items():
            name = path if key == "_schema" else f"{path}.{key}" if path else str(key)
            found.update(faults(inner, name))
        return found
    return {path or "body": [str(one) for one in messages]}
