"""Fields that tables and lists of prose name: their types, choices and bounds, and whether they are required."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.description import JsonSchema
from generator.prose.blocks import Block
from generator.prose.markdown import plain_text
from generator.prose.wording import bounds_in, choices_in, default_in, requirement_in, type_in

Json = Any

NAME = r"[A-Za-z_$@](?:[\w.$@\[\]{}-]|:(?=\w)){0,80}"
_NAME_COLUMN = re.compile(
    r"^(?:(?:query|body|path|url|request|response|json|form)?[ -]*)?(?:name|param(?:eter)?s?(?: name)?|"
    r"fields?(?: name)?|"

                          r"attributes?|propert(?:y|ies)|keys?|arguments?|args?|variables?|options?|"
                          r"elements?|members?|headers?|"
                          r"columns?|input)$", re.I)  # fmt: skip
_COLUMNS = {
    "type": re.compile(r"type|format|data ?type|kind|schema", re.I),
    "required": re.compile(r"^(?:is )?(?:required|mandatory|optional|req\.?|presence|needed|require)\b.*\??$", re.I),
    "default": re.compile(r"^default", re.I),
    "choices": re.compile(
        r"^(?:(?:allowed|possible|accepted|valid|permitted)? ?(?:values?|options|choices|enum))$", re.I
    ),
    "place": re.compile(r"^(?:in|location|place|where|(?:parameter|param) type|sent in|passed? (?:in|as))$", re.I),
    "example": re.compile(r"^(?:examples?|sample|example value|sample value)$", re.I),
    "text": re.compile(
        r"desc|notes?$|details?|meaning|explanation|comments?|purpose|remarks?|definition|about|info|"
        r"usage|value"
,
                       re.I),
}  # fmt: skip
_YES = re.compile(
    r"^(?:y|yes|true|required|mandatory|always|must|\u2713|\u2714|\u2705|x|\*|1|:white_check_mark:|"
    r":heavy_check_mark:)(?!\w)",
    re.I,
)
_NO = re.compile(
    r"^(?:n|no|false|optional|not required|-|\u2013|\u2014|\u2717|\u274c|0|n/?a|:x:)?$|^(?:no|optional|false)\b", re.I
)
_ITEM = re.compile(
    rf"^(?P<lead>(?:\*\*|__|[`_*])*)(?P<name>{NAME})(?P<tail>(?:\*\*|__|[`_*])*)(?P<star>\*?)\s*(?P<rest>.*)$", re.S
)
_SEPARATOR = re.compile(r"^(?::|=>?|[-\u2013\u2014]+(?=\s)|\u2192|->)\s*")
_MSON = re.compile(
    r"^:?\s*`?(?P<example>[^()\n]{0,200}?)`?\s*\((?P<marks>[^()]{1,200})\)\s*(?:[-\u2013\u2014:]\s*)?(?P<text>.*)$",
    re.S,
)
_MARKS = re.compile(r"^[\s`*_]*\((?P<marks>[^()]{1,300}(?:\([^()]*\)[^()]*)?)\)[\s`*_]*[-\u2013\u2014:,]*\s*", re.S)
_TYPED = re.compile(
    r"^[\s`*_]*<?(?P<type>(?:optional |required |array of |list of |nullable )*(?:strings?|integers?|"
    r"int(?:32|64)?|numbers?|floats?|double|decimal|long|"
    r"bool(?:ean)?s?|arrays?|lists?|objects?|dates?|date-?time|timestamps?|uuid|guid|enum|file|url|"
    r"uri|email|hash|map|json|text|required|optional)"
    r"(?:\[\])?(?:<\w+>)?)>?[`*_]*(?=\s*(?:$|[-\u2013\u2014:,.;|(]|<br>|required\b|optional\b|\())[\s,]*",
    re.I,
)
_INDENT = re.compile(r"^(?:[\s\u21b3>\u00bb\u2514\u2500-]|&nbsp;)+")  # of fields within fields in a table
_LATE = re.compile(
    r"\(([^()]*\b(?:string|integer|int|number|boolean|bool|float|array|object|required|optional|date)\b[^()]*)\)"
)


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a table or list names.

    ``required`` is None where nothing is said; ``place`` is what a table's own column says ("" without one); names of
    inner fields are written with dots, ``address.city`` or ``items[].id``.
    """

    name: str
    schema: JsonSchema
    required: bool | None = None
    text: str = ""
    place: str = ""
    has_type: bool = False


