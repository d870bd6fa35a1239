"""Which inputs must be given together, or must not be, by the sentences about them."""

from collections.abc import Mapping
from typing import Any

import pytest

from generator.laws.agreeing import NAME
from generator.plan import Plan, Tool
from generator.render import render
from generator.verify import opened, prove
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

Json = Any

TEXT = {"type": "string"}
FLAG = {"type": "boolean"}


def letters(*, about: str = "", status: str = "400", example: Json = None, **described: str) -> Plan:
    """Letters with an ink, a page, a kind and whether they are sealed; ``described`` are what is said of these."""
    fields: Json = {"ink": TEXT, "page": TEXT, "kind": {**TEXT, "enum": ["plain", "wax"]}, "sealed": FLAG}
    told = {name: {**schema, "description": described.get(name, "")} for name, schema in fields.items()}
    letter = {"type": "object", "required": ["id"], "properties": {"id": {**TEXT, "readOnly": True}, **fields}}
    new = sends({"type": "object", "properties": told})
    if example is not None:
        new["content"]["application/json"]["example"] = example
    wrong = {status: {"description": "It is wrong."}}
    return plan_of(
        {
            "/letters": {
                "get": listing(ref("Letter")),
                "post": {
                    "description": about,
                    "requestBody": new,
                    "responses": {**shows(ref("Letter"), "201"), **wrong},
                },
            },
            "/letters/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Letter"))}},
        },
        Letter=letter,
    )


def said(tool: Tool) -> list[tuple[str, tuple[str, ...], Json]]:
    return [(each.rule, each.names, each.when) for each in tool.accords]


@pytest.mark.parametrize(
    ("described", "accords"),
    [
        ({"ink": "Cannot be used with `page`."}, [("apart", ("ink", "page"), None)]),
        ({"ink": "It should not be used together with `page`."}, [("apart", ("ink", "page"), None)]),
        ({"ink": "Use either `ink` or `page`, not both."}, [("apart", ("ink", "page"), None)]),
        ({"ink": "`ink` and `page` are mutually exclusive."}, [("apart", ("ink", "page"), None)]),
        ({"ink": "Either `ink` or `page` is required."}, [("any", ("ink", "page"), None)]),
        ({"ink": "Required when `page` is absent."}, [("any", ("ink", "page"), None)]),
        ({"ink": "This parameter must be used with the page parameter."}, [("with", ("ink", "page"), None)]),
        ({"ink": "If you specify `ink`, you must also specify the `page`."}, [("with", ("ink", "page"), None)]),
        ({"ink": "Required if `kind` is `wax`."}, [("with", ("kind", "ink"), "wax")]),
        ({"ink": "Required when `sealed` is set to `true`."}, [("with", ("sealed", "ink"), True)]),
        ({"ink": "This is required unless you set `sealed=true`."}, [("any", ("sealed", "ink"), True)]),
        ({"ink": "Required, unless `kind` is set to `wax`."}, [("any", ("kind", "ink"), "wax")]),
        ({"ink": "Required unless `page` is given."}, [("any", ("page", "ink"), None)]),
        (
            {
                "ink": "This field is required when not presenting `page`.",
                "page": "Not required when using `kind` or `ink`.",
            },
            [("any", ("page", "kind", "ink"), None)],
        ),
        ({"ink": "Required unless `kind` is `other`."}, []),
        ({"ink": "Required if `kind` is `other`."}, []),
        ({"ink": "Required if `kind` is `wax` or `plain`."}, []),
        ({"ink": "It is used with `page` in most letters."}, []),
        ({"ink": "Cannot be used with glue."}, []),
    ],
)
def test_sentences_about_inputs_say_which_are_given_together(described: dict[str, str], accords: Json) -> None:
    assert said(tool_at(letters(**described), "POST /letters")) == accords


@pytest.mark.parametrize(
    ("text", "accords"),
    [
        ("Only one of `ink` and `page` can be specified.", [("apart", ("ink", "page"), None)]),
        ("You must specify at least one of `ink` or `page`.", [("any", ("ink", "page"), None)]),
        (
            "You must specify a `ink` if you do not specify `page` and `kind`.",
            [("any", ("ink", "page", "kind"), None)],
        ),
        ("If the value of `kind` is `wax`, `ink` must also be provided.", [("with", ("kind", "ink"), "wax")]),
    ],
)
def test_sentences_about_an_operation_say_it_of_all_that_they_name(text: str, accords: Json) -> None:
    assert said(tool_at(letters(about=text), "POST /letters")) == accords


def test_nothing_is_refused_that_is_not_documented_to_be_or_that_an_example_shows() -> None:
    apart = "Cannot be used with `page`."
    assert said(tool_at(letters(ink=apart, status="404"), "POST /letters")) == []
    assert (
        said(tool_at(letters(page="Cannot be used with `ink`.", example={"ink": "a", "page": "b"}), "POST /letters"))
        == []
    )
    assert said(tool_at(letters(page="Cannot be used with `ink`.", example={"ink": "a"}), "POST /letters")) != []


def test_what_breaks_an_accord_is_refused_and_all_else_goes_through() -> None:
    plan = letters(ink="Cannot be used with `page`.", kind="Required if `sealed` is `true`.")
    files = render(plan)
    proof = prove(plan, files)
    assert [each.check.name for each in proof.result.outcomes if not each.passed] == []
    assert sum(each.check.law == "accord" for each in proof.result.outcomes) == 2
    with Environment.open(opened(plan, files)) as env:
        both = env.call("create_letters", {"ink": "a", "page": "b"})
        assert (both.status, "Only one of ink and page may be given." in both.text) == (400, True)
        assert env.call("create_letters", {"sealed": True}).status == 400
        assert env.call("create_letters", {"sealed": True, "kind": "wax", "ink": "a"}).status == 201
        assert env.call("create_letters", {"sealed": False, "page": "b"}).status == 201


def test_what_is_required_unless_another_has_a_value_is_asked_for_without_it() -> None:
    plan = letters(ink="Required unless `sealed` is `true`.")
    files = render(plan)
    assert run_laws(plan, files) == set()
    with Environment.open(opened(plan, files)) as env:
        refused = env.call("create_letters", {"page": "b", "sealed": False})
        assert (refused.status, "ink must be given unless sealed is true." in refused.text) == (400, True)
        assert env.call("create_letters", {"page": "b", "sealed": True}).status == 201
        assert env.call("create_letters", {"page": "b", "ink": "a"}).status == 201


def test_the_law_of_accords_notices_what_does_not_ask_for_one() -> None:
    plan = letters(ink="Cannot be used with `page`.")
    files = render(plan)
    name = "programs/create_letters.sql"
    head, step, rest = files[name].partition("-- @require invalid_argument: Only one of ink and page may be given.")
    broken = {**files, name: head + rest[rest.index("-- @") :]}
    assert step and run_laws(plan, broken) == {NAME}


def run_laws(plan: Plan, files: Mapping[str, str]) -> set[str]:
    return {each.check.law for each in prove(plan, files).result.outcomes if not each.passed}
