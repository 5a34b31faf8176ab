"""Bodies: files."""

from __future__ import annotations

import re
from typing import Any, Final

from marshmallow import ValidationError

from kernel import wire
from kernel.cases import Cases, sealing
from services.projects.domain.files.commands import StoreFile

PEOPLE_MAX: Final = 100
SIZE_MAX: Final = 1 << 40
_MEDIA_TYPE: Final = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,80}", re.ASCII)
_KEPT_AS: Final = re.compile(r"[0-9a-f]{16}", re.ASCII)


class Size(wire.Field):
    """So many bytes, one at least."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        if type(value) is not int:  # not a bool either
            raise ValidationError("field.type")
        if not 1 <= value <= SIZE_MAX:
            raise ValidationError("file.size")
        return value


class People(wire.Many):
    """Who is seen, none twice."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(wire.Id("per"), PEOPLE_MAX, **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        people = super()._deserialize(value, *args, **kwargs)
        if len(set(people)) < len(people):
            raise ValidationError("list.repeated")
        return tuple(people)


class StoreFileSchema(wire.Strict):
    file = wire.sha256(required=True)
    size = Size(required=True)
    media_type = wire.Pattern(_MEDIA_TYPE, "media_type.format", required=True)
    shows_people = wire.Flag(load_default=False)
    concerns = People(load_default=())
    kept_as = wire.Pattern(_KEPT_AS, "kept_as.format", load_default=None, allow_none=True)
    key = wire.sha256(load_default=None, allow_none=True)
    """256 bits, in hex, as a hash is."""
    public = wire.Flag(load_default=False)


CASES: Final[Cases] = {StoreFile.COMMAND: (StoreFileSchema(), sealing(StoreFile, "key"))}