def fields_in_table(block: Block) -> tuple[Field, ...]:
    """The fields that a table lists; () where it lists something else."""
    header = [plain_text(cell).strip(" *:?") for cell in block.rows[0]]
    named = [column for column, title in enumerate(header) if _NAME_COLUMN.match(title)]
    if not named:
        return _headless(block)
    columns = {"name": named[0]}
    for kind, sign in _COLUMNS.items():
        found = [c for c, title in enumerate(header) if sign.search(title) and c not in columns.values()]
        if found:
            columns[kind] = max(found, key=lambda c: kind == "type" and "data" in header[c].lower())
        if kind == "type" and len(found) > 1:
            columns["marks"] = next(c for c in found if c != columns[kind])
    return tuple(_rows(block.rows[1:], columns))


def _headless(block: Block) -> tuple[Field, ...]:
    """The fields of a table whose columns are not named: the first holds names in code, another says something."""
    rows = block.rows if not all(block.rows[0]) else block.rows[1:]
    if not rows or not all(re.match(rf"^[`*]+{NAME}[`*]+", row[0]) for row in rows if row and row[0]):
        return ()
    return tuple(_rows(rows, {"name": 0, "text": len(rows[0]) - 1} if len(rows[0]) > 1 else {"name": 0}))


def _rows(rows: Sequence[tuple[str, ...]], columns: dict[str, int]) -> Iterator[Field]:
    for row in rows:
        cells = {kind: row[column] if column < len(row) else "" for kind, column in columns.items()}
        if field := _of_row(cells, "required" in columns):
            yield field


def _of_row(cells: dict[str, str], says_required: bool) -> Field | None:
    written = cells["name"].replace("<br>", " ")
    match = _ITEM.match(_INDENT.sub("", written))
    if match is None or (not _is_name(match["name"]) and not match["lead"]):
        return None
    marks = f"{match['rest'].strip()} {cells.get('marks', '')}".strip()
    text = _said(cells.get("text", ""))
    kind = cells.get("type", "") or (found["type"] if (found := _TYPED.match(marks)) else "")
    required = _required_cell(cells["required"]) if says_required else None
    if required is None:
        required = requirement_in(f"{marks} {cells.get('type', '')}", text)
    if required is None and (match["star"] or (not match["lead"] and marks == "*")):
        required = True
    said = " ".join(filter(None, (cells.get("choices", ""), text)))
    return _field(match["name"], kind, said, required, cells)


def _field(name: str, kind: str, text: str, required: bool | None, cells: dict[str, str]) -> Field:
    schema = type_in(kind) or type_in(text, sure=True)
    has_type = bool(schema)
    choices = choices_in(f"{kind} {text}") or (_listed(cells["choices"]) if cells.get("choices") else [])
    schema = _completed(schema, choices, text, cells.get("default", ""))
    return Field(_clean(name), schema, required, _said(text), _place(cells.get("place", "")), has_type)


def _completed(schema: JsonSchema, choices: list[Json], text: str, default: str = "") -> JsonSchema:
    """A type with the choices, bounds and default that a text says."""
    made = dict(schema) or {"type": "string"}
    if choices and made.get("type") in ("string", "integer", "number", None):
        fitting = [choice for choice in (_typed(each, made) for each in choices) if choice is not None]
        made |= {"enum": list(dict.fromkeys(fitting))} if len(set(fitting)) > 1 else {}
    made |= bounds_in(text, str(made.get("type", "")))
    value = _typed(plain_text(default).strip("\"'") if default.strip() else default_in(text), made)
    is_value = value is not None and value not in ("", "-", "none", "None", "N/A", "n/a")
    if is_value and ("enum" not in made or value in made["enum"]):
        made["default"] = value
    return made


def _typed(value: Json, schema: JsonSchema) -> Json:
    """A value as what the schema's type says; None where it is no such value."""
    kind = schema.get("type")
    if not isinstance(value, str):
        return value
    if kind == "integer":
        return int(value) if re.fullmatch(r"-?\d{1,15}", value) else None
    if kind == "number":
        return float(value) if re.fullmatch(r"-?\d{1,15}(\.\d{1,10})?", value) else None
    if kind == "boolean":
        return {"true": True, "false": False}.get(value.lower())
    return value if kind in ("string", None) else None


