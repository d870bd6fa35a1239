"""``read_source``: a URL or a path → its ``Document``, within limits of time, size, redirects and addresses.

A host's name is resolved first, every address it has is checked, and the connection goes to a checked address, so that
a name cannot answer differently the second time (DNS rebinding). Where the environment names a proxy (HTTPS_PROXY), the
proxy resolves the name again; what can be resolved here is still checked.
"""

import asyncio
import ipaddress
import re
import socket
import ssl
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from urllib.request import getproxies, proxy_bypass

import httpx2

from generator.document import Document
from generator.errors import DocsError, Unreachable

_MEDIA_TYPES = {
    ".json": "application/json",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".html": "text/html",
    ".htm": "text/html",
    ".md": "text/markdown",
}
USER_AGENT = "fleetwright"
_HEADERS = {
    "Accept": "application/json, application/yaml;q=0.9, text/html;q=0.8, */*;q=0.5",
    "Accept-Encoding": "gzip",
    "User-Agent": USER_AGENT,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one source may cost: bytes after decompression, seconds from the first look-up to the last byte.

    ``same_host`` refuses redirects to another host.
    """

    max_bytes: int = 20_000_000
    timeout_seconds: float = 30.0
    max_redirects: int = 5
    allow_private: bool = False
    same_host: bool = False


def read_source(source: str, *, allow_private: bool = False, limits: Limits | None = None) -> Document:
    """The document behind an http(s) URL or a file's path.

    Loopback, private, link-local, multicast and reserved addresses are refused unless ``allow_private``.

    Raises:
        DocsError: there is no such source, or it is beyond a limit.
    """
    limits = limits or Limits()
    limits = replace(limits, allow_private=limits.allow_private or allow_private)
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]+):(?=//)", source)
    if scheme is None:
        return _file_document(source, limits)
    if scheme[1].lower() not in ("http", "https"):
        raise DocsError(
            f"The scheme {scheme[1]!r} is not read.", where=source, next="Name an http(s) URL, or a file by its path."
        )
    return _run(_fetched(source, limits))


def _run(fetching: Coroutine[None, None, Document]) -> Document:
    """The coroutine's result, also when the caller runs inside an event loop of its own."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(fetching)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(fetching)).result()


def _file_document(source: str, limits: Limits) -> Document:
    path = Path(source)
    try:
        if path.is_dir():
            raise DocsError("This is a directory.", where=source, next="Name the description's file in it.")
        if not path.is_file():
            raise DocsError("There is no such file.", where=source, next="Check the path; a URL begins with https://.")
        if path.stat().st_size > limits.max_bytes:
            raise _too_large(source, limits)
        with path.open("rb") as file:
            data = file.read(limits.max_bytes + 1)
    except (OSError, ValueError) as fault:  # ValueError: a null byte in the path
        raise DocsError(f"The file cannot be read: {fault}.", where=source, next="Check the path.") from None
    if len(data) > limits.max_bytes:
        raise _too_large(source, limits)
    return Document(path.name, data, _MEDIA_TYPES.get(path.suffix.lower(), ""), location=source)


async def _fetched(source: str, limits: Limits) -> Document:
    url = _parsed_url(source, source)
    source = str(url)
    try:
        async with asyncio.timeout(limits.timeout_seconds):
            for _ in range(limits.max_redirects + 1):
                document, target = await _one_hop(url, source, limits)
                if document is not None:
                    return document
                url = _redirected(_parsed_url(target, source, url), url, source, limits)
    except (TimeoutError, httpx2.TimeoutException):
        raise Unreachable(
            f"The document did not arrive within {limits.timeout_seconds:g} seconds.",
            where=source,
            next="Try again later, or download it and name the file.",
        ) from None
    except httpx2.HTTPError as fault:
        raise Unreachable(
            f"The document cannot be fetched: {str(fault) or type(fault).__name__}.",
            where=source,
            next="Check the address and the network.",
        ) from None
    raise DocsError(
        f"The URL was redirected more than {limits.max_redirects} times.",
        where=source,
        next="Name the address where it ends.",
    )


def _redirected(target: httpx2.URL, url: httpx2.URL, source: str, limits: Limits) -> httpx2.URL:
    if limits.same_host and target.netloc != url.netloc:
        raise DocsError(f"It redirects to another host, {target.host}.", where=source, next="Name that address itself.")
    return target


def _parsed_url(text: str, source: str, base: httpx2.URL | None = None) -> httpx2.URL:
    try:
        url = (base.join(text) if base else httpx2.URL(text)).copy_with(fragment=None)
    except (httpx2.InvalidURL, ValueError) as fault:
        raise DocsError(f"The URL cannot be read: {fault}.", where=source, next="Check the address.") from None
    if url.scheme not in ("http", "https") or not url.host or not 0 < (url.port or 80) < 65536:
        raise DocsError(f"{url} is no http(s) address.", where=source, next="Name an http(s) URL.")
    if url.userinfo:
        raise DocsError(
            "The URL holds a user name or password.",
            where=str(url.copy_with(userinfo=b"")),
            next="Download the document and name the file.",
        )
    return url


async def _one_hop(url: httpx2.URL, source: str, limits: Limits) -> tuple[Document | None, str]:
    """The document, or None and where the server redirects to."""
    proxy = _proxy_for(url)
    addresses = await _checked_addresses(url, source, limits, needed=proxy is None)
    timeout = httpx2.Timeout(limits.timeout_seconds)
    async with httpx2.AsyncClient(proxy=proxy, trust_env=False, timeout=timeout, verify=_tls_context(url)) as client:
        for last, address in ((address == addresses[-1], address) for address in addresses):
            pinned = url if proxy else url.copy_with(host=address)
            headers = {**_HEADERS, "Host": url.netloc.decode("ascii")}
            host = url.raw_host.decode("ascii")
            request = client.build_request("GET", pinned, headers=headers, extensions={"sni_hostname": host})
            try:
                response = await client.send(request, stream=True)
            except httpx2.ConnectError:
                if last:
                    raise
                continue
            try:
                return await _document_of(response, url, source, limits)
            finally:
                await response.aclose()
    raise Unreachable("The host has no address.", where=source, next="Check the address.")


def _tls_context(url: httpx2.URL) -> ssl.SSLContext | bool:
    return httpx2.create_ssl_context(trust_env=True) if url.scheme == "https" else False


def _proxy_for(url: httpx2.URL) -> str | None:
    proxy = getproxies().get(url.scheme)
    return proxy if proxy and not proxy_bypass(url.host) else None


async def _checked_addresses(url: httpx2.URL, source: str, limits: Limits, needed: bool) -> list[str]:
    host = url.raw_host.decode("ascii").strip("[]")
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        if not needed:
            return [host]
        raise Unreachable(f"The host {host!r} is not known.", where=source, next="Check the address.") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    refused = [address for address in addresses if not is_public(address)]
    if refused and not limits.allow_private:
        raise Unreachable(
            f"The host {host!r} has the address {refused[0]}, which is not public.",
            where=source,
            next="Pass --allow-private if the service is your own.",
        )
    return addresses if needed else addresses[:1]


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet, also where it carries an IPv4 address inside."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):  # NAT64
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


async def _document_of(
    response: httpx2.Response, url: httpx2.URL, source: str, limits: Limits
) -> tuple[Document | None, str]:
    if response.status_code in (301, 302, 303, 307, 308) and "location" in response.headers:
        return None, response.headers["location"]
    if response.status_code != HTTPStatus.OK:
        raise _refusal(response.status_code, source)
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limits.max_bytes:
        raise _too_large(source, limits)
    data = bytearray()
    async for chunk in response.aiter_bytes():
        data += chunk
        if len(data) > limits.max_bytes:
            raise _too_large(source, limits)
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    document = Document(
        source,
        bytes(data),
        media_type,
        location=str(url),
        charset=response.charset_encoding or "",
        links=response.headers.get("link", ""),
    )
    return document, ""


def _refusal(status: int, source: str) -> DocsError:
    try:
        said = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        said = str(status)
    if status in (401, 403):
        advice = "Download it where you are signed in, and name the file."
    elif status in (429, 500, 502, 503, 504):
        advice = "Try again later."
    else:
        advice = "Check the address in a browser."
    kind = Unreachable if status in (429, 500, 502, 503, 504) else DocsError
    return kind(f"The server answered {said}.", where=source, next=advice)


def _too_large(source: str, limits: Limits) -> DocsError:
    return DocsError(
        f"The document is larger than {limits.max_bytes / 1_000_000:g} MB.",
        where=source,
        next="Name a smaller description, or one part of it.",
    )
