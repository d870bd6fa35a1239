"""The laws that every server must keep: each module is one family, and yields the checks that show it on a plan."""

from collections.abc import Iterator
from typing import Protocol

from generator.check import Check
from generator.laws import (
    agreeing,
    alone,
    astray,
    atomicity,
    batching,
    changing,
    contract,
    copying,
    counting,
    creating,
    crowd,
    cursors,
    deleting,
    documented,
    either,
    exampling,
    filtering,
    forking,
    hinting,
    identity,
    isolation,
    json_texts,
    leaving,
    lifetimes,
    linking,
    listing,
    membership,
    missing,
    ordering,
    page_links,
    paging,
    patching,
    reading,
    references,
    repeating,
    replacing,
    replay,
    restoring,
    secrecy,
    singletons,
    sparse,
    timing,
    transitions,
    uniqueness,
    unreached,
    upserting,
)
from generator.plan import Plan
from generator.probe import Probe


class Law(Protocol):
    """A family of checks: its name, what it says in a sentence, and the checks that show it on a plan."""

    @property
    def NAME(self) -> str:
        """The family's name."""
        ...

    @property
    def STATEMENT(self) -> str:
        """What it says."""
        ...

    def checks(self, plan: Plan, probe: Probe) -> Iterator[Check]:
        """Yield the checks."""
        ...


LAWS: tuple[Law, ...] = (
    contract, reading, either, listing, sparse, filtering, ordering, paging, cursors, page_links, counting,
    creating, identity, changing, membership, replacing, upserting, deleting, transitions, unreached, linking,
    singletons, batching, patching, copying, leaving, json_texts, missing, agreeing, alone, crowd, astray, uniqueness,
    references, atomicity, timing, lifetimes, secrecy, repeating, hinting, exampling, documented, replay, restoring,
    forking, isolation,
)  # fmt: skip
