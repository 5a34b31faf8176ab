"""Files: which papers and photos are kept, whom they show, and which are gone with whom. Pure.

The bytes are the gateway's to keep. Other topics ask `lookup`.
"""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.projects.domain.files import decide, evolve
from services.projects.domain.files.commands import StoreFile
from services.projects.domain.files.documents import FilesOf
from services.projects.events.files import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={StoreFile: decide.store},
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({FilesOf}),
)
