"""Prompts: Jinja templates in templates/prompts/, in which whatever was fetched stands as fenced data."""

import hashlib
from typing import Any

from generator.render.templates import template

# Part of every request, so that a changed set of prompts never meets the answers to an older one.
VERSION = 3


def prompt(name: str, **context: Any) -> str:
    """Return the text of the prompt of this name."""
    return template(f"prompts/{name}.jinja").render(version=VERSION, fenced=fenced, **context).strip("\n") + "\n"


def fenced(text: str, kind: str = "document") -> str:
    """Return a text between two marks that it cannot hold itself, as they are made of its digest."""
    mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
    return f"<{kind} {mark}>\n{text}\n</{kind} {mark}>"
