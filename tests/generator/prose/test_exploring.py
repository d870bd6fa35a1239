"""Exploring a documentation: within it, politely, within bounds, and resumable; nothing leaves this machine."""

import time
from pathlib import Path

import pytest
from reading.site import Page, Site

from generator.document import Document
from generator.errors import DocsError
from generator.fetch import Limits, read_source
from generator.prose.cache import SECONDS_KEPT, opened_cache
from generator.prose.crawl import CrawlBounds, Exploration, crawled
from generator.prose.explore import explored


def page(*links: str, text: str = "") -> Page:
    return Page(f"<html><body>{text}{''.join(f'<a href={link!r}>x</a>' for link in links)}</body></html>".encode())


def explore(site: Site, path: str, tmp_path: Path, bounds: CrawlBounds | None = None) -> Exploration:
    return explored(site.url(path), allow_private=True, bounds=bounds, cache=tmp_path / "pages.sqlite")


def paths(found: Exploration, site: Site) -> list[str]:
    return [document.source.removeprefix(site.url("")) for document in found.documents]


def test_links_are_followed_within_the_documentation_only(site: Site, tmp_path: Path) -> None:
    site.pages["/docs/"] = page(
        "a", "/docs/b#part", "/blog/c", "http://other.invalid/docs/d", "../e", "logo.png", "a?x=1"
    )
    site.pages["/docs/a"] = page("b", "deeper/f", text="A")
    site.pages["/docs/b"] = page("/docs/", text="B")
    site.pages["/docs/deeper/f"] = page(text="F")
    site.pages["/blog/c"] = page(text="C")
    assert paths(explore(site, "/docs/", tmp_path), site) == ["/docs/", "/docs/a", "/docs/b", "/docs/deeper/f"]
    assert not {"/blog/c", "/e", "/docs/logo.png"} & set(site.asked)


def test_links_of_markdown_are_followed_however_they_are_written(site: Site, tmp_path: Path) -> None:
    site.pages["/docs/README.md"] = Page(b"# Docs\n\n[one](one.md) [two][2]\n\n[2]: ./two.md\n", "text/markdown")
    site.pages["/docs/one.md"] = Page(b"# One", "text/markdown")
    site.pages["/docs/two.md"] = Page(b"# Two", "text/plain")
    found = explore(site, "/docs/README.md", tmp_path)
    assert paths(found, site) == ["/docs/README.md", "/docs/one.md", "/docs/two.md"]


def test_a_site_that_shows_its_pages_as_markdown_is_read_as_that(site: Site, tmp_path: Path) -> None:
    site.pages["/docs/start"] = page("/docs/next", text="start")
    site.pages["/docs/start.md"] = Page(b"# Start\n", "text/markdown")
    site.pages["/docs/next"] = page(text="next")
    site.pages["/docs/next.md"] = Page(b"# Next\n", "text/markdown")
    found = explore(site, "/docs/start", tmp_path)
    assert [document.data for document in found.documents] == [b"# Start\n", b"# Next\n"]
    assert paths(found, site) == ["/docs/start", "/docs/next"]


def test_the_index_for_models_names_pages_that_nothing_links_to(site: Site, tmp_path: Path) -> None:
    site.pages["/docs/"] = page(text="start")
    site.pages["/docs/llms.txt"] = Page(b"# Docs\n- [Hidden](/docs/hidden)\n", "text/plain")
    site.pages["/docs/hidden"] = page(text="hidden")
    assert "/docs/hidden" in paths(explore(site, "/docs/", tmp_path), site)


