"""The Jinja templates, in the folder templates/."""

from functools import cache
from pathlib import Path

import jinja2

import templates as folder


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(folder.__file__).parent),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )


def template(name: str) -> jinja2.Template:
    """Return the template of this name."""
    return _environment().get_template(name)
