"""A scope: which addresses belong to one documentation, and which of two addresses are the same page."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

_NO_PAGE = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|ico|css|m?js|map|woff2?|ttf|eot|pdf|zip|t?gz|tar|bz2|xz|7z|exe|dmg|"
    r"deb|rpm|jar|whl|mp[34]|"
    r"mov|avi|webm|wav|ogg|csv|xlsx?|docx?|pptx?|xml|rss|atom|json|ya?ml|py|rb|go|java|php|cs|cpp|c|h|"
    r"rs|sh|sql|proto)$",
    re.I,
)
_MOST_LENGTH = 1_000
_MOST_SEGMENTS = 20


@dataclass(frozen=True, slots=True)
class Scope:
    """One site, and the paths of it that begin with a prefix; addresses with a query only where that is asked for."""

    scheme: str
    netloc: str
    prefix: str
    queries: bool = False

    def address(self, reference: str, base: str) -> str | None:
        """Where a link leads, without its fragment; None where that is no page of the documentation."""
        try:
            parts = urlsplit(urljoin(base, reference))
        except ValueError:
            return None
        path = parts.path or "/"
        outside = (parts.scheme, parts.netloc) != (self.scheme, self.netloc) or (parts.query and not self.queries)
        if outside or not self.holds(path):
            return None
        return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))

    def holds(self, path: str) -> bool:
        """Whether a path is one of the documentation, and may lead to a page."""
        plain = unquote(path)
        return (
            (plain + "/").startswith(self.prefix)
            and ".." not in plain.split("/")
            and not _NO_PAGE.search(plain)
            and len(path) <= _MOST_LENGTH
            and plain.count("/") <= _MOST_SEGMENTS
        )

    def contains(self, address: str) -> bool:
        """Whether an address that was reached belongs to the documentation."""
        parts = urlsplit(address)
        return parts.netloc == self.netloc and self.holds(parts.path or "/")


def scope_of(location: str, links: list[str]) -> Scope:
    """The documentation to which the page at a location belongs.

    It is what stands below the page's own path where the page links there, else what stands in its folder.
    """
    parts = urlsplit(location)
    path = parts.path or "/"
    below = path if path.endswith("/") else f"{path}/"
    folder = path[: path.rfind("/") + 1] or "/"
    inner = Scope(parts.scheme, parts.netloc, unquote(below), bool(parts.query))
    targets = [target for link in links if (target := inner.address(link, location))]
    if any(page_key(target) != page_key(location) for target in targets):
        return inner
    return Scope(parts.scheme, parts.netloc, unquote(folder), bool(parts.query))


def page_key(address: str) -> str:
    """What is the same for two addresses of one page: with or without a last slash, ``index.html`` or ``README.md``."""
    parts = urlsplit(address)
    path = re.sub(r"/(?:index\.html?|readme\.md|index\.md)$", "/", unquote(parts.path), flags=re.I).rstrip("/")
    return f"{parts.netloc}{path}?{parts.query}"
