"""The base of the typed forms that are written to files and read back."""

from typing import Any

from pydantic import BaseModel, ConfigDict

JsonSchema = dict[str, Any]
Json = Any


class Form(BaseModel):
    """A part of a file: frozen, and closed to words it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
