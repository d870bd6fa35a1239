from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from generator.plan import Unmodelled
from generator.report.pages import fleet_page, pages, server_page
from generator.report.subject import Broken
from generator.report.views import Share, server_view, web_address
from reporting.subjects import HOSTILE
from reporting.test_junit import spoilt, subject

VOID = {"meta", "link", "br", "img", "input", "hr", "wbr"}


class Page(HTMLParser):
    """A page read strictly: its tags must be balanced; its texts, links and ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.handlers: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self._open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "href" and tag == "a":
                self.links.append(value or "")
            elif name in ("href", "src", "srcset", "data", "action", "poster"):
                self.loads.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_page_shows_every_check_with_the_sentence_it_stands_for(proved: Path) -> None:
    told = subject(proved)
    page = Page(server_page(told))
    for check in told.checks:
        assert check.name in page.text
        assert check.because in page.text
    for tool in told.plan.tools:
        assert tool.name in page.text
        assert f"{tool.method} {tool.path}" in page.text
    for law in told.verification.families:
        assert law.replace("_", " ") in page.text


@pytest.mark.parametrize("inside", [True, False])
def test_hostile_texts_are_shown_as_texts(inside: bool, proved: Path) -> None:
    told = spoilt(proved)
    page = Page(fleet_page([told, Broken(HOSTILE, HOSTILE)]) if inside else server_page(told))
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert page.handlers == []
    assert page.loads == ["data:,"]
    assert not [link for link in page.links if not link.startswith(("#", "https://"))]
    assert "{{ 7 * 7 }}" in page.text
    assert "alert(1)" in page.text


def test_pages_load_nothing_and_need_no_script(proved: Path) -> None:
    for text in pages([subject(proved), spoilt(proved)]).values():
        page = Page(text)
        assert page.loads == ["data:,"]
        assert "script" not in page.tags
        assert "@import" not in text
        assert "url(" not in text
        text.encode("utf-8", "strict")


def test_links_within_a_page_lead_somewhere_and_ids_are_given_once(proved: Path) -> None:
    told = [subject(proved), spoilt(proved), subject(proved)]
    for text in (server_page(told[0]), server_page(told[1]), fleet_page(told)):
        page = Page(text)
        assert len(set(page.ids)) == len(page.ids)
        assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_a_folder_of_pages_has_one_for_each_server_also_of_the_same_name(proved: Path) -> None:
    found = pages([subject(proved), Broken("nothing", "There is no such folder."), spoilt(proved)])
    assert list(found) == ["index.html", "tracker.html", "tracker-2.html"]
    index = Page(found["index.html"])
    assert [link for link in index.links if link.endswith(".html")] == ["tracker.html", "tracker-2.html"]
    assert "There is no such folder." in index.text
    assert "index.html" in Page(found["tracker-2.html"]).links


def test_failures_come_first_with_the_calls_to_see_them_again(proved: Path) -> None:
    told = spoilt(proved)
    text = Page(server_page(told)).text
    assert text.index("What fails") < text.index("What is proved")
    assert f"2 of {told.verification.checks.run} checks fail" not in text
    assert "To see it again" in text
    assert "→ 418" in text


def test_what_is_missing_is_told_with_reason_and_link(proved: Path) -> None:
    told = subject(proved)
    paths = f"{told.plan.source.url}#/paths"
    tools = tuple(tool.model_copy(update={"source": f"{paths}/~1{tool.name}/get"}) for tool in told.plan.tools)
    missing = Unmodelled(operation="POST /orders/{id}/ship~now", reason="It prices by weight.")
    told = replace(told, plan=told.plan.model_copy(update={"tools": tools, "unmodelled": (missing,)}))
    (reason,) = server_view(told).unmodelled
    assert reason.why == "It prices by weight."
    assert reason.link == "https://tracker.example/openapi.json#/paths/~1orders~1{id}~1ship~0now/post"
    assert "It prices by weight." in Page(server_page(told)).text


def test_same_findings_give_the_same_page(proved: Path) -> None:
    first, again = subject(proved), subject(proved)
    assert server_page(first) == server_page(again)
    assert fleet_page([first]) == fleet_page([again])


def test_a_share_is_whole_only_when_nothing_is_missing() -> None:
    assert Share(999, 1000).percent == 99
    assert Share(0, 0).percent == 100
    assert [Share(4, 4).grade, Share(9, 10).grade, Share(1, 2).grade] == ["all", "most", "some"]


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "data:text/html,x", "openapi.yaml", "https://", "http://[", ""]
)
def test_only_web_addresses_become_links(text: str) -> None:
    assert web_address(text) == ""
    assert web_address("https://a.example/x#/y") == "https://a.example/x#/y"
