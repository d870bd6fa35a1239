"""Whether what a model says of a page stands in the page: what does not is refused, with the reason."""

import re

from generator.model.interview import Judged
from generator.model.quotations import Passages
from generator.model.sayings import FieldSaid, ObjectSaid, OperationSaid, PageSaid, ParameterSaid
from generator.model.structured import Said
from generator.prose.calls import calls_in

_PARAMETER = re.compile(r"\{[^{}/]+\}|:[A-Za-z_]\w*|<[^<>/]+>")
_PICKS = re.compile(r"[{}<>$:]|^[\d,]+$|^[0-9a-f-]{16,}$", re.I)
_UNQUOTED = "its quotation is not in the document"


def judged_page(said: PageSaid, text: str) -> Judged[PageSaid]:
    """Return what of the saying the page bears out, and why the rest is refused."""
    passages = Passages(text)
    faults: list[str] = []
    operations = [_operation(each, passages, faults) for each in said.operations]
    objects = [_object(each, passages, faults) for each in said.objects]
    base_url = said.base_url.rstrip("/")
    if base_url and not passages.holds(base_url):
        faults.append(f"base_url: {base_url} is not in the document")
        base_url = ""
    kept = PageSaid(
        base_url=base_url,
        operations=tuple(each for each in operations if each is not None),
        objects=tuple(objects),
        rules=_quoted("rules", said.rules, passages, faults),
    )
    return Judged(kept, tuple(faults))


class PageJudge:
    """Judges what is said of one part of a documentation; calls that it shows and nobody names are asked for once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._asked = False

    def judged(self, said: PageSaid) -> Judged[PageSaid]:
        """Return what of the saying the part bears out, and what is to be mended or added."""
        found = judged_page(said, self._text)
        if self._asked:
            return found
        self._asked = True
        return Judged(found.value, (*found.faults, *unnamed_calls(said, self._text)))


def unnamed_calls(said: PageSaid, text: str) -> tuple[str, ...]:
    """Return a question about each call that the text shows and no operation is; other paths to one are left out."""
    known = [(each.method, _literals(each.path)) for each in said.operations]
    asked: dict[tuple[str, tuple[str, ...]], str] = {}
    for call in calls_in(text):
        literals = _literals(call.address)
        alike = (other for method, other in known if method == call.method)
        if literals and not any(_ends_alike(literals, other) for other in alike):
            asked.setdefault((call.method, literals), f"{call.method} {call.address}")
    return tuple(f"the document shows {call}: name it too, unless it is no call of its own" for call in asked.values())


def _literals(path: str) -> tuple[str, ...]:
    """The parts of a path that name something: no parameters, no example ids, no host."""
    plain = re.sub(r"^https?://[^/]+", "", path).partition("?")[0]
    parts = [re.sub(r"\.(json|xml)$", "", part) for part in plain.split("/")]
    return tuple(part.lower() for part in parts if part and not _PICKS.search(part))


def _ends_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    length = min(len(one), len(other))
    return length > 0 and one[-length:] == other[-length:]


def path_pattern(path: str) -> re.Pattern[str]:
    """Return what finds a path in a text, whatever stands there for its parameters; a group for each."""
    parts = _PARAMETER.split(path)
    inside = r"([^\s/?#`\"'|,)]+?)"
    return re.compile(inside.join(re.escape(part) for part in parts) + r"(?![\w-])", re.I)


def _operation(said: OperationSaid, passages: Passages, faults: list[str]) -> OperationSaid | None:
    label = said.label
    path = said.path.partition("?")[0]
    if not passages.holds(said.quotation):
        faults.append(f"{label}: {_UNQUOTED}: {said.quotation[:120]!r}")
        return None
    if not path_pattern(re.sub(r"^https?://[^/]+", "", path)).search(passages.text):
        faults.append(f"{label}: no such path is in the document")
        return None
    return said.model_copy(
        update={
            "path": path,
            "parameters": tuple(each for each in said.parameters if _is_borne_out(label, each, passages, faults)),
            "errors": _quoted(f"{label}: errors", said.errors, passages, faults),
            "rules": _quoted(f"{label}: rules", said.rules, passages, faults),
        }
    )


def _object(said: ObjectSaid, passages: Passages, faults: list[str]) -> ObjectSaid:
    fields = tuple(each for each in said.fields if _is_borne_out(said.name, each, passages, faults))
    return said.model_copy(update={"fields": fields})


def _is_borne_out(label: str, said: FieldSaid, passages: Passages, faults: list[str]) -> bool:
    where = f"{label}: {said.name}"
    is_in_path = isinstance(said, ParameterSaid) and said.place == "path"
    if not passages.holds(said.quotation):
        faults.append(f"{where}: {_UNQUOTED}: {said.quotation[:120]!r}")
        return False
    # What stands for a path's parameter is often an example: its name is the reader's choice.
    if not is_in_path and not passages.names(said.name):
        faults.append(f"{where}: the document names nothing so")
        return False
    unknown = [value for value in said.enum if not passages.names(str(value))]
    if unknown:
        faults.append(f"{where}: the document does not name the values {', '.join(map(str, unknown))}")
        return False
    return True


def _quoted(label: str, said: tuple[Said, ...], passages: Passages, faults: list[str]) -> tuple[Said, ...]:
    kept = []
    for each in said:
        quotation = getattr(each, "quotation", "")
        if passages.holds(quotation):
            kept.append(each)
        else:
            faults.append(f"{label}: {_UNQUOTED}: {quotation[:120]!r}")
    return tuple(kept)
