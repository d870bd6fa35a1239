"""What is said of a call that was broken off for what the caller sent."""

import apsw

SAID: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (apsw.TooBigError, "The call exceeded the limit of the size that one value may have."),
    ((apsw.FullError, apsw.NoMemError, MemoryError), "The call exceeded the limit of the size that the data may have."),
    (UnicodeDecodeError, "A text holds half of a surrogate pair, which is no text."),
)
OF_SQLITE = {
    "integer overflow": "The numbers given are too large to be added up.",
    "LIKE or GLOB pattern too complex": "The text to look for is too long.",
}


def overrun(error: Exception, exceeded: str) -> str:
    """Return the sentence for the caller, or nothing for a fault of the server; ``exceeded`` is the guard's bound."""
    if isinstance(error, apsw.InterruptError):
        return f"The call exceeded the limit of {exceeded}."
    for kinds, said in SAID:
        if isinstance(error, kinds):
            return said
    return OF_SQLITE.get(str(error), "") if isinstance(error, apsw.SQLError) else ""
