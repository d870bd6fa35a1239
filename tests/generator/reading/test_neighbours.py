"""References into documents beside the description are followed, and never out of its folder or site."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.description import Description
from generator.document import Document
from generator.fetch import Limits, read_source
from generator.formats import read_document
from generator.openapi import neighbours
from generator.openapi.neighbours import Neighbours
from reading.site import Page, Site, openapi

ANSWERS = {"200": {"description": "Fine.", "content": {"application/json": {"schema": {"$ref": "#/components/x"}}}}}


def shop(reference: str) -> dict[str, Any]:
    """A description whose one answer has the schema that a reference leads to."""
    answer = {"description": "Fine.", "content": {"application/json": {"schema": {"$ref": reference}}}}
    return openapi({"/items": {"get": {"operationId": "it", "responses": {"200": answer}}}})


def read(path: Path) -> Description:
    document = read_source(str(path))
    return read_document(document, Neighbours(document))


def schema_name(description: Description) -> str | None:
    schema = description.operations[0].responses[0].schema
    return str(schema["$ref"]).removeprefix("#/$defs/") if schema else None


def write(folder: Path, **files: Any) -> None:
    for name, data in files.items():
        path = folder / name.replace("__", "/").replace("_json", ".json")
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(json.dumps(data), encoding="utf-8")


def test_a_schema_in_another_file_is_read_with_what_it_refers_to(tmp_path: Path) -> None:
    item = {"type": "object", "properties": {"owner": {"$ref": "#/definitions/Owner"}, "next": {"$ref": "item.json"},
                                             "back": {"$ref": "../shop.json#/components/schemas/Note"}}}  # fmt: skip
    write(tmp_path, shop_json={**shop("./schemas/item.json"), "components": {"schemas": {"Note": {"type": "string"}}}},
          schemas__item_json={**item, "definitions": {"Owner": {"type": "string"}}})  # fmt: skip
    description = read(tmp_path / "shop.json")
    assert schema_name(description) == "item" and not description.warnings
    assert description.schemas["item"]["properties"] == {
        "owner": {"$ref": "#/$defs/Owner"}, "next": {"$ref": "#/$defs/item"}, "back": {"$ref": "#/$defs/Note"}
    }  # fmt: skip
    assert str(tmp_path) not in repr(description)


def test_paths_parameters_and_answers_may_stand_in_other_files(tmp_path: Path) -> None:
    size = {"name": "size", "in": "query", "schema": {"type": "integer"}}
    path = {"parameters": [{"$ref": "../parts.json#/parameters/Size"}], "get": {"responses": ANSWERS}}
    write(tmp_path, shop_json=openapi({"/items": {"$ref": "paths/items.json"}}), paths__items_json=path,
          parts_json={"parameters": {"Size": size}})  # fmt: skip
    description = read(tmp_path / "shop.json")
    (operation,) = description.operations
    assert [each.name for each in operation.parameters] == ["size"]


def test_files_that_refer_to_each_other_come_to_an_end(tmp_path: Path) -> None:
    write(tmp_path, shop_json=shop("a.json"), a_json={"$ref": "b.json"}, b_json={"$ref": "a.json"})
    description = read(tmp_path / "shop.json")
    assert any("nothing but itself" in each.what for each in description.warnings)


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("../secret.json", "out of the description's folder"),
        ("..%2fsecret.json", "out of the description's folder"),
        ("/etc/passwd", "out of the description's folder"),
        ("link.json", "out of the description's folder"),
        ("file:///etc/passwd", "to the network"),
        ("http://127.0.0.1/x.json", "to the network"),
        ("//host/x.json", "to the network"),
        ("\\\\host\\x.json", "to the network"),
        ("missing.json", "no such file"),
        ("broken.json", "breaks at line 1"),
        ("a\u0000b.json", ""),
        ("shop.json/../../x#/y", ""),
    ],
)
def test_no_reference_leads_out_of_the_folder(tmp_path: Path, reference: str, said: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.json").write_text('{"type": "string"}', encoding="utf-8")
    (inside / "link.json").symlink_to(tmp_path / "secret.json")
    (inside / "broken.json").write_text('{"a": ', encoding="utf-8")
    write(inside, shop_json=shop(reference))
    description = read(inside / "shop.json")
    assert schema_name(description) is None and description.schemas == {}
    assert any(said in each.what for each in description.warnings)
    assert str(tmp_path) not in repr(description)


def test_a_reference_is_followed_on_the_same_site_only(site: Site) -> None:
    site.pages["/api/shop.json"] = Page(json.dumps(shop("schemas/item.json")).encode(), "application/json")
    site.pages["/api/schemas/item.json"] = Page(
        b'{"properties": {"a": {"$ref": "/b.json"}, "c": {"$ref": "/away.json"}}}'
    )
    site.pages["/b.json"] = Page(b'{"type": "string"}')
    other = f"http://localhost:{site.port}/b.json"
    site.pages["/away.json"] = Page(status=302, headers={"Location": other})
    document = read_source(site.url("/api/shop.json"), allow_private=True)
    description = read_document(document, Neighbours(document, Limits(allow_private=True)))
    assert schema_name(description) == "item" and description.schemas["b"] == {"type": "string"}
    assert description.schemas["item"]["properties"] == {"a": {"$ref": "#/$defs/b"}}
    assert any("redirected to another site" in each.what for each in description.warnings)


def test_a_reference_to_another_site_is_not_asked_for(site: Site) -> None:
    document = Document("s", json.dumps(shop(site.url("/b.json"))).encode(), location="https://shop.example/s.json")
    description = read_document(document, Neighbours(document, Limits(allow_private=True)))
    assert schema_name(description) is None and site.asked == []


def test_a_private_address_is_refused_also_for_a_neighbour(site: Site) -> None:
    document = Document("s", json.dumps(shop("b.json")).encode(), location=site.url("/s.json"))
    description = read_document(document, Neighbours(document))
    assert "not public" in description.warnings[0].what and site.asked == []


def test_there_are_not_endlessly_many_neighbours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "MOST_NEIGHBOURS", 5)
    write(
        tmp_path, shop_json=shop("n0.json"), **{f"n{n}_json": {"items": {"$ref": f"n{n + 1}.json"}} for n in range(9)}
    )
    description = read(tmp_path / "shop.json")
    assert len(description.schemas) == 5
    assert any("Too many other documents" in each.what for each in description.warnings)
