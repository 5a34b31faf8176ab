"""Sentences for codes, in Chinese and English: the catalogue beside this room, read once.

`zh.yaml` and `en.yaml` have the same keys. `problems`: code -> title, or [title, detail with {0}, {1} for the
refusal's arguments]; `faults`: the code of a field's fault -> sentence; `kinds`: kind of record -> word;
`states`: state of a spending or of a request to reverse -> word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

LANGUAGES: Final = ("zh", "en")
OF_STATES: Final = ("projects.wrong_state", "funds.reversal_settled", "projects.reversal_settled")
"""Problems whose argument is a state."""


@cache
def catalogue(language: str) -> Mapping[str, Mapping[str, Any]]:
    """Everything that can be said in one language."""
    text = files(__name__).joinpath(f"{language}.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Mapping[str, Any]] = yaml.safe_load(text)
    return loaded


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
    if code in OF_STATES and args:
        args = [state(args[0], language), *args[1:]]
    return title, filled(detail, args) or title


def kind(name: str, language: str) -> str:
    """What a kind of record is called; where the word itself is said so, the word."""
    return str(catalogue(language)["kinds"].get(name, name))


def state(name: str, language: str) -> str:
    """What a state of a spending or of a reversal is called; where the word itself is said so, the word."""
    return str(catalogue(language)["states"].get(name, name))


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
