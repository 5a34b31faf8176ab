"""The file of tokens beside the data: for its owner's eyes only."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self


@dataclass(slots=True)
class TokenFile:
    """People, their roles and their tokens; written anew after each one, so that none is lost."""

    path: Path
    about: dict[str, Any]
    people: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def at(cls, path: Path, **about: Any) -> Self:
        """The file at `path`, as far as it is there."""
        if path.is_file():
            found = json.loads(path.read_text(encoding="utf-8"))
            return cls(path, {**about}, list(found.get("people", [])))
        return cls(path, {**about})

    def has(self, person: str) -> bool:
        return any(one["person"] == person for one in self.people)

    def add(self, person: str, name: str, roles: list[str], token: str) -> None:
        self.people.append({"person": person, "name": name, "roles": roles, "token": token})
        self._write()

    def also(self, person: str, roles: list[str]) -> None:
        """`person` holds `roles` besides those that the file knows of."""
        for one in self.people:
            if one["person"] == person and set(roles) - set(one["roles"]):
                one["roles"] = sorted({*one["roles"], *roles})
                self._write()

    def of_role(self, role: str) -> list[str]:
        """The tokens of those who hold `role`, in the order in which they were issued."""
        return [str(one["token"]) for one in self.people if role in one["roles"]]

    def _content(self) -> dict[str, Any]:
        """Role -> token of who holds it (the first of several), then everybody."""
        roles = dict.fromkeys(role for one in self.people for role in one["roles"])
        return {**self.about, **{role: self.of_role(role)[0] for role in roles}, "people": self.people}

    def _write(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_name(self.path.name + ".new")
        # Mode 0600 from the first byte on; then in one step, so that a crash leaves the old file or the new.
        with os.fdopen(
            os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            json.dump(self._content(), file, ensure_ascii=False, indent=2)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path)
