"""A description is found behind catalogues, viewers, Markdown twins, indexes and at usual places, within bounds."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.discover import NoDescription, description_of
from generator.discovery.places import guesses
from generator.discovery.visits import Bounds, Visits
from generator.errors import SpecError
from generator.fetch import Limits
from generator.formats import read_document
from reading.site import SMALL, Page, Site, openapi

SPEC = json.dumps(SMALL).encode()
HTML = b"<!DOCTYPE html><html><body><h1>Our API</h1></body></html>"
NAVIGATION = {"type": "object", "properties": {"id": {"type": "string"}}}


def part(path: str, method: str = "get", schemas: Any = None, **more: Any) -> dict[str, Any]:
    """One page's part of a description."""
    operation = {"operationId": f"{method}{path.replace('/', '_')}", "responses": {"200": {"description": "Fine."}}}
    return openapi({path: {method: operation}}, components={"schemas": schemas or {}}, **more)


def fenced(data: Any, info: str = "json", heading: str = "# OpenAPI definition") -> Page:
    text = f"# A page\n\nSome words.\n\n{heading}\n\n````{info}\n{json.dumps(data, indent=2)}\n````\n"
    return Page(text.encode(), "text/markdown")


def found(site: Site, path: str = "/docs/") -> tuple[str, str]:
    """The path of what was found, and the step."""
    document, step = description_of(site.url(path), allow_private=True)
    assert read_document(document).operations
    return document.source.removeprefix(site.url("")), step


def ids(site: Site, path: str = "/docs/") -> list[str]:
    return [each.id for each in read_document(description_of(site.url(path), allow_private=True)[0]).operations]


@pytest.mark.parametrize("relation", ["service-desc", "describedby"])
def test_the_header_link_names_the_description(site: Site, relation: str) -> None:
    site.pages["/docs/"] = Page(HTML, headers={"Link": f'</x>; rel="help", <../spec>; rel="{relation}"; type="a/b"'})
    site.pages["/spec"] = Page(SPEC)
    assert found(site) == ("/spec", "link")


def test_a_catalogue_of_the_host_names_the_description(site: Site) -> None:
    catalogue = {"linkset": [{"anchor": "/", "service-doc": [{"href": "/d"}], "service-desc": [{"href": "/api/spec"}]}]}
    site.pages["/docs/"] = Page(HTML)
    site.pages["/.well-known/api-catalog"] = Page(json.dumps(catalogue).encode(), "application/linkset+json")
    site.pages["/api/spec"] = Page(SPEC)
    assert found(site) == ("/api/spec", "api-catalog")
    assert found(site, "/.well-known/api-catalog") == ("/api/spec", "settings")


def test_a_catalogue_that_a_page_links_to_is_followed(site: Site) -> None:
    site.pages["/docs/"] = Page(b'<html><link rel="api-catalog" href="/catalogue"></html>')
    site.pages["/catalogue"] = Page(b'{"linkset": [{"item": [{"href": "spec"}]}]}', "application/linkset+json")
    site.pages["/spec"] = Page(SPEC)
    assert found(site) == ("/spec", "link")


def test_settings_of_a_viewer_may_be_the_source(site: Site) -> None:
    site.pages["/config"] = Page(
        b'{"urls": [{"url": "/v1/spec", "name": "one"}], "validatorUrl": ""}', "application/json"
    )
    site.pages["/v1/spec"] = Page(SPEC)
    assert found(site, "/config") == ("/v1/spec", "settings")


@pytest.mark.parametrize(
    "script",
    [
        '<script id="__NEXT_DATA__" type="application/json">{"props": {"page": {"spec": %s}}}</script>',
        '<script>self.__next_f.push([1,"a:0"])</script><script>self.__next_f.push([1,%s])</script>',
        "<script>boot(JSON.parse(%s))</script>",
        "<script>Scalar.createApiReference('#app', {content: %s})</script>",
        "<script>Scalar.createApiReference('#app', {'content': {\"info\": {}, \"paths\": {}},"
        " sources: [{url: '/spec'}]})"
        "</script>",
        '<script>window.x = {"components": {"a": {}}, "later": %s};</script>',
    ],
)
def test_a_description_within_other_data_of_a_page_is_found(site: Site, script: str) -> None:
    quoted = "page" not in script and "later" not in script
    text = json.dumps(SPEC.decode()) if quoted else SPEC.decode()
    site.pages["/docs/"] = Page(f"<html>{script.replace('%s', text)}</html>".encode())
    site.pages["/spec"] = Page(SPEC)
    assert ids(site) == ["list_items"]


