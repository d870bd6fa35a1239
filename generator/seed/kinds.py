"""Of what kind a thing is: by what it is called, by the schema it has, and by what else is told of it."""

from collections.abc import Iterable
from functools import lru_cache

from generator.seed.moments import words_of
from generator.seed.vocabulary import NAMES

_PERSONAL = frozenset({"first_name", "given_name", "firstname", "last_name", "surname", "family_name", "forename"})
_CARD = frozenset({"last_digits", "last4", "security_code", "cvc", "cvv", "expiry", "exp_month", "card_type", "brand"})
_EMPLOYERS = frozenset({"company", "company_name", "organization", "organisation"})
_PRICED = frozenset({"sku", "unit_price", "unit_amount", "price", "quantity", "qty", "barcode", "unit_cost"})
_FILED = frozenset({"mime_type", "content_type", "file_size", "extension", "file_type", "mimetype"})
_PLACED = frozenset(
    "city town locality zip zipcode zip_code postal_code postcode street line1 line_1 address_line1 address_line_1 "
    "address1 country_code primary_line admin_area_2 address_city address_zip address_state".split()
)
_MONEYED = frozenset({"currency", "currency_code", "currency_id"})
# Words that say nothing about the kind of what they are said of.
_VAGUE = frozenset({"item", "items", "card", "line", "entry", "data", "resource", "object", "record", "info", "detail"})
GOODS = frozenset({"product", "article", "good", "sku", "stock", "variant"})


def kind_of(name: str, reference: str, members: Iterable[str]) -> str:
    """Return words of which the vocabulary knows the kind, where there are any, and the name otherwise.

    ``name`` is the entity's or the property's, ``reference`` its schema's; ``members`` are the names of its properties.
    """
    return _kind_of(name, reference, tuple(members))


@lru_cache(maxsize=4096)
def _kind_of(name: str, reference: str, members: tuple[str, ...]) -> str:
    told = _spoken(members)
    words = words_of(name)
    if told & _PERSONAL or (words and words[-1] == "by"):
        return "person"
    if told & _CARD and "card" in words:
        return "person"
    if "name" in told and told & _EMPLOYERS and is_address(members):
        return "person"  # whom something is sent to, at a company or at home
    vague = not words or words[-1] in _VAGUE or _known(words[-1]) is None
    if vague and told & _PRICED:
        return "product"
    if vague and told & _FILED:
        return "file"
    if _known(words[-1] if words else "") is None and any(_known(word) for word in words_of(reference)):
        return reference
    return name


def is_address(members: Iterable[str]) -> bool:
    """Return whether these are the properties of an address."""
    return len(_spoken(tuple(members)) & _PLACED) > 1


def is_priced(members: Iterable[str]) -> bool:
    """Return whether one of these tells the currency of the others."""
    return bool(_spoken(tuple(members)) & _MONEYED)


@lru_cache(maxsize=4096)
def _spoken(members: tuple[str, ...]) -> frozenset[str]:
    return frozenset("_".join(words_of(member)) for member in members)


def _known(word: str) -> object:
    return NAMES.get(word) or NAMES.get(word.removesuffix("s"))
