"""Uniqueness: what of the documentation makes no two rows alike, and among which rows."""

import pytest

from planning.servers import failed
from planning.specs import in_path, listing, plan_of, ref, sends, shows


@pytest.mark.parametrize("said", ["Must be unique.", "It cannot be used by another site."])
def test_what_is_called_unique_is_unique(said: str) -> None:
    sent = {
        "type": "object",
        "required": ["slug"],
        "properties": {"slug": {"type": "string", "description": said}},
    }
    shown = {"type": "object", "properties": {"id": {"type": "integer"}, "slug": {"type": "string"}}}
    paths = {"/sites": {"get": listing(shown), "post": {"requestBody": sends(sent), "responses": shows(shown, "201")}}}
    assert plan_of(paths).entity("site").column("slug").unique


def test_what_is_made_without_a_parent_is_unique_among_all() -> None:
    text = {"type": "string"}
    label = {
        "type": "object",
        "required": ["name"],
        "properties": {"id": {**text, "readOnly": True}, "name": text},
    }
    taken = {"409": {"description": "A label with the same name already exists."}}
    one = {"parameters": [in_path("label_id")], "get": {"responses": shows(ref("Label"))}}
    box = {"type": "object", "properties": {"id": text, "title": text}}
    paths = {
        "/labels": {
            "get": listing(ref("Label")),
            "post": {"requestBody": sends(ref("Label")), "responses": {**shows(ref("Label"), "201"), **taken}},
        },
        "/labels/{label_id}": one,
        "/boxes": {
            "get": listing(ref("Box")),
            "post": {"requestBody": sends(ref("Box")), "responses": shows(ref("Box"), "201")},
        },
        "/boxes/{box_id}": {"parameters": [in_path("box_id")], "get": {"responses": shows(ref("Box"))}},
        "/boxes/{box_id}/labels": {"parameters": [in_path("box_id")], "get": listing(ref("Label"))},
    }
    plan = plan_of(paths, Label=label, Box=box)
    assert plan.entity("label").column("box_id").references is not None
    assert plan.entity("label").column("name").unique


def test_what_an_operation_says_must_be_unique_is_unique_below_the_parent() -> None:
    text = {"type": "string"}
    label = {"type": "object", "required": ["name"], "properties": {"id": {**text, "readOnly": True}, "name": text}}
    box = {"type": "object", "properties": {"id": text, "title": text}}
    said = "Creates a label. A label's name must be unique within its box."
    paths = {
        "/boxes": {
            "get": listing(ref("Box")),
            "post": {"requestBody": sends(ref("Box")), "responses": shows(ref("Box"), "201")},
        },
        "/boxes/{box_id}": {"parameters": [in_path("box_id")], "get": {"responses": shows(ref("Box"))}},
        "/boxes/{box_id}/labels": {
            "parameters": [in_path("box_id")],
            "get": listing(ref("Label")),
            "post": {"description": said, "requestBody": sends(ref("Label")), "responses": shows(ref("Label"), "201")},
        },
    }
    assert plan_of(paths, Label=label, Box=box).entity("label").unique == (("box_id", "name"),)


def test_what_only_a_request_says_must_be_unique_is_unique_as_well() -> None:
    text = {"type": "string"}
    shown = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": text, "name": {**text, "description": "Its name."}},
    }
    change = {"type": "object", "properties": {"name": {**text, "description": "It must be unique."}}}
    site = {"patch": {"requestBody": sends(change), "responses": shows(ref("Site"))}, "parameters": [in_path("id")]}
    paths = {"/sites": {"get": listing(ref("Site"))}, "/sites/{id}": {**site, "get": {"responses": shows(ref("Site"))}}}
    assert plan_of(paths, Site=shown).entity("site").column("name").unique


@pytest.mark.parametrize(
    ("said", "groups"),
    [
        ("A rule for this combination of `host`, `path` and `verb` already exists.", (("host", "path", "verb"),)),
        ("The combination of host and path must be unique.", (("host", "path"),)),
        ("The combination of host and weather is already in use.", ()),
        ("A combination of host and path is needed.", ()),
    ],
)
def test_what_must_not_be_there_twice_together_is_unique_together(
    said: str, groups: tuple[tuple[str, ...], ...]
) -> None:
    text = {"type": "string"}
    rule = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {**text, "readOnly": True}, "host": text, "path": text, "verb": text},
    }
    taken = {"409": {"description": said}}
    making = {"requestBody": sends(ref("Rule")), "responses": {**shows(ref("Rule"), "201"), **taken}}
    one = {"parameters": [in_path("id")], "get": {"responses": shows(ref("Rule"))}}
    plan = plan_of({"/rules": {"get": listing(ref("Rule")), "post": making}, "/rules/{id}": one}, Rule=rule)
    assert plan.entity("rule").unique == groups
    assert failed(plan) == []
