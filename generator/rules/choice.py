"""What an operation is chosen to be: its pattern with what that needs to know, or the reason why it has none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.plan import Filter, Input, Key, PatternKind, Value
from generator.rules.batches import Batch
from generator.rules.held import Held
from generator.rules.matched import Matched
from generator.rules.members import Membership
from generator.rules.programs import Program
from generator.rules.settings import Setting


@dataclass(frozen=True, slots=True)
class Choice:
    """What an operation does, before it is a tool: its pattern, and what the pattern needs to know.

    ``control`` tells that it sets something of the one thing above it, ``controls`` by which inputs. ``file`` tells
    that it takes or gives nothing but the bytes of a file, ``shelf`` that it is about the keys which a shelf holds,
    ``counts`` that it answers with the number of rows alone, ``clears`` that it takes away all rows that the path leads
    to.
    """

    pattern: PatternKind
    set: dict[str, Any] = field(default_factory=dict)
    only_from: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    column: str = ""
    batch: Batch | None = None
    membership: Membership | None = None
    setting: Setting | None = None
    controls: Mapping[str, Key | Value | Filter | Input] = field(default_factory=dict)
    control: bool = False
    matched: Matched | None = None
    held: Held | None = None
    patch: bool = False
    file: bool = False
    alone: bool = False
    copies: bool = False
    shelf: bool = False
    counts: bool = False
    clears: bool = False
    program: Program | None = None

    @property
    def soft(self) -> bool:
        """Whether a deletion keeps the row: it sets what says that it is gone."""
        deletes = self.pattern == "delete" or (self.batch is not None and self.batch.each == "delete")
        return deletes and bool(self.set)


class NotModelled(Exception):
    """The operation cannot be expressed; the text says why, as plan.json shows it."""
