"""new_id() and the shapes of keys: integer, uuid, or a template such as ord_{alnum:14}.

Keys look random and depend on (seed, table, counter) alone. A UUID, and a template with 2^64 keys or more, is filled
from a digest of the three: two are as likely to be equal as UUIDs are anywhere. Where a template has fewer keys, the
counter is sent through a permutation of their number that the seed and the table choose: each is given once.
"""

import re
import string
from collections.abc import Callable
from functools import cache, lru_cache, partial
from hashlib import blake2b, shake_256

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
MANY = 1 << 64  # keys of a template: of so many a digest finds a new one every time

# Keys that are made at once. One by one, most of a key's time goes by until the processor has the digest's long code at
# hand again: 12 of the 41 µs of a create, against 1 µs for each of these.
TOGETHER = 16

Gaps = tuple[tuple[slice, bytes], ...]
Pieces = tuple[tuple[int, tuple[str, ...]], ...]
Steps = tuple[tuple[int, int], ...]


def is_key_shape(shape: str) -> bool:
    """Return whether the text is a shape of keys."""
    return shape in ("integer", "uuid") or (bool(FIELD.search(shape)) and not set("{}") & set(FIELD.sub("", shape)))


def key_of(shape: str, seed: int, table: str, counter: int) -> str | int:
    """Return the key number ``counter`` (from 1) of a table. Raises: OverflowError when a template has no more keys."""
    if shape == "integer":
        return counter
    block, place = divmod(counter - 1, TOGETHER)
    keys = _keys(shape, seed, table, block)
    if place >= len(keys):
        raise OverflowError(f"the template has no key number {counter}")
    return keys[place]


@lru_cache(maxsize=1024)
def _keys(shape: str, seed: int, table: str, block: int) -> tuple[str, ...]:
    """So many keys in order as are made together; fewer where the template has no more."""
    make, first = _maker(shape, seed, table), block * TOGETHER + 1
    keys: list[str] = []
    try:
        for counter in range(first, first + TOGETHER):
            keys.append(make(counter))
    except OverflowError:
        pass
    return tuple(keys)


@lru_cache(maxsize=4096)
def _maker(shape: str, seed: int, table: str) -> Callable[[int], str]:
    """What makes the keys of one table in one environment, of their numbers."""
    if shape == "uuid":
        return partial(_uuid, blake2b(f"{seed}/{table}/".encode(), digest_size=16, person=b"uuid"))
    form, pieces, size = _template(shape)
    if size >= MANY:
        return partial(_drawn, *_gaps(shape), blake2b(f"{seed}/{table}/".encode(), person=b"key"))
    return partial(_numbered, form, pieces, size, _steps(seed, table, max(1, (size - 1).bit_length())))


def _gaps(shape: str) -> tuple[str, Gaps]:
    """The template with %s for each field; by field, the bytes of a digest that fill it and their letters."""
    gaps, start = [], 0
    for match in FIELD.finditer(shape):
        alphabet, length = ALPHABETS[match[1]], int(match[2])
        gaps.append((slice(start, start + length), bytes(ord(alphabet[byte % len(alphabet)]) for byte in range(256))))
        start += length
    return FIELD.sub("%s", shape.replace("%", "%%")), tuple(gaps)


def _drawn(form: str, gaps: Gaps, begun: blake2b, counter: int) -> str:
    """The key of a number, by a digest."""
    digest = begun.copy()
    digest.update(b"%d" % counter)
    data = digest.digest()
    if gaps[-1][0].stop > len(data):
        data *= 1 + gaps[-1][0].stop // len(data)
    return form % tuple([data[place].translate(letters).decode() for place, letters in gaps])


def _numbered(form: str, pieces: Pieces, size: int, steps: Steps, counter: int) -> str:
    """The key of a number, each another. Raises: OverflowError where there are no more."""
    number = counter - 1
    if not 0 <= number < size:
        raise OverflowError(f"the template has no key number {counter}")
    number = _permuted(number, size, steps)
    texts = []
    for count, piece in pieces:
        number, index = divmod(number, count)
        texts.append(piece[index])
    return form % tuple(texts)


@lru_cache(maxsize=512)
def _template(shape: str) -> tuple[str, Pieces, int]:
    """The template with %s for each piece, each piece's number of texts and these, and how many keys there are.

    Characters are filled in two at a time, which takes half the steps of one at a time and gives the same keys.
    """
    if not is_key_shape(shape):
        raise ValueError(f"{shape!r} is no shape of keys")
    pieces: list[tuple[int, tuple[str, ...]]] = []
    size = 1
    for match in FIELD.finditer(shape):
        texts = [_texts(match[1], 2)] * (int(match[2]) // 2) + [_texts(match[1], 1)] * (int(match[2]) % 2)
        pieces += [(len(one), one) for one in texts]
        size *= len(ALPHABETS[match[1]]) ** int(match[2])
    form = FIELD.sub(lambda match: "%s" * ((int(match[2]) + 1) // 2), shape.replace("%", "%%"))
    return form, tuple(pieces), size


@cache
def _texts(alphabet: str, length: int) -> tuple[str, ...]:
    """All texts of one or two characters of an alphabet, the first character changing fastest."""
    characters = ALPHABETS[alphabet]
    return tuple(characters) if length == 1 else tuple(first + last for last in characters for first in characters)


def _permuted(number: int, size: int, steps: Steps) -> int:
    """A permutation of 0 … size-1: one of the next power of two, walked until it is inside."""
    bits = max(1, (size - 1).bit_length())
    mask, shift = (1 << bits) - 1, max(1, bits // 2)
    while True:
        for factor, summand in steps:
            number = (number * factor + summand) & mask
            number ^= number >> shift
        if number < size:
            return number


def _steps(seed: int, table: str, bits: int) -> Steps:
    """Odd factors and summands: multiplying, adding and shifting each permute the numbers of so many bits."""
    width = bits // 8 + 1
    steps = []
    for turn in range(ROUNDS):
        digest = shake_256(f"{seed}/{table}/{turn}".encode()).digest(2 * width)
        steps.append((int.from_bytes(digest[:width], "big") | 1, int.from_bytes(digest[width:], "big")))
    return tuple(steps)


def _uuid(begun: blake2b, counter: int) -> str:
    """A version 4 UUID made of a digest."""
    digest = begun.copy()
    digest.update(b"%d" % counter)
    text = digest.hexdigest()
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{'89ab'[int(text[16], 16) % 4]}{text[17:20]}-{text[20:]}"


def _new_id(surroundings: Surroundings) -> Callable[..., Value]:
    return surroundings.new_key


FUNCTIONS = (
    Function(
        "new_id",
        1,
        (1, 2, 3, 4, 5),
        bind=_new_id,
        text="A new key of the table, in the shape that server.json gives; with the parent's key columns behind the "
        "table's name, the next number under that parent.",
    ),
)
