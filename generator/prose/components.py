"""Components within Markdown (MDX, and summaries in HTML) → the Markdown that says the same."""

import re

_FIELD = re.compile(
    r"<(?P<tag>[A-Z]\w*(?:Field|Param|Parameter|Property|Attribute|"
    r"Prop))\b(?P<attributes>(?:[^<>\"'{]|\"[^\"]*\"|'[^']*'|\{[^{}]*\})*?)"
    r"(?:/>|>(?P<text>.*?)</(?P=tag)>)",
    re.S,
)
_ROUTE = re.compile(
    r"<(?P<tag>[A-Z]\w*)\b(?P<attributes>[^<>]*\bmethod=[\"'](?:get|post|put|patch|"
    r"delete)[\"'][^<>]*?)(?:/>|>(?P<text>[^<]{0,500})</(?P=tag)>)",
    re.I,
)
_ATTRIBUTE = re.compile(r"(?P<name>[\w-]+)(?:=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|\{(?P<braced>[^{}]*)\}))?")
_SUMMARY = re.compile(r"^[ \t>]*<summary>(.{1,500}?)</summary>[ \t]*$", re.I | re.M | re.S)
_EXAMPLE = re.compile(r"<(Request|Response)Examples?\b[^<>]*>", re.I)
_TAG = re.compile(r"</?(?:code|b|i|strong|em|span|tt|kbd|a|small)\b[^>]*>", re.I)
_IMPORT = re.compile(r"^(?:import\s.+?from\s+['\"].*['\"];?|export\s+const\s.*)$", re.M)
_PLACES = {"path": "Path parameters", "query": "Query parameters", "body": "Body parameters", "header": "Headers",
           "param": "Parameters", "name": "Response fields"}  # fmt: skip


def without_components(text: str, front: str = "") -> str:
    """Markdown in which fields are items of lists, and calls are calls; ``front`` is the page's front matter."""
    call = re.search(
        r"^(?:api|openapi):[ \t]*[\"']?((?:GET|POST|PUT|PATCH|DELETE)\s+\S+?)[\"']?[ \t]*$", front, re.M | re.I
    )
    if call:
        text = f"`{call[1]}`\n\n{text}"
    if "<" not in text:
        return text
    text = _SUMMARY.sub(lambda match: f"\n#### {' '.join(_TAG.sub('', match[1]).split())}\n", text)
    text = _EXAMPLE.sub(lambda match: f"\n**{match[1].capitalize()} example**\n", _ROUTE.sub(_route, text))
    before = ""

    def item(match: re.Match[str]) -> str:
        nonlocal before
        label, written = _item(match)
        lead = (
            "" if label == before and not text[: match.start()].rstrip().endswith(("#", "`")) else f"\n**{label}**:\n\n"
        )
        before = label
        return lead + written

    return _IMPORT.sub("", _FIELD.sub(item, text))


def _attributes(text: str) -> dict[str, str]:
    return {m["name"]: m["double"] or m["single"] or m["braced"] or "" for m in _ATTRIBUTE.finditer(text)}


def _route(match: re.Match[str]) -> str:
    said = _attributes(match["attributes"])
    address = said.get("path") or said.get("url") or said.get("endpoint") or (match["text"] or "").strip()
    address = re.sub(r"\[\\?\{?([^\]{}\\]+)\\?\}?\]\([^)]*\)", r"{\1}", address)
    return f"`{said['method'].upper()} {address}`" if address.startswith(("/", "http", "{")) else match[0]


def _item(match: re.Match[str]) -> tuple[str, str]:
    said = _attributes(match["attributes"])
    place = next((each for each in ("path", "query", "body", "header", "param") if said.get(each)), "name")
    name = said.get(place) or said.get("name", "")
    is_answer = "Response" in match["tag"] or "Return" in match["tag"]
    label = _PLACES[place] if place != "name" or is_answer else "Parameters"
    marks = [part for part in (said.get("type", ""), "required" if "required" in said else "") if part]
    text = " ".join((match["text"] or "").split())
    default = f" Default: `{said['default']}`." if said.get("default") else ""
    return label, f"* `{name}` ({', '.join(marks) or 'string'}) - {text}{default}\n"
