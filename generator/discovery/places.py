"""Where the parts of a documentation site usually stand: twins in Markdown, indexes, catalogues, descriptions."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

_USUAL = (
    "openapi.json", "openapi.yaml", "swagger.json", "v3/api-docs", "api-docs", "v2/api-docs", "swagger/v1/swagger.json",
    "api/openapi.json", "api/swagger.json", "docs/openapi.json", "v1/openapi.json", "v2/openapi.json",
    "v3/openapi.json", "v2/swagger.json", "api-docs/swagger.json", "api/v1/openapi.json", "api/schema/", "swagger.yaml",
    "openapi.yml", "api-reference/openapi.json", ".well-known/openapi.json", "$discovery/rest?version=v1",
)  # fmt: skip
_BESIDE = ("openapi.json", "openapi.yaml", "swagger.json", "swagger.yaml", "v3/api-docs/swagger-config",
           "swagger-initializer.js")  # fmt: skip
# Suffixes under which each name is another's site: what stands on the parent is not this API's.
_PLATFORMS = re.compile(
    r"(^|\.)(github\.io|gitlab\.io|readthedocs\.io|readme\.io|gitbook\.io|mintlify\.(app|site|dev)|vercel\.app|"
    r"netlify\.app|pages\.dev|workers\.dev|herokuapp\.com|web\.app|firebaseapp\.com|azurewebsites\.net|"
    r"amazonaws\.com|cloudfront\.net|onrender\.com|fly\.dev|stoplight\.io|apiary\.io|redoc\.ly|bump\.sh|"
    r"swaggerhub\.com|apidog\.io|gitbook\.site|notion\.site|webflow\.io|github\.com|githubusercontent\.com)$"
)
_REGISTRIES = re.compile(r"^(com?|org|net|ac|gov|edu|gob|or|ne|go)\.[a-z]{2}$")


def markdown_twins(location: str) -> Iterator[str]:
    """The addresses at which a page may stand as Markdown."""
    path = urlsplit(location).path
    if path.endswith((".md", ".txt")):
        return
    bare = re.sub(r"\.html?$", "", path.rstrip("/"))
    yield urljoin(location, f"{bare}.md" if bare else "/index.md")


def indexes(location: str, name: str) -> Iterator[str]:
    """The addresses of an index called ``name`` over a page, the nearest first."""
    for folder in folders(location):
        yield urljoin(location, folder + name)


def folders(location: str) -> list[str]:
    """The folders over a page, the nearest first, at most four; each ends with a slash."""
    parts = urlsplit(location).path.split("/")[1:-1]
    found = ["/" + "".join(f"{part}/" for part in parts[:count]) for count in range(len(parts), -1, -1)]
    return found[-4:]


def guesses(location: str) -> Iterator[str]:
    """The addresses at which the description behind a page usually stands: beside it, on its host, on related hosts."""
    for folder in folders(location):
        for name in _BESIDE:
            yield urljoin(location, folder + name)
    scheme = urlsplit(location).scheme
    for host in _hosts(location):
        for name in _USUAL:
            yield f"{scheme}://{host}/{name}"


def _hosts(location: str) -> list[str]:
    """The page's host, the API's beside it, and the parent of both."""
    parts = urlsplit(location)
    host = (parts.hostname or "").lower()
    labels = host.split(".")
    if re.fullmatch(r"[0-9.]*|.*:.*", host) or len(labels) < 2 or _PLATFORMS.search(host):
        return [parts.netloc]
    parent = ".".join(labels[1:])
    related = [] if len(labels) == 2 or _REGISTRIES.match(parent) else [f"api.{parent}", parent]
    return list(dict.fromkeys([parts.netloc, *(related or [f"api.{host}"])]))