def test_a_description_in_an_attribute_of_a_script_is_found(site: Site) -> None:
    props = json.dumps({"document": {"api": {"schema": SMALL}}}).replace("&", "&amp;").replace('"', "&quot;")
    site.pages["/docs/"] = Page(f'<html><script id="ssr-props" data-initial-props="{props}"></script></html>'.encode())
    assert ids(site) == ["list_items"]


@pytest.mark.parametrize(
    "body",
    [
        '<meta http-equiv="refresh" content="0; url=ui/">',
        '<iframe src="ui/"></iframe>',
        '<a href="/docs/swagger-ui/">Try it</a>',
        '<a href="/docs/reference?lang=en">Reference</a>',
    ],
)
def test_a_page_that_leads_to_a_viewer_is_followed(site: Site, body: str) -> None:
    site.pages["/docs/"] = Page(f"<html>{body}</html>".encode())
    for path in ("/docs/ui/", "/docs/swagger-ui/", "/docs/reference"):
        site.pages[path] = Page(b'<html><redoc spec-url="/spec"></redoc></html>')
    site.pages["/spec"] = Page(SPEC)
    assert found(site) == ("/spec", "page")


def test_pages_that_lead_to_each_other_come_to_an_end(site: Site) -> None:
    site.pages["/docs/"] = Page(b'<html><a href="/api-docs/">a</a><iframe src="/docs/"></iframe></html>')
    site.pages["/api-docs/"] = Page(b'<html><a href="/reference">a</a><iframe src="/docs/"></iframe></html>')
    site.pages["/reference"] = Page(b'<html><a href="/api-docs/">a</a></html>')
    with pytest.raises(NoDescription):
        description_of(site.url("/docs/"), allow_private=True)


def test_parts_on_pages_make_one_description(site: Site) -> None:
    site.pages["/docs/list"] = Page(HTML)
    site.pages["/docs/list.md"] = fenced(part("/items", schemas={"Item": NAVIGATION}))
    site.pages["/docs/make.md"] = fenced(part("/items", "post", schemas={"Item": NAVIGATION}))
    site.pages["/docs/one.md"] = fenced(part("/items/{id}"), "yaml get /items/{id}", "## OpenAPI")
    site.pages["/llms.txt"] = Page(
        b"# Shop\n\n- [List](/docs/list.md): all\n- [Make](/docs/make.md)\n- [One](/docs/one)\n- [Elsewhere](https://a.example/x.md)\n",
        "text/plain",
    )
    document, step = description_of(site.url("/docs/list"), allow_private=True)
    description = read_document(document)
    assert step == "markdown" and document.source == site.url("/docs/list")
    assert [(each.method, each.path) for each in description.operations] == [
        ("GET", "/items"), ("POST", "/items"), ("GET", "/items/{id}")
    ]  # fmt: skip
    assert list(description.schemas) == ["Item"] and not document.warnings


def test_an_index_may_be_the_source(site: Site) -> None:
    site.pages["/docs/llms.txt"] = Page(b"- [One](/docs/api/one.md)\n", "text/plain")
    site.pages["/docs/api/one.md"] = fenced(part("/items"))
    assert found(site, "/docs/llms.txt") == ("/docs/llms.txt", "markdown")


def test_a_page_in_markdown_may_name_its_index(site: Site) -> None:
    index = site.url("/help/llms.txt")
    one = fenced(part("/items"))
    site.pages["/a/one.md"] = Page(f"> Fetch the index at: {index}\n\n".encode() + one.body, "text/markdown")
    site.pages["/help/llms.txt"] = Page(b"- [Two](/b/two.md)", "text/plain")
    site.pages["/b/two.md"] = fenced(part("/things"))
    assert ids(site, "/a/one.md") == ["get_items", "get_things"]


def test_all_pages_in_one_document_are_read_instead_of_each(site: Site) -> None:
    site.pages["/docs"] = Page(HTML)
    site.pages["/llms.txt"] = Page(b"- [One](/one.md)\n- [Two](/two.md)\n", "text/plain")
    site.pages["/llms-full.txt"] = Page(fenced(part("/a")).body + fenced(part("/b")).body, "text/plain")
    assert ids(site, "/docs") == ["get_a", "get_b"]
    assert "/one.md" not in site.asked