def test_what_robots_txt_forbids_is_not_asked_for(site: Site, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /docs/private\n", "text/plain")
    site.pages["/docs/"] = page("private", "public")
    site.pages["/docs/private"] = page(text="private")
    site.pages["/docs/public"] = page(text="public")
    assert paths(explore(site, "/docs/", tmp_path), site) == ["/docs/", "/docs/public"]
    assert "/docs/private" not in site.asked


def test_robots_txt_says_how_long_to_wait_between_two_pages(site: Site, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = Page(b"User-agent: *\nCrawl-delay: 3\n", "text/plain")
    site.pages["/docs/"] = page("a")
    site.pages["/docs/a"] = page(text="A")
    waited: list[float] = []
    limits = Limits(allow_private=True)
    with opened_cache(tmp_path / "pages.sqlite") as cache:
        crawled(read_source(site.url("/docs/"), limits=limits), cache, limits, pause=waited.append)
    assert waited and set(waited) == {3.0}


def test_a_loop_of_links_and_paths_that_grow_forever_come_to_an_end(site: Site, tmp_path: Path) -> None:
    grown = "/docs/"
    for _ in range(40):
        site.pages[grown] = page("more/", "/docs/")
        grown += "more/"
    found = explore(site, "/docs/", tmp_path)
    assert len(found.documents) == 1  # the pages are the same, byte for byte
    assert len(site.asked) < 20


def test_bounds_of_pages_bytes_and_depth_are_kept_and_told(site: Site, tmp_path: Path) -> None:
    site.pages["/docs/"] = page(*(f"p{number}" for number in range(30)))
    for number in range(30):
        site.pages[f"/docs/p{number}"] = page(f"q{number}", text=f"{number}" * 1_000)
    few = explore(site, "/docs/", tmp_path, CrawlBounds(pages=5))
    assert len(few.documents) == 5 and "first 5 pages" in few.warnings[-1].what
    small = explore(site, "/docs/", tmp_path, CrawlBounds(max_bytes=5_000))
    assert sum(len(each.data) for each in small.documents) < 8_000 and "MB" in small.warnings[-1].what
    shallow = explore(site, "/docs/", tmp_path, CrawlBounds(depth=1))
    assert len(shallow.documents) == 31 and "links away" in shallow.warnings[-1].what


def test_what_is_no_text_too_large_missing_or_elsewhere_is_left_out_and_told(site: Site, tmp_path: Path) -> None:
    site.pages["/docs/"] = page("picture", "huge", "gone", "away", "out", "fine")
    site.pages["/docs/picture"] = Page(b"\x89PNG", "image/png")
    site.pages["/docs/huge"] = page(text="x" * 5_000)
    site.pages["/docs/away"] = Page(status=302, headers={"Location": "http://other.invalid/docs/"})
    site.pages["/docs/out"] = Page(status=302, headers={"Location": "/blog/"})
    site.pages["/docs/fine"] = page(text="fine")
    site.pages["/blog/"] = page(text="blog")
    found = explore(site, "/docs/", tmp_path, CrawlBounds(page_bytes=4_000))
    assert paths(found, site) == ["/docs/", "/docs/fine"]
    said = {warning.where.removeprefix(site.url("/docs/")): warning.what for warning in found.warnings}
    assert said.keys() == {"picture", "huge", "gone", "away", "out"}
    assert "image/png" in said["picture"] and "another host" in said["away"] and "out of the doc" in said["out"]


def test_a_site_that_fails_is_asked_a_few_times_only(site: Site, tmp_path: Path) -> None:
    site.pages["/docs/"] = page(*(f"p{number}" for number in range(30)))
    for number in range(30):
        site.pages[f"/docs/p{number}"] = Page(status=503)
    found = explore(site, "/docs/", tmp_path)
    assert len(found.documents) == 1 and "failed 5 times" in found.warnings[-1].what
    assert len([path for path in site.asked if path.startswith("/docs/p")]) == 10


def test_exploring_again_asks_for_nothing_that_was_read_and_gives_the_same_pages(site: Site, tmp_path: Path) -> None:
    site.pages["/docs/"] = page("a", "b")
    site.pages["/docs/a"] = page("c", text="A")
    site.pages["/docs/b"] = page(text="B")
    site.pages["/docs/c"] = page(text="C")
    cut_short = explore(site, "/docs/", tmp_path, CrawlBounds(pages=2))
    assert len(cut_short.documents) == 2
    whole = explore(site, "/docs/", tmp_path)
    again = explore(site, "/docs/", tmp_path)
    assert [each.sha256 for each in whole.documents] == [each.sha256 for each in again.documents]
    assert again.documents[1:] == whole.documents[1:] and again.cached == 3
    assert all(site.asked.count(path) == 1 for path in ("/docs/a", "/docs/b", "/docs/c"))


def test_a_run_that_is_killed_goes_on_where_it_was(site: Site, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = Page(b"User-agent: *\nCrawl-delay: 1\n", "text/plain")
    site.pages["/docs/"] = page(*(f"p{number}" for number in range(6)))
    for number in range(6):
        site.pages[f"/docs/p{number}"] = page(text=f"{number}")
    limits, file = Limits(allow_private=True), tmp_path / "pages.sqlite"
    start, pauses = read_source(site.url("/docs/"), limits=limits), iter(range(6))

    def killed(_: float) -> None:
        if next(pauses) == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), opened_cache(file) as cache:
        crawled(start, cache, limits, pause=killed)
    before = [path for path in site.asked if path.startswith("/docs/p")]
    with opened_cache(file) as cache:
        found = crawled(start, cache, limits, pause=lambda _: None)
    after = [path for path in site.asked if path.startswith("/docs/p")]
    assert 0 < len(before) < 6 and len(after) == len(set(after)) == 6
    assert len(found.documents) == 7


def test_pages_are_asked_for_again_where_that_is_wanted(site: Site, tmp_path: Path) -> None:
    site.pages["/docs/"] = page("a")
    site.pages["/docs/a"] = page(text="A")
    explore(site, "/docs/", tmp_path)
    site.pages["/docs/a"] = page(text="B")
    known = explore(site, "/docs/", tmp_path)
    fresh = explored(site.url("/docs/"), allow_private=True, cache=tmp_path / "pages.sqlite", refresh=True)
    assert b"A" in known.documents[1].data and b"B" in fresh.documents[1].data


def test_a_page_is_kept_for_a_day(tmp_path: Path) -> None:
    document = Document("http://x.invalid/a", b"A", "text/html", location="http://x.invalid/b")
    now = time.time()
    with opened_cache(tmp_path / "pages.sqlite", lambda: now) as cache:
        cache.keep("http://x.invalid/a", document)
        assert cache.page("http://x.invalid/a") == document
    with opened_cache(tmp_path / "pages.sqlite", lambda: now + SECONDS_KEPT + 1) as cache:
        assert cache.page("http://x.invalid/a") is None


def test_private_addresses_need_leave(site: Site, tmp_path: Path) -> None:
    site.pages["/docs/"] = page()
    with pytest.raises(DocsError, match="--allow-private"):
        explored(site.url("/docs/"), cache=tmp_path / "pages.sqlite")


def test_a_folder_gives_its_pages_named_within_it_and_no_link_leads_out(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    (docs / "deep").mkdir(parents=True)
    (docs / ".git").mkdir()
    (tmp_path / "secret.md").write_text("# Secret")
    for name, text in (("zoo.md", "# Zoo"), ("README.md", "# Read"), ("deep/a.html", "<html>a"), (".git/x.md", "no"),
                       ("image.png", "no")):  # fmt: skip
        (docs / name).write_text(text)
    (docs / "out.md").symlink_to(tmp_path / "secret.md")
    found = explored(str(docs))
    assert [document.source for document in found.documents] == ["README.md", "zoo.md", "deep/a.html"]


def test_a_file_gives_the_pages_that_it_links_to(tmp_path: Path) -> None:
    (tmp_path / "start.md").write_text("[a](a.md) [out](../out.md) [b](sub/b.md#x)")
    (tmp_path / "a.md").write_text("[start](start.md)")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.md").write_text("# B")
    (tmp_path / "other.md").write_text("# Other")
    found = explored(str(tmp_path / "start.md"))
    assert [document.source for document in found.documents] == ["start.md", "a.md", "sub/b.md"]


def test_a_folder_without_pages_is_refused_clearly(tmp_path: Path) -> None:
    with pytest.raises(DocsError, match="No page of documentation"):
        explored(str(tmp_path))
