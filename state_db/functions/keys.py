"""new_id() and the shapes of keys: integer, uuid, or a template such as ord_{alnum:14}.

A template has a finite number of keys. The counter is sent through a permutation of that number that the seed and the
table choose, so that keys look random, depend on (seed, table, counter) alone, and are never given twice.
"""

import re
import string
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b

from state_db.functions.function import Function, Surroundings, Value

ALPHABETS = {
    "digits": string.digits,
    "hex": "0123456789abcdef",
    "lower": string.ascii_lowercase,
    "upper": string.ascii_uppercase,
    "alnum": string.ascii_uppercase + string.ascii_lowercase + string.digits,
}
FIELD = re.compile(r"\{(" + "|".join(ALPHABETS) + r"):([1-9][0-9]?)\}")
ROUNDS = 4


def is_key_shape(shape: str) -> bool:
    """Return whether the text is a shape of keys."""
    return shape in ("integer", "uuid") or (bool(FIELD.search(shape)) and not set("{}") & set(FIELD.sub("", shape)))


def key_of(shape: str, seed: int, table: str, counter: int) -> str | int:
    """Return the key number ``counter`` (from 1) of a table. Raises: OverflowError when a template has no more keys."""
    if shape == "integer":
        return counter
    if shape == "uuid":
        return _uuid(seed, table, counter)
    literals, alphabets, size = _template(shape)
    number = counter - 1
    if not 0 <= number < size:
        raise OverflowError(f"the shape {shape} has no key number {counter}")
    number = _permuted(number, size, f"{seed}/{table}".encode())
    characters = []
    for alphabet in alphabets:
        number, index = divmod(number, len(alphabet))
        characters.append(alphabet[index])
    found = iter(characters)
    return "".join(
        piece if isinstance(piece, str) else "".join(next(found) for _ in range(piece)) for piece in literals
    )


@lru_cache(maxsize=512)
def _template(shape: str) -> tuple[tuple[str | int, ...], tuple[str, ...], int]:
    """The template's pieces (literal text, or a number of characters), each character's alphabet, how many keys."""
    if not is_key_shape(shape):
        raise ValueError(f"{shape!r} is no shape of keys")
    pieces: list[str | int] = []
    alphabets: list[str] = []
    end = 0
    for match in FIELD.finditer(shape):
        pieces += [shape[end : match.start()], int(match[2])]
        alphabets += [ALPHABETS[match[1]]] * int(match[2])
        end = match.end()
    pieces.append(shape[end:])
    size = 1
    for alphabet in alphabets:
        size *= len(alphabet)
    return tuple(pieces), tuple(alphabets), size


def _permuted(number: int, size: int, key: bytes) -> int:
    """A permutation of 0 … size-1: a Feistel network over the next even number of bits, walked until it is inside."""
    half = max(1, ((size - 1).bit_length() + 1) // 2)
    mask = (1 << half) - 1
    width = (half + 7) // 8
    while True:
        left, right = number >> half, number & mask
        for turn in range(ROUNDS):
            mixed = blake2b(
                right.to_bytes(width, "big"), key=key[:64], salt=bytes([turn]), digest_size=min(64, width + 8)
            )
            left, right = right, left ^ (int.from_bytes(mixed.digest(), "big") & mask)
        number = (left << half) | right
        if number < size:
            return number


def _uuid(seed: int, table: str, counter: int) -> str:
    """A version 4 UUID made of a digest."""
    digest = blake2b(f"{seed}/{table}/{counter}".encode(), digest_size=16, person=b"uuid").digest()
    number = int.from_bytes(digest, "big")
    number = number & ~(0xF << 76) | 0x4 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _new_id(surroundings: Surroundings) -> Callable[..., Value]:
    return surroundings.new_key


FUNCTIONS = (
    Function("new_id", 1, (1,), bind=_new_id, text="A new key of the table, in the shape that server.json gives."),
)
