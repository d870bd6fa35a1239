import json
from pathlib import Path

import pytest

from generator.discover import MOST_FETCHES, NoDescription, description_of
from generator.errors import DocsError, SpecError
from generator.openapi.read import read_description
from reading.site import SMALL, Page, Site

SPEC = json.dumps(SMALL).encode()


def found(site: Site, html: str, path: str = "/docs/") -> tuple[str, str]:
    """The path of what was found, and the step."""
    site.pages[path.partition("?")[0]] = Page(html.encode())
    document, step = description_of(site.url(path), allow_private=True)
    assert read_description(document).operations[0].id == "list_items"
    return document.source.removeprefix(site.url("")), step


@pytest.mark.parametrize(
    ("html", "step"),
    [
        ('<link rel="service-desc" href="spec">', "link"),
        ('<link rel="alternate" type="application/json" href="/docs/spec">', "link"),
        ('<link rel="stylesheet describedby" type="application/vnd.oai.openapi" href="spec">', "link"),
        ('<script>SwaggerUIBundle({ url: "spec", dom_id: "#swagger-ui" })</script>', "swagger-ui"),
        ("<script>const ui = SwaggerUIBundle({\n'urls': [{\"url\": 'spec', \"name\": 'V1'}]})</script>", "swagger-ui"),
        ('<script>JSON.parse(\'{"urls":[{"url":"spec","name":"V1"}]}\'); SwaggerUIBundle()</script>', "swagger-ui"),
        ("<script>JSON.parse('{\\\"url\\\":\\\"spec\\\"}'); SwaggerUIBundle()</script>", "swagger-ui"),
        ('<redoc spec-url="spec"></redoc>', "redoc"),
        ("<script>Redoc.init('spec', {}, document.body)</script>", "redoc"),
        ('<rapi-doc spec-url="./spec" theme="dark"></rapi-doc>', "rapidoc"),
        ('<elements-api apiDescriptionUrl="spec" router="hash"></elements-api>', "elements"),
        ('<script id="api-reference" data-url="spec"></script>', "scalar"),
        ("<script>Scalar.createApiReference('#app', { url: 'spec' })</script>", "scalar"),
        ("<div data-configuration='{\"spec\": {\"url\": \"spec\"}, \"scalar\": 1}'></div>", "scalar"),
        ('<p>Read <a href="spec">our guide</a> or <a href="openapi.json">download</a>.</p>', "plain-link"),
        ('<a href="definition.json">OpenAPI document</a>', "plain-link"),
        ("<script>fetch('/docs/swagger.json').then(show)</script>", "script"),
    ],
)  # fmt: skip
def test_a_page_leads_to_its_description(site: Site, html: str, step: str) -> None:
    for name in ("spec", "openapi.json", "definition.json", "swagger.json"):
        site.pages[f"/docs/{name}"] = Page(SPEC, "application/json")
    path, how = found(site, f"<!DOCTYPE html><html><body>{html}</body></html>")
    assert path.startswith("/docs/") and how == step


@pytest.mark.parametrize(
    ("html", "step"),
    [
        (f'<script>const spec = {json.dumps(SMALL)}; SwaggerUIBundle({{spec}})</script>', "swagger-ui"),
        (f'<script>const __redoc_state = {{"menu": {{}}, "spec": {{"data": {json.dumps(SMALL)}}}}};</script>', "redoc"),
        (f'<script id="api-reference" type="application/json">{json.dumps(SMALL)}</script>', "scalar"),
        ("<script>boot({a: {b: " + json.dumps(SMALL) + "}})</script>", "script"),
    ],
)  # fmt: skip
def test_a_description_in_the_page_itself_is_read(site: Site, html: str, step: str) -> None:
    assert found(site, f"<html>{html}</html>") == ("/docs/", step)


def test_swagger_ui_keeps_its_settings_in_a_script(site: Site) -> None:
    script = b'window.onload = () => { window.ui = SwaggerUIBundle({ url: "../v1/spec", dom_id: "#ui" }) }'
    site.pages["/docs/js/swagger-initializer.js"] = Page(script, "text/javascript")
    site.pages["/v1/spec"] = Page(SPEC)
    html = '<html><script src="js/swagger-initializer.js"></script></html>'
    assert found(site, html) == ("/v1/spec", "swagger-ui")


def test_swagger_ui_express_writes_the_description_into_a_script(site: Site) -> None:
    script = f'window.onload = function() {{ var options = {{ "swaggerDoc": {json.dumps(SMALL)}, "x": 1 }}; }}'
    site.pages["/docs/swagger-ui-init.js"] = Page(script.encode(), "text/javascript")
    assert found(site, '<html><script src="./swagger-ui-init.js"></script></html>') == ("/docs/", "swagger-ui")


