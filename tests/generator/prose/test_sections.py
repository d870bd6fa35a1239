"""Pages of documentation are cut into sections: nothing is lost, and what belongs together stays together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.document import Document
from generator.errors import SpecError
from generator.prose.section import Section
from generator.prose.sections import MOST_CHARACTERS, page_of, sections

GARDEN = """\
# Garden API

Everything grows here.

## Get a bed

`GET /beds/{bed_id}`

### Parameters

| name | type |
| --- | --- |
| bed_id | integer |

### Response

```json
# not a heading
{"id": 1}
```

Plant a bed
-----------

* `POST /beds` plants a bed.

###### Example

    {"name": "north"}

## The bed object

* id: number of the bed (integer)
* name: what people call it (string)
"""


def read(text: str, name: str = "garden.md") -> tuple[Section, ...]:
    return sections(Document(name, text.encode("utf-8", "replace"), location=name))


def test_a_call_and_its_parts_are_one_section_and_the_next_call_is_another() -> None:
    found = read(GARDEN)
    assert [section.title for section in found] == ["Garden API", "Get a bed", "Plant a bed", "The bed object"]
    assert "### Parameters" in found[1].text and "# not a heading" in found[1].text
    assert [section.holds_operation for section in found] == [False, True, True, False]
    assert found[3].holds_object and not found[0].holds_object


def test_sections_know_what_stands_above_them_and_where_they_are_found() -> None:
    bed = read(GARDEN)[1]
    assert bed.above == ("Garden API",)
    assert bed.source == "garden.md#get-a-bed"
    assert GARDEN[bed.offset :].startswith("## Get a bed")


def test_anchors_are_those_that_the_page_says_or_that_forges_make() -> None:
    text = '# One {#first}\n\n# Two\n\n# Two\n\n<a name="fourth"></a>\n# Three\n'
    assert [section.anchor for section in read(text)] == ["first", "two", "two-1", "fourth"]


def test_headings_that_name_a_part_stay_apart_where_no_call_stands_before_them() -> None:
    assert [section.title for section in read("# Errors\n\nfoo\n\n# Responses\n\nbar\n")] == ["Errors", "Responses"]


@given(st.text(alphabet=st.sampled_from("#=-`~|* \nGETab/<>{}"), max_size=400))
def test_the_texts_of_the_sections_put_together_are_the_page(text: str) -> None:
    document = Document("page.md", text.encode())
    assert "".join(section.text for section in sections(document)) == page_of(document).text


def test_a_section_that_is_too_long_is_cut_at_empty_lines_and_keeps_its_heading() -> None:
    found = read("# Long\n\n" + "word " * 20 + ("\n\n" + "word " * 20) * 2_000)
    assert len(found) > 1 and {section.title for section in found} == {"Long"}
    assert all(len(section.text) <= MOST_CHARACTERS for section in found)


PAGE = """<!doctype html><html><head><title>Shop API</title><style>p {}</style></head><body>
<nav><a href="/x">GET /not/this</a></nav>
<main><h1>Shop</h1><section id="list-carts"><h2>List carts<a href="#list-carts" aria-hidden="true">#</a></h2>
<p><span>GET</span><span>/carts</span></p>
<table><tr><th>Name</th><th>Description</th></tr>
<tr><td><code>limit</code></td><td>How many<br>at most | none</td></tr></table>
<pre><code class="language-json">[
  {"id": 1}
]</code></pre>
<ul><li>one<ul><li>inner</li></ul></li><li><b>two</b>: 2</li></ul>
<dl><dt>id</dt><dd>the key</dd></dl></section></main></body></html>"""


def test_a_page_in_html_becomes_markdown_with_its_tables_lists_code_and_anchors() -> None:
    found = read(PAGE, "shop.html")
    carts = found[-1]
    assert [section.title for section in found] == ["Shop", "List carts"]
    assert carts.anchor == "list-carts" and carts.holds_operation
    for part in (
        "GET /carts",
        "| Name | Description |\n| --- | --- |\n| `limit` | How many<br>at most \\| none |",
        '```json\n[\n  {"id": 1}\n]\n```',
        "- one\n  - inner\n- **two**: 2",
        "- **id**: the key",
    ):
        assert part in carts.text
    assert "/not/this" not in carts.text


def test_a_table_in_html_within_markdown_is_read_as_a_table() -> None:
    (found,) = read("# A\n\n<table><tr><th>a</th></tr><tr><td>b</td></tr></table>\n\n```\n<table>\n</table>\n```\n")
    assert "| a |\n| --- |\n| b |" in found.text and "<table>\n</table>" in found.text


def test_deep_nesting_is_read_and_deeper_nesting_is_refused() -> None:
    def nested(levels: int) -> str:
        return "<html><body>" + "<div><ul><li>" * levels + "deep GET /deep" + "</li></ul></div>" * levels

    assert any("GET /deep" in section.text for section in read(nested(900), "a.html"))
    with pytest.raises(SpecError, match="nested more than"):
        read(nested(10_000), "a.html")
