"""Differences of texts line by line, and the merge of two changes of one text."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from state_db.functions.function import MUCH_WORK, Function, LimitExceeded, Value, text_of

CONTEXT_LINES = 3
MOST_LINES = 20_000
MOST_EDITS = 500  # lines put in and taken out; beyond, what differs is replaced as a whole
LINE = re.compile(r"[^\n]*\n|[^\n]+")
UNENDED = "\\ No newline at end of file"


class Block(NamedTuple):
    """Lines ``start`` to ``end`` of one text, and what stands for them in another."""

    start: int
    end: int
    other_start: int
    other_end: int


def matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the indexes of lines that are kept, in pairs: those of a shortest script of edits (Myers 1986).

    Raises: LimitExceeded.
    """
    if len(old) + len(new) > MOST_LINES:
        raise LimitExceeded(MUCH_WORK)
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    inner = _inner(old[head : len(old) - tail], new[head : len(new) - tail])
    return [
        *((at, at) for at in range(head)),
        *((head + one, head + other) for one, other in inner),
        *((len(old) - back, len(new) - back) for back in range(tail, 0, -1)),
    ]


def _inner(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs of two texts; none where more edits are needed than there may be."""
    furthest = {1: 0}
    trail: list[dict[int, int]] = []
    for edits in range(min(len(old) + len(new), MOST_EDITS) + 1):
        trail.append(dict(furthest))
        for diagonal in range(-edits, edits + 1, 2):
            before = _before(furthest, edits, diagonal)
            at = furthest[before] + (before < diagonal)
            while at < len(old) and at - diagonal < len(new) and old[at] == new[at - diagonal]:
                at += 1
            furthest[diagonal] = at
            if at >= len(old) and at - diagonal >= len(new):
                return _walked_back(trail, len(old), len(new))
    return []


def _before(furthest: Mapping[int, int], edits: int, diagonal: int) -> int:
    """The diagonal from which this one is reached furthest: by a line put in, or by one taken out."""
    if diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1]):
        return diagonal + 1
    return diagonal - 1


def _walked_back(trail: list[dict[int, int]], one: int, other: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for edits in range(len(trail) - 1, -1, -1):
        before = _before(trail[edits], edits, one - other)
        start = trail[edits][before]
        while one > start and other > start - before and other > 0:
            one, other = one - 1, other - 1
            pairs.append((one, other))
        one, other = start, start - before
    return pairs[::-1]


def changed_blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[Block]:
    """Return the blocks of lines that differ, in order."""
    one = other = 0
    for left, right in [*matches(old, new), (len(old), len(new))]:
        if left > one or right > other:
            yield Block(one, left, other, right)
        one, other = left + 1, right + 1


def unified(old: str, new: str) -> str:
    """Return the hunks of a unified diff, without the names of files; nothing where the texts are equal."""
    lines, others = LINE.findall(old), LINE.findall(new)
    hunks: list[list[Block]] = []
    for block in changed_blocks(lines, others):
        if hunks and block.start - hunks[-1][-1].end <= 2 * CONTEXT_LINES:
            hunks[-1].append(block)
        else:
            hunks.append([block])
    return "".join(_hunk(hunk, lines, others) for hunk in hunks)


def _hunk(blocks: Sequence[Block], old: Sequence[str], new: Sequence[str]) -> str:
    first, last = blocks[0], blocks[-1]
    before = min(CONTEXT_LINES, first.start)
    after = min(CONTEXT_LINES, len(old) - last.end)
    written: list[str] = []
    at = first.start - before
    for block in blocks:
        written += [f" {line}" for line in old[at : block.start]]
        written += [f"-{line}" for line in old[block.start : block.end]]
        written += [f"+{line}" for line in new[block.other_start : block.other_end]]
        at = block.end
    written += [f" {line}" for line in old[at : at + after]]
    text = "".join(line if line.endswith("\n") else f"{line}\n{UNENDED}\n" for line in written)
    one = _span(first.start - before, last.end + after)
    other = _span(first.other_start - before, last.other_end + after)
    return f"@@ -{one} +{other} @@\n{text}"


def _span(start: int, end: int) -> str:
    count = end - start
    return f"{start + 1 if count else start},{count}" if count != 1 else f"{start + 1}"


def merged(base: str, ours: str, theirs: str) -> tuple[str, int]:
    """Return the text with both changes, and how many times they conflict; a conflict stands between marks."""
    lines, one, other = (LINE.findall(text) for text in (base, ours, theirs))
    mine, others = dict(matches(lines, one)), dict(matches(lines, other))
    out: list[str] = []
    conflicts = 0
    at, mine_at, other_at = 0, 0, 0
    anchors = [index for index in range(len(lines)) if index in mine and index in others]
    for anchor in [*anchors, len(lines)]:
        left, right = mine.get(anchor, len(one)), others.get(anchor, len(other))
        found, clash = _joined(lines[at:anchor], one[mine_at:left], other[other_at:right])
        out += [*found, *lines[anchor : anchor + 1]]
        conflicts += clash
        at, mine_at, other_at = anchor + 1, left + 1, right + 1
    return "".join(out), conflicts


def _joined(base: list[str], ours: list[str], theirs: list[str]) -> tuple[list[str], bool]:
    if ours in (base, theirs):
        return theirs, False
    if theirs == base:
        return ours, False
    return [
        "<<<<<<< ours\n", *_ended(ours), "=======\n", *_ended(theirs), ">>>>>>> theirs\n"
    ], True  # fmt: skip


def _ended(lines: list[str]) -> list[str]:
    return [*lines[:-1], lines[-1] if lines[-1].endswith("\n") else f"{lines[-1]}\n"] if lines else []


def _text_diff(old: Value, new: Value) -> Value:
    one, other = text_of(old), text_of(new)
    return None if one is None or other is None else unified(one, other)


def _text_merge(base: Value, ours: Value, theirs: Value) -> Value:
    texts = [text_of(value) for value in (base, ours, theirs)]
    if None in texts:
        return None
    text, conflicts = merged(*(text or "" for text in texts))
    return json.dumps({"text": text, "conflicts": conflicts}, ensure_ascii=False, separators=(",", ":"))


FUNCTIONS = (
    Function(
        "text_diff", 1, (2,), _text_diff,
        text="text_diff(old, new): the hunks of a unified diff; empty where the lines are equal.",
    ),
    Function(
        "text_merge", 1, (3,), _text_merge,
        text='text_merge(base, ours, theirs): {"text", "conflicts"}; a conflict stands between <<<<<<< and >>>>>>>.',
    ),
)  # fmt: skip