def test_swagger_ui_may_ask_for_its_settings(site: Site) -> None:
    site.pages["/v3/api-docs/swagger-config"] = Page(b'{"url": "/v3/api-docs"}', "application/json")
    site.pages["/v3/api-docs"] = Page(SPEC, "application/json")
    html = '<html><script>SwaggerUIBundle({configUrl: "/v3/api-docs/swagger-config"})</script></html>'
    assert found(site, html) == ("/v3/api-docs", "swagger-ui")


def test_the_pages_own_address_may_name_the_description(site: Site) -> None:
    site.pages["/spec"] = Page(SPEC)
    assert found(site, "<html></html>", "/docs/?url=/spec") == ("/spec", "swagger-ui")


def test_a_candidate_that_is_no_description_is_passed_over(site: Site) -> None:
    site.pages["/docs/openapi.json"] = Page(b'{"error": "moved"}', "application/json")
    site.pages["/docs/swagger.yaml"] = Page(b"<html>Not found</html>")
    site.pages["/docs/v2/openapi.json"] = Page(SPEC)
    html = "".join(f'<a href="{name}">x</a>' for name in ("openapi.json", "swagger.yaml", "v2/openapi.json"))
    assert found(site, f"<html>{html}</html>") == ("/docs/v2/openapi.json", "plain-link")


def test_a_page_without_a_description_is_prose(site: Site) -> None:
    site.pages["/docs"] = Page(b"<html><h1>Our API</h1><p>GET /items</p><script>track('x')</script></html>")
    with pytest.raises(NoDescription, match="No OpenAPI or Swagger description stands here or is named here"):
        description_of(site.url("/docs"), allow_private=True)


def test_the_first_failure_is_told(site: Site) -> None:
    site.pages["/docs"] = Page(b'<html><redoc spec-url="/gone.json"></redoc></html>')
    with pytest.raises(NoDescription, match=r"gone.json, which it names, is not there \(The server answered 404"):
        description_of(site.url("/docs"), allow_private=True)


def test_a_page_with_endless_links_is_given_up(site: Site) -> None:
    links = "".join(f'<a href="openapi{n}.json">x</a>' for n in range(200))
    site.pages["/docs"] = Page(f"<html>{links}</html>".encode())
    with pytest.raises(NoDescription):
        description_of(site.url("/docs"), allow_private=True)
    assert (
        len([path for path in site.asked if path.startswith("/openapi")]) <= MOST_FETCHES + 5
    )  # those guessed as well


def test_a_page_does_not_lead_to_a_file(site: Site, tmp_path: Path) -> None:
    (tmp_path / "openapi.json").write_bytes(SPEC)
    site.pages["/docs"] = Page(f'<html><a href="file://{tmp_path}/openapi.json">OpenAPI</a></html>'.encode())
    with pytest.raises(NoDescription):
        description_of(site.url("/docs"), allow_private=True)


def test_a_local_page_leads_to_files_in_its_folder_only(tmp_path: Path) -> None:
    (tmp_path / "openapi.json").write_bytes(SPEC)
    inside = tmp_path / "docs"
    inside.mkdir()
    (inside / "my spec.json").write_bytes(SPEC)
    (inside / "in.html").write_text('<html><redoc spec-url="my%20spec.json"></redoc></html>', encoding="utf-8")
    (inside / "out.html").write_text('<html><redoc spec-url="../openapi.json"></redoc></html>', encoding="utf-8")
    document, step = description_of(str(inside / "in.html"))
    assert (document.source, step) == ("my spec.json", "redoc")
    with pytest.raises(NoDescription):
        description_of(str(inside / "out.html"))


def test_a_description_is_itself(site: Site) -> None:
    site.pages["/a"] = Page(SPEC, "text/html")  # whatever the server calls it
    document, step = description_of(site.url("/a"), allow_private=True)
    assert (document.data, step) == (SPEC, "document")


@pytest.mark.parametrize("body", [b"# Our API\n\nGET /items: gives *all* items\n", b"Just: one: line", b"words"])
def test_markdown_is_prose(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "api.md").write_bytes(body)
    with pytest.raises(NoDescription, match="Name the address"):
        description_of(str(tmp_path / "api.md"))


def test_a_broken_description_is_no_prose(site: Site) -> None:
    site.pages["/openapi.yaml"] = Page(b"openapi: 3.0.0\ninfo: a: b", "application/yaml")
    with pytest.raises(SpecError, match="line 2, column"):
        description_of(site.url("/openapi.yaml"), allow_private=True)


def test_what_is_not_there_is_said(site: Site) -> None:
    with pytest.raises(DocsError, match="404 Not Found"):
        description_of(site.url("/missing"), allow_private=True)
