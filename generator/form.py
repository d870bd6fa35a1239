"""The base of the typed forms that are written to files and read back."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict

JsonSchema = dict[str, Any]
Json = Any


class Form(BaseModel):
    """A part of a file: frozen, and closed to words it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    def __copy__(self) -> Self:
        """Return a copy without what was worked out of the fields: a changed copy would keep it."""
        copied = super().__copy__()
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied
