"""One server of an environment that holds several, under its tools' plain names."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from state_db.answer import Answer, error_answer
from state_db.complaints import shown
from state_db.environment import Environment
from state_db.image import Image
from state_db.offer import BETWEEN_NAMES
from state_db.tools import ToolSpec

Json = Any


@dataclass(frozen=True)
class ServerView:
    """The tools of ``image`` in ``environment``; the state is the environment's own."""

    environment: Environment
    image: Image

    @property
    def _prefix(self) -> str:
        return f"{self.image.name}{BETWEEN_NAMES}" if len(self.environment.images) > 1 else ""

    @cached_property
    def tools(self) -> Mapping[str, ToolSpec]:
        """The server's tools that the environment offers, in the order of tools.json."""
        offered = self.environment.tools
        return {name: spec for name, spec in self.image.tools.items() if self._prefix + name in offered}

    def call(self, tool: str, arguments: Mapping[str, Json]) -> Answer:
        """Return the answer of the environment's tool; one of an unknown tool names the tools of this server alone."""
        answer = self.environment.call(self._prefix + tool, arguments)
        if tool in self.tools:
            return answer
        close = difflib.get_close_matches(tool, self.tools, 3)
        hint = f" Did you mean {' or '.join(close)}?" if close else ""
        return error_answer("not_found", f"There is no tool {shown(tool)}.{hint}", {})
