"""What an HTML page says about its machine-readable description: the candidates that it names, likeliest first.

Known are Swagger UI, Redoc, RapiDoc, Scalar and Stoplight Elements in their usual forms, link relations (RFC 8631 and
9727), plain links, and descriptions that stand in the page itself.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.discovery.nesting import is_too_deep
from generator.discovery.scripts import descriptions_in

_RELATIONS = ("service-desc", "describedby", "api-catalog", "alternate")
_NAMED_FILE = re.compile(
    r"((openapi|swagger|api-?docs|api-?spec|postman[_-]?collection)[^\"'\s<>]*?(\.(json|ya?ml)|(?<=api-docs))"
    r"|(^|/)(api-?)?(spec|schema)s?[0-9]*(/[^\"'\s<>]*)?\.(json|ya?ml)|\$discovery/rest[^\"'\s<>]*)($|[?#])",
    re.I,
)
_DATA_FILE = re.compile(r"\.(json|ya?ml)($|[?#])", re.I)
_SETTING = re.compile(
    r"""(?<![\w$-])(url|configUrl|specUrl|spec-url|swaggerUrl)\\?["']?\s*[:=]\s*"""
    r"""\\?["'`]([^"'`\\<>\s]+)\\?["'`]"""
)
_REDOC_INIT = re.compile(r"""Redoc\.init\(\s*["'`]([^"'`\s]+)["'`]""")
_QUOTED = re.compile(r"""["'`]([^"'`\s<>]{1,500})["'`]""")
_SAID = re.compile("openapi|swagger|postman|api (definition|description|specification)|^download", re.I)
_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[^\s;,=]+\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]+))*)")
_REFRESH = re.compile(r"^\s*[0-9.]*\s*[;,]?\s*url\s*=\s*['\"]?([^'\"]+)", re.I)
_REFERENCE_PAGE = re.compile(
    r"(^|/)(swagger|swagger-ui|redoc|rapidoc|scalar|api-?docs|api-?reference|api-?explorer|reference)(/(index\.html)?)?$",
    re.I,
)
_UI_SCRIPT = re.compile(r"swagger-(ui-)?init[^/]*\.js|(^|/)index\.js", re.I)
_VIEWERS = (
    ("swagger-ui", re.compile("SwaggerUI|swagger-ui", re.I)),
    ("redoc", re.compile("Redoc", re.I)),
    ("scalar", re.compile("createApiReference|scalar", re.I)),
    ("elements", re.compile("elements-api|apiDescription", re.I)),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where the description may be: a reference to fetch, or the text itself.

    ``kind`` says what is expected there: the description, a script or settings that name it in turn, or another page.
    """

    step: str
    reference: str = ""
    text: str = ""
    kind: Literal["description", "settings", "page"] = "description"


def candidates_of(html: str, location: str = "", links: str = "") -> Iterator[Candidate]:
    """The candidates that a page and its header Link name, in the order in which they should be tried.

    Of a page whose elements are nested too deeply for a parser only the header is read.
    """
    yield from linked_in_header(links)
    if is_too_deep(html):
        return
    tree = LexborHTMLParser(html)
    yield from _linked(tree)
    yield from _queried(location)
    yield from _attributes(tree)
    for script in tree.css("script"):
        yield from candidates_in_script(script.text(deep=True) or "", "script")
    for node in tree.css("[data-initial-props]"):
        yield from candidates_in_script(_attribute(node, "data-initial-props"), "script")
    yield from _scripts(tree)
    yield from _plain_links(tree)
    yield from _pages(tree)


def linked_in_header(links: str) -> Iterator[Candidate]:
    """The candidates that an HTTP header Link names (RFC 8288)."""
    for match in _LINK.finditer(links):
        said = dict(re.findall(r"([^\s;,=]+)\s*=\s*\"?([^\";]*)", match[2].lower()))
        if set(said.get("rel", "").split()) & {"service-desc", "describedby", "api-catalog"}:
            yield Candidate("link", match[1], kind="settings")


def candidates_in_script(text: str, step: str) -> Iterator[Candidate]:
    """The candidates that a script or a viewer's settings name; ``step`` is used where no viewer is recognised."""
    known = next((name for name, sign in _VIEWERS if sign.search(text)), "")
    yield from (Candidate(known or step, text=json.dumps(found)) for found in descriptions_in(text))
    if known or step != "script":
        for match in _REDOC_INIT.finditer(text):
            yield Candidate("redoc", match[1])
        for match in _SETTING.finditer(text):
            yield Candidate(known or step, match[2], kind="settings" if match[1] == "configUrl" else "description")
    for match in _QUOTED.finditer(text):
        if _NAMED_FILE.search(match[1]):
            yield Candidate(known or step, match[1])


def _linked(tree: LexborHTMLParser) -> Iterator[Candidate]:
    for relation in _RELATIONS:
        for node in tree.css("link[rel][href], a[rel][href]"):
            href, kind = _attribute(node, "href"), _attribute(node, "type").lower()
            if relation not in _attribute(node, "rel").lower().split():
                continue
            if relation == "api-catalog":
                yield Candidate("link", href, kind="settings")
            elif relation == "service-desc" or re.search("json|ya?ml|openapi", kind) or _NAMED_FILE.search(href):
                yield Candidate("link", href)


def _queried(location: str) -> Iterator[Candidate]:
    query = parse_qs(urlsplit(location).query)
    yield from (Candidate("swagger-ui", url, kind="settings") for url in query.get("configUrl", ()))
    yield from (Candidate("swagger-ui", url) for url in query.get("url", ()))


def _attributes(tree: LexborHTMLParser) -> Iterator[Candidate]:
    for step, name, attribute in (
        ("redoc", "redoc", "spec-url"),
        ("rapidoc", "rapi-doc", "spec-url"),
        ("rapidoc", "rapi-doc-mini", "spec-url"),
        ("elements", "elements-api", "apidescriptionurl"),
        ("scalar", "#api-reference", "data-url"),
        ("redoc", "[data-redoc]", "data-redoc"),
    ):
        yield from (Candidate(step, found) for node in tree.css(name) if (found := _attribute(node, attribute)))
    for node in tree.css("elements-api[apidescriptiondocument]"):
        yield Candidate("elements", text=_attribute(node, "apidescriptiondocument"))
    for node in tree.css("script#api-reference"):
        if text := (node.text(deep=True) or "").strip():
            yield Candidate("scalar", text=text)
    for node in tree.css("[data-configuration]"):
        yield from candidates_in_script(_attribute(node, "data-configuration"), "scalar")


def _scripts(tree: LexborHTMLParser) -> Iterator[Candidate]:
    """Scripts of the page's own that hold a viewer's settings, such as swagger-initializer.js."""
    for node in tree.css("script[src]"):
        if _UI_SCRIPT.search(source := _attribute(node, "src")):
            yield Candidate("swagger-ui", source, kind="settings")


def _plain_links(tree: LexborHTMLParser) -> Iterator[Candidate]:
    for node in tree.css("a[href]"):
        href = _attribute(node, "href")
        if names_a_description(href, node.text(deep=True) or ""):
            yield Candidate("plain-link", raw_url(href))


def names_a_description(href: str, text: str) -> bool:
    """Whether a link leads to a description, by its address or by what it says of a data file."""
    return bool(_NAMED_FILE.search(href) or (_DATA_FILE.search(href) and _SAID.search(text.strip())))


def _pages(tree: LexborHTMLParser) -> Iterator[Candidate]:
    """Pages that are shown within this one or instead of it, and those where a viewer is likely."""
    for node in tree.css("meta[http-equiv]"):
        refresh = _REFRESH.match(_attribute(node, "content"))
        if refresh and _attribute(node, "http-equiv").lower() == "refresh":
            yield Candidate("page", refresh[1].strip(), kind="page")
    for node in tree.css("iframe[src], frame[src]"):
        yield Candidate("page", _attribute(node, "src"), kind="page")
    for node in tree.css("a[href]"):
        if _REFERENCE_PAGE.search((href := _attribute(node, "href")).partition("?")[0].partition("#")[0]):
            yield Candidate("page", href, kind="page")


def raw_url(url: str) -> str:
    """The address of a file's bytes, where a URL shows it as a page of a code forge."""
    if blob := re.fullmatch(r"https?://github\.com/([^/]+/[^/]+)/blob/([^?#]+)[^/]*", url):
        return f"https://raw.githubusercontent.com/{blob[1]}/{blob[2]}"
    return re.sub(r"^(https?://[^/?#]+/[^?#]+/-/)blob/", r"\1raw/", url)  # GitLab


def _attribute(node: LexborNode, name: str) -> str:
    return (node.attributes.get(name) or "").strip()
