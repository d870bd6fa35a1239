"""An entry merged into a client's configuration file, of which everything else is kept."""

import contextlib
import json
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from state_db.errors import StateError

Json = Any
Entry = dict[str, Json]
FIRST_INDENT = re.compile(r"^([ \t]+)\S", re.M)
BY_HAND = "Nothing was written. Print the entry without --write and put it in by hand."


def merged(text: str, key: str, name: str, entry: Entry, inputs: Sequence[Entry] = (), replace: bool = False) -> str:
    """Return the configuration with the entry under its name; the very same text where it holds the entry already.

    Indentation and line ends stay in the file's manner. Raises: StateError for a text that is no plain JSON object, and
    for another entry of this name unless it is to be replaced.
    """
    whole = _read(text) if text.strip() else {}
    entries = _part(whole, key, dict)
    asked = _part(whole, "inputs", list) if inputs else []
    known = [one.get("id") for one in asked if isinstance(one, dict)]
    missing = [one for one in inputs if one["id"] not in known]
    there = entries.get(name)
    if _holds(there, entry) and not missing:
        return text
    if there is not None and not _holds(there, entry) and not replace:
        raise StateError(
            f'It has another server of the name "{name}".', next="Give --replace to put this one there, or --name."
        )
    if not _holds(there, entry):
        entries = {**entries, name: entry}
    whole = {**whole, key: entries, **({"inputs": [*asked, *missing]} if inputs else {})}
    return _written(whole, text)


def write_configuration(file: Path, text: str) -> None:
    """Make the file hold the text, whole or not at all; a link stays a link, and a mode stays. Raises: StateError."""
    target = file.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            Path(beside).chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o644)
            Path(beside).replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(beside).unlink()
            raise
    except OSError as error:
        raise StateError(f"It cannot be written: {error.strerror}.", where=str(file)) from error


def read_configuration(file: Path) -> str:
    """Return the file's text with its own line ends, nothing where there is no file. Raises: StateError."""
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            return lines.read()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise StateError(f"It cannot be read: {error}.", where=str(file)) from error


def _read(text: str) -> dict[str, Json]:
    try:
        whole = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_pairs)
    except (ValueError, RecursionError) as error:
        raise StateError(
            f"It is no plain JSON ({error}); comments and the like would be lost.", next=BY_HAND
        ) from error
    if not isinstance(whole, dict):
        raise StateError("It is no JSON object.", next=BY_HAND)
    return whole


def _pairs(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is there twice")
    return found


def _part(whole: dict[str, Json], key: str, kind: type) -> Json:
    part = whole.get(key, kind())
    if not isinstance(part, kind):
        raise StateError(f'Its "{key}" is no {"object" if kind is dict else "array"}.', next=BY_HAND)
    return part


def _holds(there: Json, entry: Entry) -> bool:
    """Whether what is there says all that the entry says; what a person has added does not count."""
    return isinstance(there, dict) and all(name in there and there[name] == value for name, value in entry.items())


def _written(whole: dict[str, Json], before: str) -> str:
    found = FIRST_INDENT.search(before)
    text = json.dumps(whole, indent=found[1] if found else "  ", ensure_ascii=False)
    if not before or before.endswith("\n"):
        text += "\n"
    if "\r\n" in before:
        text = text.replace("\n", "\r\n")
    return "\ufeff" + text if before.startswith("\ufeff") else text
