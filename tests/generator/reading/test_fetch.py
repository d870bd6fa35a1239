import asyncio
import gzip
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import DocsError
from generator.fetch import Limits, is_public, read_source
from reading.site import Page, Site

LOCAL = Limits(allow_private=True)


def refused(source: str, limits: Limits = LOCAL) -> str:
    with pytest.raises(DocsError) as caught:
        read_source(source, limits=limits)
    assert caught.value.what.endswith(".") and caught.value.where and caught.value.next.endswith(".")
    return str(caught.value)


def test_a_url_gives_its_bytes(site: Site) -> None:
    site.pages["/a.json"] = Page(b'{"a": 1}', "application/JSON; charset=utf-8")
    document = read_source(site.url("/a.json#part"), allow_private=True)
    assert document.source == document.location == site.url("/a.json")
    assert (document.data, document.media_type, document.charset) == (b'{"a": 1}', "application/json", "utf-8")
    assert document.sha256 == hashlib.sha256(b'{"a": 1}').hexdigest()
    assert site.hosts == [f"127.0.0.1:{site.port}"]


def test_the_host_keeps_its_name_while_the_checked_address_is_asked(site: Site) -> None:
    site.pages["/a"] = Page(b"{}")
    document = read_source(f"http://localhost:{site.port}/a", limits=LOCAL)
    assert document.location == f"http://localhost:{site.port}/a"
    assert site.hosts == [f"localhost:{site.port}"]


def test_a_proxy_of_the_environment_is_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", site.url(""))
    site.pages["http://93.184.215.14/a"] = Page(b"{}")
    assert read_source("http://93.184.215.14/a").data == b"{}"
    assert "not public" in refused("http://10.0.0.1/a", Limits())


def test_redirects_are_followed_to_where_they_end(site: Site) -> None:
    site.pages["/old"] = Page(status=302, headers={"Location": "new/"})
    site.pages["/new/"] = Page(status=308, headers={"Location": site.url("/newest")})
    site.pages["/newest"] = Page(b"{}")
    document = read_source(site.url("/old"), limits=LOCAL)
    assert (document.source, document.location) == (site.url("/old"), site.url("/newest"))


def test_it_works_inside_an_event_loop(site: Site) -> None:
    site.pages["/a"] = Page(b"{}")

    async def inside() -> bytes:
        return read_source(site.url("/a"), limits=LOCAL).data

    assert asyncio.run(inside()) == b"{}"


def test_compressed_bodies_are_unpacked(site: Site) -> None:
    site.pages["/a"] = Page(gzip.compress(b"{}"), headers={"Content-Encoding": "gzip"})
    assert read_source(site.url("/a"), limits=LOCAL).data == b"{}"


def test_too_many_redirects_are_refused(site: Site) -> None:
    site.pages["/a"] = Page(status=301, headers={"Location": "/a"})
    assert "redirected more than 5 times" in refused(site.url("/a"))
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "target", ["file:///etc/hostname", "ftp://example.com/a", "javascript:0", "http://u:p@localhost/"]
)
def test_a_redirect_leads_only_to_http(site: Site, target: str) -> None:
    site.pages["/a"] = Page(status=302, headers={"Location": target})
    refused(site.url("/a"))


@pytest.mark.parametrize(
    ("status", "said"), [(404, "404 Not Found"), (401, "401 Unauthorized"), (503, "503"), (599, "599")]
)
def test_a_page_that_is_not_there_is_refused(site: Site, status: int, said: str) -> None:
    site.pages["/a"] = Page(b"<html>", status=status)
    assert f"The server answered {said}" in refused(site.url("/a"))


def test_a_large_document_is_refused_by_its_length(site: Site) -> None:
    site.pages["/a"] = Page(b"", headers={"Content-Length": "50000000"})
    assert "larger than 20 MB" in refused(site.url("/a"))


def test_a_large_document_is_refused_while_it_streams(site: Site) -> None:
    site.pages["/a"] = Page(b"x" * 300_000, headers={"Content-Length": ""})
    assert "larger than 0.1 MB" in refused(site.url("/a"), Limits(max_bytes=100_000, allow_private=True))


def test_a_small_answer_that_unpacks_to_a_large_one_is_refused(site: Site) -> None:
    site.pages["/a"] = Page(gzip.compress(b"x" * 3_000_000), headers={"Content-Encoding": "gzip"})
    assert "larger than 1 MB" in refused(site.url("/a"), Limits(max_bytes=1_000_000, allow_private=True))


def test_a_server_that_does_not_answer_is_given_up(site: Site) -> None:
    site.pages["/a"] = Page(hangs=True)
    assert "within 0.2 seconds" in refused(site.url("/a"), Limits(timeout_seconds=0.2, allow_private=True))


def test_a_server_that_is_not_there_is_said() -> None:
    assert "cannot be fetched" in refused("http://127.0.0.1:1/a")


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/latest/",
     "http://192.168.1.1/", "http://0.0.0.0/", "http://2130706433/", "http://0x7f.1/", "http://[::ffff:127.0.0.1]/",
     "http://224.0.0.1/", "http://100.64.0.1/", "https://[fe80::1]/"],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(url: str, site: Site) -> None:
    assert "not public" in refused(url, Limits())


def test_a_private_service_is_refused_before_it_is_asked(site: Site) -> None:
    refused(site.url("/a"), Limits())
    assert site.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:4700::6810:84e5", True),
        ("172.16.5.4", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::", False),
        ("::ffff:10.0.0.1", False),
        ("2002:0a00:0001::", False),
        ("64:ff9b::7f00:1", False),
        ("fe80::1%eth0", False),
        ("not an address", False),
    ],
)
def test_public_addresses_are_told_apart(address: str, public: bool) -> None:
    assert is_public(address) is public


@given(st.ip_addresses(v=4, network="10.0.0.0/8"))
def test_no_form_of_a_private_address_is_public(address: object) -> None:
    assert not is_public(str(address))
    assert not is_public(f"::ffff:{address}")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("ftp://example.com/openapi.json", "The scheme 'ftp' is not read"),
        ("file:///etc/hostname", "The scheme 'file' is not read"),
        ("https://", "no http(s) address"),
        ("http://user:secret@example.com/a", "user name or password"),
        ("http://127.0.0.1:port/", "cannot be read"),
        ("http://127.0.0.1:99999/", "no http(s) address"),
    ],
)
def test_a_url_that_is_not_read_is_refused(source: str, said: str) -> None:
    message = refused(source)
    assert said in message and "secret" not in message


def test_a_file_gives_its_bytes_and_only_its_name(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text("openapi: 3.0.0", encoding="utf-8")
    document = read_source(str(tmp_path / "shop.yaml"))
    assert (document.source, document.media_type) == ("shop.yaml", "application/yaml")
    assert document.location == str(tmp_path / "shop.yaml") and not document.is_remote


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    assert "This is a directory" in refused(str(tmp_path))
    assert "no such file" in refused(str(tmp_path / "missing.json"))
    refused("a\0b")
    os.mkfifo(tmp_path / "pipe")
    assert "no such file" in refused(str(tmp_path / "pipe"))


def test_a_file_of_50_mb_is_refused_by_its_size(tmp_path: Path) -> None:
    with (tmp_path / "large.json").open("wb") as file:
        file.truncate(50_000_000)
    assert "larger than 20 MB" in refused(str(tmp_path / "large.json"))