@pytest.mark.parametrize("line", ["- [openapi](/spec/openapi.json)", "- [API specification](/x/it.yaml)"])
def test_an_index_names_the_whole_description(site: Site, line: str) -> None:
    site.pages["/docs"] = Page(HTML)
    site.pages["/llms.txt"] = Page(f"# Shop\n- [One](/one.md)\n## OpenAPI Specs\n{line}\n".encode(), "text/plain")
    site.pages["/spec/openapi.json"] = site.pages["/x/it.yaml"] = Page(SPEC)
    assert found(site, "/docs")[1] == "index"
    assert "/one.md" not in site.asked


@pytest.mark.parametrize("name", ["/files/openapi.json", "files/openapi.json", "{site}/files/openapi.json"])
def test_a_part_names_the_file_that_it_is_of(site: Site, name: str) -> None:
    site.pages["/docs/one"] = Page(HTML)
    info = f"yaml {name.replace('{site}', site.url(''))} get /items"
    site.pages["/docs/one.md"] = fenced(part("/other"), info, "## OpenAPI")
    site.pages["/files/openapi.json"] = Page(SPEC)
    assert found(site, "/docs/one") == ("/files/openapi.json", "index")


def test_parts_that_contradict_each_other_are_told(site: Site) -> None:
    site.pages["/docs/one.md"] = fenced(part("/a", schemas={"It": {"type": "string"}}))
    site.pages["/docs/two.md"] = fenced(part("/b", schemas={"It": {"type": "integer"}}))
    site.pages["/llms.txt"] = Page(b"[1](/docs/one.md) [2](/docs/two.md)", "text/plain")
    description = read_document(description_of(site.url("/docs/one.md"), allow_private=True)[0])
    assert description.schemas["It"] == {"type": "string"}
    (warning,) = [each for each in description.warnings if each.where == "#/components/schemas/It"]
    assert "two.md says this differently" in warning.what


def test_parts_of_another_api_are_left_out(site: Site) -> None:
    other = {"info": {"title": "Other", "version": "1"}}
    site.pages["/docs/one.md"] = fenced(part("/a"))
    for name in "bcd":
        site.pages[f"/docs/{name}.md"] = fenced({**part(f"/{name}"), **other})
    site.pages["/llms.txt"] = Page(b"".join(b"[x](/docs/%s.md)" % name for name in (b"b", b"c", b"d")), "text/plain")
    description = read_document(description_of(site.url("/docs/one.md"), allow_private=True)[0])
    assert [each.path for each in description.operations] == ["/a"]
    assert sum("another API, 'Other'" in each.what for each in description.warnings) == 3


def test_a_broken_part_is_told_and_the_others_are_read(site: Site) -> None:
    site.pages["/docs/one.md"] = Page(
        b'```json\n{"openapi": "3.0.0", oh\n```\n' + fenced(part("/a")).body, "text/markdown"
    )
    description = read_document(description_of(site.url("/docs/one.md"), allow_private=True)[0])
    assert [each.path for each in description.operations] == ["/a"]
    assert "A part is broken" in description.warnings[0].what


FLAT = """
paths:
  path: /items/{id}
  method: patch
  servers:
    - url: https://api.shop.example/v2
  request:
    security: []
    parameters:
      path:
        id:
          schema:
            - type: integer
              required: true
              description: Which item.
      query:
        mode:
          schema:
            - type: enum<string>
              enum: [soft, hard]
              required: false
      header: {}
      cookie: {}
    body:
      application/json:
        schemaArray:
          - type: object
            required: true
            properties:
              owner:
                allOf:
                  - type: object
                    refIdentifier: '#/components/schemas/Owner'
                    properties:
                      name:
                        allOf:
                          - type: string
                    requiredProperties: [name]
              tags:
                allOf:
                  - type: array
                    items:
                      allOf:
                        - type: string
            requiredProperties: [owner]
  response:
    '200':
      application/json:
        schemaArray:
          - type: object
            refIdentifier: '#/components/schemas/Item'
            properties:
              id:
                allOf:
                  - type: integer
        examples:
          one:
            value: {id: 7}
        description: The item.
    '204':
      _mintlify/placeholder: {}
  deprecated: true
components:
  schemas: {}
"""


