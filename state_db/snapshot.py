"""Snapshots: one container of all databases of an environment."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from state_db.errors import StateError
from state_db.image import Image, opened_image

MAGIC = b"fleetwright snapshot 1\n"
LENGTHS = struct.Struct(">II")  # the header's length in bytes, and the CRC-32 of all that follows it
Server = Image | Path | str


@dataclass(frozen=True, slots=True)
class Saved:
    """One server's part: its name, the digest of its folder, the acting user, its database."""

    name: str
    folder_digest: str
    caller: str | int | None
    data: bytes


class PartForm(BaseModel):
    """One server's part as the header has it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: str
    folder: str
    caller: str | int | None
    bytes: int = Field(ge=0)


class HeaderForm(BaseModel):
    """The header of a snapshot."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    servers: tuple[PartForm, ...] = Field(min_length=1)
    tools: tuple[str, ...] | None


def snapshot_bytes(parts: Sequence[Saved], tools: Sequence[str] | None) -> bytes:
    """Return the container."""
    header = HeaderForm(
        servers=tuple(
            PartForm(name=part.name, folder=part.folder_digest, caller=part.caller, bytes=len(part.data))
            for part in parts
        ),
        tools=None if tools is None else tuple(tools),
    )
    rest = header.model_dump_json().encode()
    length = len(rest)
    rest += b"".join(part.data for part in parts)
    return MAGIC + LENGTHS.pack(length, zlib.crc32(rest)) + rest


def read_snapshot(data: bytes) -> tuple[list[Saved], tuple[str, ...] | None]:
    """Return the parts of a container, and the tools that were offered. Raises: StateError."""
    start = len(MAGIC) + LENGTHS.size
    if not data.startswith(MAGIC) or len(data) < start:
        raise StateError("These bytes are no snapshot.")
    length, check = LENGTHS.unpack_from(data, len(MAGIC))
    if zlib.crc32(memoryview(data)[start:]) != check:
        raise StateError("The snapshot is damaged or cut off.")
    try:
        header = HeaderForm.model_validate_json(data[start : start + length])
    except ValidationError as error:
        raise StateError("The snapshot's header is none that this version wrote.") from error
    at = start + length
    parts = []
    for server in header.servers:
        end = at + server.bytes
        parts.append(Saved(server.name, server.folder, server.caller, data[at:end]))
        at = end
    return parts, header.tools


def images_of(servers: Sequence[Server] | Server | None, saved: Sequence[Saved] = ()) -> list[Image]:
    """Return the images of servers, or those that the parts of a snapshot were made with. Raises: StateError."""
    if isinstance(servers, Image | Path | str):
        servers = [servers]
    given = [server if isinstance(server, Image) else Image.load(Path(server)) for server in servers or ()]
    names = [image.name for image in given]
    if len(set(names)) != len(names) or not (given or saved):
        raise StateError("An environment needs servers, each of them once.")
    return [_image_of(part, given) for part in saved] if saved else given


def _image_of(part: Saved, given: Sequence[Image]) -> Image:
    image = next((image for image in given if image.name == part.name), None)
    if image is None and not given:
        image = opened_image(part.folder_digest)
    if image is None:
        raise StateError(f"The snapshot needs the server {part.name}.", next="Name its folder.")
    if image.folder_digest != part.folder_digest:
        raise StateError(f"The server {part.name} is not what it was when the snapshot was taken.")
    return image
