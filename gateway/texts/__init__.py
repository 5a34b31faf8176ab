"""Sentences for codes, in Chinese and English: the catalogues beside this room, read once.

`zh/` and `en/` have a file per room or topic, with the same keys; a file more is read by itself, and what
stands in two files is a mistake, found at import. `problems`: code -> title, or [title, detail with {0}, {1}
for the refusal's arguments]; `faults`: the code of a field's fault -> sentence; `kinds`: kind of record ->
word; `states`: state of a spending, of a request to reverse and the like -> word; `roles`: role -> word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, Final

import yaml

from gateway.merged import merged

LANGUAGES: Final = ("zh", "en")
PARTS: Final = ("problems", "faults", "kinds", "states", "roles")
OF_STATES: Final = (
    "wrong_state",
    "reversal_settled",
    "request_settled",
    "resolution_closed",
    "not_escalated",
    "nobody_to_vote",
)
"""How the codes of problems end whose argument is a state."""
OF_WORDS: Final[Mapping[str, tuple[int, str]]] = {
    "issue_wrong_state": (0, "issue."),
    "not_apart": (0, "issue."),
    "claim_ended": (0, "claim."),
    "tranche_wrong_state": (1, "tranche."),
    "other_spending": (0, "tranche."),
}
"""The like, where the same state is another word for another thing: which argument, and of what."""
OF_ROLES: Final = "forbidden"
"""The code whose second argument is the roles that would do, with commas between."""
OF_TWO_ACTS: Final = "projects.same_person"
"""The code whose arguments are the part that somebody took, and the command that they may not send for it."""
_BETWEEN: Final = {"zh": "、", "en": ", "}


class _Loader(yaml.SafeLoader):
    """YAML of which no key stands twice: the second would silently win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        if len(set(keys)) < len(keys):
            raise ValueError(f"said twice: {sorted({key for key in keys if keys.count(key) > 1})}")
        return super().construct_mapping(node, deep=deep)


def read(texts: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    """The catalogue that these files make together. Raises: ValueError where something is said twice."""
    loaded = [yaml.load(text, Loader=_Loader) for text in texts]  # noqa: S506 - a SafeLoader it is
    if unknown := {part for one in loaded for part in one} - set(PARTS):
        raise ValueError(f"unknown parts: {sorted(unknown)}")
    return {part: merged(*(one.get(part) or {} for one in loaded)) for part in PARTS}


def _of(language: str) -> Mapping[str, Mapping[str, Any]]:
    rooms = sorted(files(__name__).joinpath(language).iterdir(), key=lambda room: room.name)
    return read([room.read_text(encoding="utf-8") for room in rooms if room.name.endswith(".yaml")])


_CATALOGUES: Final = {language: _of(language) for language in LANGUAGES}


def catalogue(language: str) -> Mapping[str, Mapping[str, Any]]:
    """Everything that can be said in one language."""
    return _CATALOGUES[language]


def sentence(code: str, args: Sequence[str], language: str) -> tuple[str, str]:
    """(title, detail) of a problem. A code of a newer service is shown as itself."""
    said = catalogue(language)["problems"].get(code)
    if said is None:
        return code, _of_fault(code, args, language) or code
    if isinstance(said, str):
        return said, said
    title, detail = said
    if code == "not_found" and args:
        args = [kind(args[0], language), *args[1:]]
    end = code.rpartition(".")[2]
    if code == OF_ROLES and len(args) > 1:
        args = [args[0], _BETWEEN[language].join(role(one, language) for one in args[1].split(", "))]
    if code == OF_TWO_ACTS and len(args) > 1:
        args = [state(args[0], language, "part."), state(args[1], language, "act.")]
    if args and end in OF_STATES:
        args = [state(args[0], language), *args[1:]]
    if end in OF_WORDS:
        at, of = OF_WORDS[end]
        args = [state(one, language, of) if n == at else one for n, one in enumerate(args)]
    return title, filled(detail, args) or title


def kind(name: str, language: str) -> str:
    """What a kind of record is called; where the word itself is said so, the word."""
    return str(catalogue(language)["kinds"].get(name, name))


def state(name: str, language: str, of: str = "") -> str:
    """What a state is called (`of`: of what); where the word itself is said so, the word."""
    return str(catalogue(language)["states"].get(f"{of}{name}", name))


def role(name: str, language: str) -> str:
    """What who holds this role is called."""
    return str(catalogue(language)["roles"].get(name, name))


def fault(code: str, args: Sequence[str], language: str) -> str:
    """What is wrong with one field."""
    return _of_fault(code, args, language) or sentence(code, args, language)[1]


def _of_fault(code: str, args: Sequence[str], language: str) -> str | None:
    said = catalogue(language)["faults"].get(code)
    return None if said is None else filled(said, args)


def filled(template: str, args: Sequence[str]) -> str | None:
    """`template` with the arguments in place of {0}, {1}; None where it asks for one that did not come."""
    try:
        return template.format(*args)
    except (IndexError, KeyError, ValueError):
        return None