def test_the_dialect_that_writes_one_path_out_is_read(tmp_path: Path) -> None:
    page = tmp_path / "one.md"
    page.write_text(f"## OpenAPI\n\n````yaml PATCH /items/{{id}}\n{FLAT}\n````\n", encoding="utf-8")
    document, step = description_of(str(page))
    description = read_document(document)
    (operation,) = description.operations
    assert step == "markdown" and description.base_path == "/v2"
    assert (operation.method, operation.path, operation.deprecated) == ("PATCH", "/items/{id}", True)
    key, mode = operation.parameters
    assert (key.name, key.place, key.text, key.schema["type"]) == ("id", "path", "Which item.", "integer")
    assert (mode.required, mode.schema["enum"]) == (False, ["soft", "hard"])
    assert operation.body is not None and operation.body.required
    assert operation.body.schema["properties"]["owner"] == {"$ref": "#/$defs/Owner"}
    assert operation.body.schema["properties"]["tags"] == {"type": "array", "items": {"type": "string"}}
    assert operation.body.schema["required"] == ["owner"]
    assert description.schemas["Owner"]["required"] == ["name"]
    assert operation.responses[0].schema == {"$ref": "#/$defs/Item"} and operation.responses[0].examples == ({"id": 7},)


@pytest.mark.parametrize("path", ["/openapi.json", "/docs/v1/openapi.yaml", "/v3/api-docs", "/api/openapi.json"])
def test_a_usual_place_is_tried_last(site: Site, path: str) -> None:
    site.pages["/docs/v1/start"] = Page(HTML)
    site.pages[path] = Page(SPEC)
    assert found(site, "/docs/v1/start") == (path, "guess")


def test_what_a_site_forbids_to_robots_is_not_guessed(site: Site) -> None:
    site.pages["/docs/"] = Page(HTML)
    site.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /openapi.json\n", "text/plain")
    site.pages["/openapi.json"] = Page(SPEC)
    with pytest.raises(NoDescription):
        description_of(site.url("/docs/"), allow_private=True)
    assert "/openapi.json" not in site.asked


def test_an_error_page_that_says_ok_is_no_description(site: Site) -> None:
    site.pages["/docs/"] = Page(HTML)
    site.pages["/openapi.json"] = Page(HTML)
    site.pages["/swagger.json"] = Page(b'{"error": "not found"}', "application/json")
    with pytest.raises(NoDescription):
        description_of(site.url("/docs/"), allow_private=True)


def test_related_hosts_are_guessed_but_not_those_of_a_platform() -> None:
    def hosts(url: str) -> set[str]:
        return {guess.split("/")[2] for guess in guesses(url)}

    assert hosts("https://docs.shop.example/guide/x") == {"docs.shop.example", "api.shop.example", "shop.example"}
    assert hosts("https://shop.co.uk/docs") == {"shop.co.uk", "api.shop.co.uk"}
    assert hosts("https://shop.readme.io/docs") == {"shop.readme.io"}
    assert hosts("http://127.0.0.1:81/docs") == {"127.0.0.1:81"}


def test_a_page_leads_to_no_private_address(site: Site) -> None:
    visits = Visits(Limits())
    assert visits.document(site.url("/openapi.json")) is None
    assert "not public" in visits.failure and site.asked == []


def test_a_search_ends_at_its_bounds(site: Site) -> None:
    site.pages |= {f"/{n}": Page(b"x" * 1000) for n in range(10)}
    few = Visits(Limits(allow_private=True), Bounds(named=3))
    assert [few.document(site.url(f"/{n}")) is not None for n in range(5)] == [True] * 3 + [False] * 2
    small = Visits(Limits(allow_private=True), Bounds(max_bytes=1500))
    assert [small.document(site.url(f"/{n}")) is not None for n in range(4)] == [True, True, False, False]
    short = Visits(Limits(allow_private=True), Bounds(seconds=0))
    assert short.document(site.url("/1")) is None


def test_a_host_that_is_down_is_asked_once() -> None:
    visits = Visits(Limits(allow_private=True))
    for n in range(50):
        assert visits.document(f"http://127.0.0.1:1/{n}", "guess") is None
    assert visits._made["guess"] == 0  # robots.txt told already


def test_data_that_names_nothing_is_told(site: Site) -> None:
    site.pages["/a.json"] = Page(b'{"hello": 1}', "application/json")
    with pytest.raises(SpecError, match="neither 'openapi' nor 'swagger'"):
        description_of(site.url("/a.json"), allow_private=True)
