"""Sentences of the command line, in Chinese and English: catalogues beside this room, read once a language.

`zh.yaml` and `en.yaml` have the same keys with the same places to fill.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

LANGUAGES: Final = ("zh", "en")


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Key -> sentence."""
    import yaml

    text = files(__name__).joinpath(f"{language}.yaml").read_text(encoding="utf-8")
    return {str(key): str(sentence).rstrip("\n") for key, sentence in yaml.safe_load(text).items()}


@dataclass(frozen=True, slots=True)
class Words:
    """What is said, in one language."""

    language: str

    def __call__(self, key: str, /, **about: Any) -> str:
        return catalogue(self.language)[key].format(**about)

    def knows(self, key: str) -> bool:
        return key in catalogue(self.language)


def usual_language(environ: Mapping[str, str] = os.environ) -> str:
    """As the terminal is set: Chinese for zh_*, English for all else."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name, ""):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
