"""Documentation for a topic, chosen only among addresses that the user gives or a search command of theirs finds."""

import json
import re
import shlex
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import DocsError
from generator.rules.naming import singular, words

Json = Any

MOST_CANDIDATES = 500
MOST_CHOSEN = 3
SECONDS_TO_SEARCH = 60.0
_URL = re.compile(r"https?://[^\s<>\"'|)]+")
_FILLER = frozenset(
    "a an the of for to in by and or with from on api rest http service documentation docs reference".split()
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A documentation that might be meant: its address, and what the list or the search says of it."""

    url: str
    text: str = ""


# Given a topic and candidates, the numbers of those that fit, the best first; a model or ``by_words``.
Chooser = Callable[[str, Sequence[Candidate]], Sequence[int]]


def candidates_in(path: Path) -> tuple[Candidate, ...]:
    """The candidates of a file: JSON, or an address a line with words around it; a line that begins with # is none.

    Raises:
        DocsError: the file cannot be read, or holds no address.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as fault:
        raise DocsError(f"The candidates cannot be read: {fault}.", where=str(path), next="Check the path.") from None
    return _found(text, str(path), "Write the addresses of documentation into it, one a line.")


def candidates_from(command: str, topic: str) -> tuple[Candidate, ...]:
    """The candidates that a search command prints; the topic takes the place of ``{topic}``, else it comes last.

    The command is run without a shell, so that nothing in a topic is more than one argument.

    Raises:
        DocsError: the command fails, takes too long, or prints no address.
    """
    try:
        parts = shlex.split(command)
        asked = [part.replace("{topic}", topic) for part in parts] if "{topic}" in command else [*parts, topic]
        done = subprocess.run(asked, capture_output=True, timeout=SECONDS_TO_SEARCH, check=False)
    except (OSError, ValueError, subprocess.TimeoutExpired) as fault:
        raise DocsError(f"The search command fails: {fault}.", where=command, next="Try it by hand.") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        told = f"The search command ended with {done.returncode}{f': {said[0][:200]}' if said else ''}."
        raise DocsError(told, where=command, next="Try it by hand.")
    return _found(done.stdout.decode("utf-8", "replace"), command, "It must print addresses, one a line, or JSON.")


def chosen(topic: str, candidates: Sequence[Candidate], choose: Chooser | None = None) -> tuple[Candidate, ...]:
    """The candidates that fit a topic, the best first; whatever chooses can only point at what is in the list.

    Raises:
        DocsError: none fits, or what chooses points at something else.
    """
    known = candidates[:MOST_CANDIDATES]
    numbers = list(dict.fromkeys((choose or by_words)(topic, known)))
    if any(not 0 <= number < len(known) for number in numbers):
        raise DocsError("What was chosen is not among the candidates.", where=topic, next="Name the address yourself.")
    if not numbers:
        shown = ", ".join(candidate.url for candidate in known[:5])
        raise DocsError(
            f"None of the {len(known)} candidates speaks of it ({shown}{', …' if len(known) > 5 else ''}).",
            where=topic,
            next="Say it in other words, add candidates, or name the address yourself.",
        )
    return tuple(known[number] for number in numbers[:MOST_CHOSEN])


def by_words(topic: str, candidates: Sequence[Candidate]) -> list[int]:
    """The candidates that share words with a topic, those with most words first."""
    wanted = _words(topic)
    shared = [len(wanted & _words(f"{each.url} {each.text}")) for each in candidates]
    most = max(shared, default=0)
    return [number for number, count in enumerate(shared) if count == most and count > 0]


def _words(text: str) -> set[str]:
    return {singular(word) for word in words(text)} - _FILLER


def _found(text: str, where: str, advice: str) -> tuple[Candidate, ...]:
    found = _in_json(text) or _in_lines(text)
    by_url = {candidate.url: candidate for candidate in reversed(found)}
    if not by_url:
        raise DocsError("No address of a documentation stands there.", where=where, next=advice)
    return tuple(reversed(by_url.values()))[:MOST_CANDIDATES]


def _in_json(text: str) -> list[Candidate]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return []
    listed = data if isinstance(data, list) else next((v for v in data.values() if isinstance(v, list)), []) \
        if isinstance(data, dict) else []  # fmt: skip
    return [candidate for each in listed if (candidate := _of_entry(each))]


def _of_entry(entry: Json) -> Candidate | None:
    if isinstance(entry, str):
        return Candidate(entry) if _URL.fullmatch(entry) else None
    if not isinstance(entry, dict):
        return None
    texts = {key: value for key, value in entry.items() if isinstance(value, str)}
    url = next((value for value in texts.values() if _URL.fullmatch(value)), "")
    said = " ".join(value for value in texts.values() if value != url)
    return Candidate(url, said[:500]) if url else None


def _in_lines(text: str) -> list[Candidate]:
    found = []
    for line in text.splitlines():
        if not line.lstrip().startswith("#") and (match := _URL.search(line)):
            said = f"{line[: match.start()]} {line[match.end() :]}".strip(" \t-*:|[]()")
            found.append(Candidate(match[0].rstrip(".,;"), said[:500]))
    return found