def _listed(cell: str) -> list[Json]:
    """The values that a cell holds, each in code or divided by commas or lines."""
    coded = re.findall(r"`([^`]{1,80})`", cell)
    parts = coded or [plain_text(part).strip("\"' ") for part in re.split(r"<br>|,|\||/", cell)]
    return [part for part in parts if part and len(part) <= 60 and " " not in part]


def fields_in_item(text: str, *, labelled: bool) -> Field | None:
    """The field that an item of a list names; a bare word names one only where the list is ``labelled`` as fields."""
    written = text.strip()
    match = _ITEM.match(written)
    if match is None or not _is_name(match["name"]):
        return None
    marked = bool(match["lead"]) and bool(match["tail"])
    rest = match["rest"]
    separated = _SEPARATOR.match(rest) or _MARKS.match(rest) or _TYPED.match(rest) or rest.startswith("=")
    if not marked and not (labelled and separated):
        return None
    if marked and not labelled and not separated:
        return None
    if not marked and rest and not separated:
        return None
    return _of_item(match["name"], rest, starred=bool(match["star"]) and marked)


def _of_item(name: str, rest: str, *, starred: bool) -> Field:
    marks, text = "", rest
    for _ in range(3):
        before = text
        text = _SEPARATOR.sub("", text.lstrip())
        for form, group in ((_MSON, "marks"), (_MARKS, "marks"), (_TYPED, "type")):
            if (found := form.match(text)) and (form is not _MSON or _is_mson(found)):
                marks, text = f"{marks} {found[group]}".strip(), _left(found, text)
        if text == before:
            break
    if not marks and (late := _LATE.search(text)):
        marks = late[1]
    required = requirement_in(marks, text)
    return _field(name, marks, text, True if required is None and starred else required, {})


def _left(found: re.Match[str], text: str) -> str:
    """What is still to be read of an item's text behind its marks."""
    if found.re is not _MSON:
        return text[found.end() :]
    return found["text"] or (found["example"] if " " in found["example"].strip() else "")


def _is_mson(found: re.Match[str]) -> bool:
    """Whether what stands in brackets behind an example are a type and its marks, as API Blueprint writes them."""
    parts = [part.strip(" `*_") for part in found["marks"].split(",")]
    known = type_in(parts[0]) or parts[0] in ("required", "optional")
    return (
        bool(known) and len(parts) <= 3 and all(len(part) < 30 for part in parts) and "." not in found["example"][:-1]
    )


def fields_in_sentence(text: str) -> list[Field]:
    """The fields that a sentence behind a label names in code: ```name` of the list, and `kind`, set to `x```."""
    found: list[Field] = []
    for match in re.finditer(rf"`({NAME})`", text):
        before = text[: match.start()].rstrip(" *_\n")
        if re.search(r"(?:^|[:,;.]|\band|\bor|\bplus|\beither|\bthe)$", before) and not re.search(
            r"\b(?:be|is|to|as|of)$", before
        ):
            after = re.split(r"`[\w.]+`|[.;](?:\s|$)", text[match.end() :])[0]
            found.append(
                Field(
                    _clean(match[1]),
                    _completed(type_in(after, sure=True), [], after),
                    None,
                    plain_text(after).strip(" ,*-"),
                )
            )
    return found


def _is_name(name: str) -> bool:
    return bool(re.fullmatch(NAME, name)) and not name.endswith(("::", "..")) and not re.match(r"https?:", name)


def _clean(name: str) -> str:
    """A field's name as it is sent, inner fields with dots: ``a[b]`` is ``a.b``, ``a[]`` stays."""
    name = name.strip("`*:").rstrip(".:-")
    return re.sub(r"\[(\w+)\]", r".\1", name).lstrip("$") or name


def _said(text: str) -> str:
    """A description in one line of Markdown."""
    return re.sub(r"\s+", " ", text.replace("<br>", " ")).strip(" -\u2013\u2014:,*")


def _required_cell(cell: str) -> bool | None:
    plain = plain_text(cell)
    if _NO.match(plain):
        return False
    return True if _YES.match(plain) else None


def _place(cell: str) -> str:
    plain = plain_text(cell).lower()
    for sign, place in (("path", "path"), ("url", "path"), ("query", "query"), ("header", "header"), ("body", "body"),
                        ("form", "body"), ("json", "body"), ("cookie", "header")):  # fmt: skip
        if sign in plain:
            return place
    return ""
