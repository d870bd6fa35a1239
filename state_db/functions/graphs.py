"""Ways through graphs that are given as JSON."""

import heapq
import json
import math
from typing import Any

from state_db.functions.function import MUCH_WORK, Function, LimitExceeded, Value, text_of

MOST_EDGES = 50_000
Edges = dict[Any, list[tuple[float, Any]]]


def _edges(text: str) -> Edges | None:
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(listed, list):
        return None
    if len(listed) > MOST_EDGES:
        raise LimitExceeded(MUCH_WORK)
    found: Edges = {}
    for edge in listed:
        if not isinstance(edge, list) or len(edge) not in (2, 3) or not all(_is_name(end) for end in edge[:2]):
            return None
        length = edge[2] if len(edge) == 3 else 1
        if isinstance(length, bool) or not isinstance(length, int | float) or not 0 <= length < math.inf:
            return None
        found.setdefault(edge[0], []).append((length, edge[1]))
    return found


def _is_name(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def shortest(edges: Edges, start: Any, goal: Any) -> tuple[float, list[Any]] | None:
    """Return the length of the shortest way and the places on it; of equal ones, the one found first."""
    seen: set[Any] = set()
    before: dict[Any, Any] = {}
    lengths: dict[Any, float] = {start: 0}
    queue: list[tuple[float, int, Any]] = [(0, 0, start)]
    number = 0
    while queue:
        length, _, place = heapq.heappop(queue)
        if place in seen:
            continue
        seen.add(place)
        if place == goal:
            way = [goal]
            while way[-1] != start:
                way.append(before[way[-1]])
            return length, way[::-1]
        for step, other in edges.get(place, ()):
            if other not in lengths or length + step < lengths[other]:
                lengths[other], before[other] = length + step, place
                number += 1
                heapq.heappush(queue, (length + step, number, other))
    return None


def _shortest_path(edges: Value, start: Value, goal: Value) -> Value:
    text = text_of(edges)
    known = _edges(text) if text is not None else None
    if known is None or not _is_name(start) or not _is_name(goal):
        return None
    found = shortest(known, start, goal)
    if found is None:
        return None
    return json.dumps({"length": found[0], "path": found[1]}, ensure_ascii=False, separators=(",", ":"))


FUNCTIONS = (
    Function(
        "shortest_path", 1, (3,), _shortest_path,
        text='shortest_path(edges, start, goal): {"length", "path"} of [from, to] or [from, to, length].',
    ),
)  # fmt: skip
