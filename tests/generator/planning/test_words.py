"""Names and numbers of English words, and what path literals mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.drafts import Slot
from generator.rules.keys import id_shape, shape_of_example
from generator.rules.naming import plural, shortened, singular, snake, sql_name, squashed, unique_name, words
from generator.rules.paths import names_key_of, resource_path
from generator.rules.verbs import is_action, opposite, participle, states_after


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("pets", "pet"), ("categories", "category"), ("boxes", "box"), ("statuses", "status"), ("addresses", "address"),
        ("people", "person"), ("invoices", "invoice"), ("indices", "index"), ("branches", "branch"), ("ids", "id"),
        ("expenses", "expense"), ("news", "news"), ("series", "series"), ("databases", "database"),
        ("sizes", "size"), ("prizes", "prize"), ("quizzes", "quiz"), ("ties", "tie"), ("heroes", "hero"),
        ("shoes", "shoe"), ("bonuses", "bonus"), ("viruses", "virus"), ("causes", "cause"), ("halves", "half"),
        ("alias", "alias"), ("lenses", "lens"), ("menus", "menu"), ("hypotheses", "hypothesis"),
    ],
)  # fmt: skip
def test_plurals_have_their_singular(many: str, one: str) -> None:
    assert singular(many) == one


@pytest.mark.parametrize(
    "one",
    ["pet", "category", "box", "person", "invoice", "branch", "index", "key", "day", "hero", "bonus", "size", "pie"],
)
def test_the_singular_of_a_plural_is_the_word(one: str) -> None:
    assert singular(plural(one)) == one


@pytest.mark.parametrize(
    ("identifier", "parts"),
    [
        ("projectID", ["project", "id"]),
        ("HTTPServer-name", ["http", "server", "name"]),
        ("user_ids", ["user", "ids"]),
        ("clientIDs", ["client", "ids"]),
        ("filter[status]", ["filter", "status"]),
    ],
)
def test_identifiers_fall_into_words(identifier: str, parts: list[str]) -> None:
    assert words(identifier) == parts


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        ("bibliothèqueId", "bibliotheque_id"), ("Größe", "grosse"), ("NAÏVE-état", "naive_etat"), ("заказы", "zakazy"),
        ("объект", "obekt"), ("订单列表", "ding_dan_lie_biao"), ("ユーザー", "yuza"), ("mood😀", "moodgrinning"),
    ],
)  # fmt: skip
def test_letters_of_every_script_are_spelled_in_ascii(identifier: str, name: str) -> None:
    assert sql_name(identifier) == name


def test_names_that_are_spelled_alike_in_ascii_stay_distinct() -> None:
    first = sql_name("订单")
    second = unique_name(sql_name("定单"), {first})
    assert (first, second) == ("ding_dan", "ding_dan_2")


def test_names_of_other_scripts_are_not_all_alike() -> None:
    assert squashed("название") != squashed("сумма") != ""
    assert squashed("Größe") == squashed("grosse")


@given(st.text(max_size=80))
def test_any_text_becomes_a_name_that_sql_takes_without_quotes(text: str) -> None:
    name = sql_name(text)
    assert name.isidentifier()
    assert name == name.lower()
    assert len(name) <= 48
    assert snake(name) == name or name.startswith("value")


@given(st.text("abc_", min_size=1, max_size=90), st.integers(10, 64))
def test_shortened_names_keep_to_the_limit_and_stay_distinct(name: str, most: int) -> None:
    assert len(shortened(name, most)) <= most
    assert len(unique_name(shortened(name, most), {shortened(name, most)}, most)) <= most


@pytest.mark.parametrize(
    ("path", "literals", "verb"),
    [
        ("/api/v3/pets/{id}", ("pets",), ""),
        ("/v1/{name}:cancel", (), "cancel"),
        ("/crm/objects/2026-09/{type}", ("crm", "objects"), ""),
        ("/crm/objects/2026-09-beta/{type}", ("crm", "objects"), ""),
        ("/v2-preview/crm/objects", ("crm", "objects"), ""),
        ("/1.1/lists.json", ("lists",), ""),
    ],
)
def test_paths_lose_versions_and_prefixes(path: str, literals: tuple[str, ...], verb: str) -> None:
    read = resource_path(path)
    assert (read.literals, read.verb) == (literals, verb)


def test_a_parameter_names_the_key_by_the_surest_spelling() -> None:
    assert names_key_of("petId", "pet", "id") > names_key_of("petId", "pet", "uuid") > 0
    assert names_key_of("petId", "pet", "name") == 0
    assert names_key_of("username", "user", "username") > 0


@pytest.mark.parametrize(
    ("example", "shape"),
    [
        ("8d3f7c1e-5f0a-4d52-9d3b-1f2b6f1f0d11", "uuid"),
        ("cus_9sX2kQ7d", "cus_{alnum:8}"),
        ("P-5ML4271244454362", "P-{upper:16}"),
        ("AC" + "0f" * 16, "AC{hex:32}"),
        ("12345678", "{digits:8}"),
        ("my-project", None),
        ("two words", None),
    ],
)
def test_the_shape_of_keys_is_read_from_an_example(example: str, shape: str | None) -> None:
    assert shape_of_example(example) == shape


@pytest.mark.parametrize(
    ("pattern", "shape"),
    [
        ("^bank_[a-zA-Z0-9]+$", "bank_{alnum:12}"),
        ("^AC[0-9a-fA-F]{32}$", "AC{hex:32}"),
        ("^[A-Z0-9]+$", "{upper:12}"),
        (r"^\d+$", "{digits:12}"),
        ("^(a|b)+$", "{lower:12}"),
    ],
)
def test_the_shape_of_keys_is_read_from_a_pattern(pattern: str, shape: str) -> None:
    slot = Slot("id", ("id",), {"type": "string", "pattern": pattern}, "text")
    assert id_shape(slot, "account", {}) == shape


@pytest.mark.parametrize(
    ("said", "shape"),
    [
        ("Unique identifier prefixed with `lnk_`.", "lnk_{alnum:12}"),
        ("A 34-character string that starts with `LN`.", "LN{alnum:32}"),
        ("The 24-digit hexadecimal id.", "{hex:24}"),
        ("A 10 digit number that names the link.", "{digits:10}"),
        ("A ULID.", "01J{digits:23}"),
        ("The unique id of the link.", "{lower:12}"),
        ("An id that begins with a letter.", "{lower:12}"),
    ],
)
def test_the_shape_of_keys_is_read_from_words(said: str, shape: str) -> None:
    slot = Slot("id", ("id",), {"type": "string", "description": said}, "text")
    assert id_shape(slot, "link", {}) == shape


def test_verbs_lead_to_states() -> None:
    assert participle("pay") == "paid"
    assert "canceled" in states_after("cancel")
    assert opposite("reopen") == "close"
    assert opposite("unlock") == "lock"
    assert is_action("mark-as-read")
    assert not is_action("reports")
