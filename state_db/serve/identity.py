"""How a server introduces itself: its name, title, version and instructions."""

from collections.abc import Sequence
from dataclasses import dataclass

from state_db.image import Image


@dataclass(frozen=True, slots=True)
class Identity:
    """What MCP's initialize and discover say about a server."""

    name: str
    title: str
    version: str
    instructions: str


def identity_of(images: Sequence[Image]) -> Identity:
    """Return the identity of one server, or of several served as one, whose tools are named server__tool."""
    if len(images) == 1:
        image = images[0]
        return Identity(image.name, image.title, image.version, image.instructions)
    parts = (f"# {image.title} (tools {image.name}__…)\n\n{image.instructions.strip()}" for image in images)
    return Identity(
        name="+".join(image.name for image in images),
        title=", ".join(image.title for image in images),
        version="",
        instructions="\n\n".join(parts),
    )
