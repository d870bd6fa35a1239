"""Labels: what the words before a table, list or example say that it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.prose.blocks import Block
from generator.prose.markdown import plain_text

_FIELDS = re.compile(
    r"\b(?:param(?:eter)?s?|arguments?|args|fields?|propert(?:y|ies)|attributes?|options?|filters?|"
    r"query(?: ?string)?|payload|body|keys|"
    r"inputs?|headers?|data params|form data|members|values you can)\b",
    re.I,
)
_ANSWER = re.compile(r"\b(?:responses?|returns?|returned|results?|outputs?|answers?|responds?)\b", re.I)
_ASKED = re.compile(r"\b(?:requests?|param(?:eter)?s?|arguments?|inputs?|body to send|payload)\b", re.I)
_PARTS = re.compile(r"param|body|response|request|return|error|header|example|code|content|success|data", re.I)
_BOLD = re.compile(
    r"^\W{0,3}(?:\*\*|__|\*|_)(?P<label>[^*_\n]{2,80}?)(?:\*\*|__|\*|_)\s*(?P<colon>:?)\s*(?P<rest>.*)$", re.S
)
_COLON = re.compile(r"^(?P<label>[A-Za-z][^:\n`]{1,80}):(?P<colon>)\s*(?P<rest>.*)$", re.S)
_PLACES = (
    ("header", re.compile(r"\bheaders?\b", re.I)),
    ("query", re.compile(r"\bquery\b|\bquerystring\b|\bfilters?\b", re.I)),
    (
        "path",
        re.compile(r"\b(?:path|ur[li]|route) (?:variables?|param\w*|arguments?|segments?)|\bpath\b|\bURL\b", re.I),
    ),
    ("body", re.compile(r"\b(?:body|payload|form(?:[- ]?data)?|json|post (?:data|param\w*)|data param\w*)\b", re.I)),
)


@dataclass(frozen=True, slots=True)
class Label:
    """What is said before a block: the heading over it, the label in force, and the words right before it.

    ``rest`` is what stands behind the label on its own line.
    """

    heading: str = ""
    words: str = ""
    before: str = ""
    rest: str = ""

    @property
    def all(self) -> str:
        """The words of both labels."""
        return f"{self.heading} {self.words}"

    @property
    def names_fields(self) -> bool:
        """Whether the label says that fields are listed."""
        return bool(_FIELDS.search(self.words) or _FIELDS.search(self.heading))

    @property
    def is_answer(self) -> bool:
        """Whether what follows belongs to the answer, not to what is asked."""
        for words in (self.words, self.heading):
            if _ANSWER.search(words):
                return not (_ASKED.search(words) and not re.search(r"\bresponse\b", words, re.I))
            if _ASKED.search(words):
                return False
        return False

    @property
    def place(self) -> str:
        """Where the fields are sent, as far as it says: header, query, path, body or ""."""
        for words in (self.words, self.heading):
            for place, sign in _PLACES:
                if sign.search(words):
                    return place
        return ""

    @property
    def required(self) -> bool | None:
        """Whether the label says that all of the fields are required, or that none is."""
        for words in (self.words, self.heading):
            required, optional = re.search(r"\brequired\b", words, re.I), re.search(r"\boptional\b", words, re.I)
            if bool(required) != bool(optional):
                return bool(required) and not re.search(r"\bomit", self.rest, re.I)
        return None


def labelled(blocks: Sequence[Block]) -> Iterator[tuple[Block, Label]]:
    """The blocks with the label of each; a label holds until the next one."""
    label = Label()
    first = True
    for block in blocks:
        if block.kind == "heading":
            label = Label() if first else Label(heading=block.plain)
            first = False
        elif block.kind in ("text", "item") and (found := _label_of(block)):
            label = replace(label, words=_words(found[0], label), rest=found[1], before=plain_text(block.text))
            yield block, label
            continue
        yield block, label
        if block.kind == "text":
            label = replace(label, before=plain_text(block.text))
        elif block.kind in ("code", "table"):
            label = replace(label, before="")
        first = False


def _words(said: str, before: Label) -> str:
    """The words of a label; one that says only "required" or "optional" is about what the label before it names."""
    if re.fullmatch(r"\W*(?:required|optional|mandatory)\W*", said, re.I) and before.names_fields:
        return f"{re.sub(r' / .*', '', before.words or before.heading)} / {said}"
    return said


def _label_of(block: Block) -> tuple[str, str] | None:
    """The words of a label and what stands behind it; None where the block is no label."""
    text = block.text.strip()
    bold = _BOLD.match(text)
    if bold and (bold["colon"] or bold["label"].endswith(":") or not bold["rest"]):
        if block.kind == "item" and not _PARTS.search(bold["label"]):
            return None
        return bold["label"].strip(" :"), bold["rest"]
    if block.kind == "item":
        return None
    plain = plain_text(text)
    if plain.endswith(":"):
        return plain[-160:].rstrip(":"), ""
    if (match := _COLON.match(text)) and (_FIELDS.search(match["label"]) or _ANSWER.search(match["label"])):
        return match["label"], match["rest"]
    if (
        len(plain) <= 80
        and not plain.endswith((".", "!", "?"))
        and (_FIELDS.search(plain) or _ANSWER.search(plain) or _ASKED.search(plain))
    ):
        return plain, ""
    if re.search(r"\b(?:following|these) (?:\w+ ){0,2}(?:propert|field|param|attribut|option|argument)", plain, re.I):
        return plain, ""
    return None
