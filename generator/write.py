"""Writing a server folder: whole or not at all, and never over what a person changed."""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

from generator.errors import RenderError

# plan.json is there to be edited; what the last three say is made anew by every generation.
_FREE = frozenset({"plan.json", "server.json", "checks.json", "verification.json", "README.md"})
# What running a server and its tests leaves behind.
_LITTER = frozenset({"__pycache__", ".pytest_cache", ".hypothesis", ".mypy_cache", ".ruff_cache"})


def write_folder(files: Mapping[str, str], folder: Path, force: bool = False) -> None:
    """Make the folder hold exactly these files, by their names in it.

    The files are written beside the folder, which is then replaced by one rename: a failure leaves it as it was. Files
    that were changed or added by hand since the last time are refused unless ``force`` is given. Raises: RenderError.
    """
    for name in files:
        _check_name(name)
    folder = folder.absolute()
    _rescue(folder)
    changed = _changed_by_hand(folder, files)
    if changed and not force:
        raise RenderError(
            f"Changed by hand: {', '.join(changed)}.",
            where=folder.name,
            next="Move the changes into plan.json, or give --force to lose them.",
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".new", dir=folder.parent))
    except OSError as error:
        raise RenderError(f"It cannot be written: {error.strerror}.", where=str(folder.parent)) from error
    try:
        _fill(beside, files)
        _swap(beside, folder)
    except OSError as error:
        raise RenderError(f"It cannot be written: {error.strerror}.", where=folder.name) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def hand_changes(folder: Path) -> list[str]:
    """Return the files of a server folder that are not as they were rendered. Raises: RenderError for any other."""
    return _changed_by_hand(folder, {})


def _check_name(name: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
        raise RenderError(f'"{name}" is no name for a file of a server folder.')


def _changed_by_hand(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Rendered files with another digest, and files that no rendering wrote."""
    if not folder.exists():
        return []
    if not folder.is_dir():
        raise RenderError("This is a file, not a folder.", where=folder.name, next="Give another name.")
    found = _listed(folder)
    if not found:
        return []
    digests = _digests(folder)
    changed = [
        name
        for name in found
        if name not in _FREE and (_digest(folder / name) != digests[name] if name in digests else True)
    ]
    # A file that already holds what would be written was not changed.
    return [name for name in changed if not (name in files and _digest(folder / name) == _text_digest(files[name]))]


def _listed(folder: Path) -> list[str]:
    """The names of the folder's files, without what tests leave behind."""
    paths = (path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    names = (path.relative_to(folder) for path in paths)
    return sorted(name.as_posix() for name in names if not _LITTER.intersection(name.parts))


def _digests(folder: Path) -> dict[str, str]:
    """What server.json says of the rendered files."""
    try:
        server = json.loads((folder / "server.json").read_text(encoding="utf-8"))
        files = server["files"]
        if server["format"] == 1 and isinstance(files, dict):
            return {str(name): str(digest) for name, digest in files.items()}
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise RenderError(
        "The folder is not empty and is no server folder.", where=folder.name, next="Give another name, or empty it."
    )


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() and not path.is_symlink() else ""


def _text_digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _fill(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
    # mkdtemp makes folders for their owner alone; a server folder is to be read like any other.
    folder.chmod(0o777 & ~_umask())


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _old(folder: Path) -> Path:
    """Where the folder stands for the moment between the two renames."""
    return folder.with_name(f".{folder.name}.old")


def _swap(beside: Path, folder: Path) -> None:
    """Put the new folder in the place of the old one, which comes back if that fails."""
    old = _old(folder)
    if not folder.exists():
        beside.rename(folder)
        return
    shutil.rmtree(old, ignore_errors=True)
    folder.rename(old)
    try:
        beside.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _rescue(folder: Path) -> None:
    """Bring back the folder where a run ended between the two renames."""
    old = _old(folder)
    if old.is_dir() and not folder.exists():
        old.rename(folder)
