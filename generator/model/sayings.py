"""What a model says of a page of documentation: operations, objects and rules, each with where the page says it."""

from typing import Any, Literal

from pydantic import Field

from generator.model.structured import Said
from state_db.errors import ErrorCode

FieldType = Literal["string", "integer", "number", "boolean", "array", "object", "any"]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]


class RuleSaid(Said):
    """A sentence about behaviour."""

    what: str
    quotation: str


class FieldSaid(Said):
    """A property of an object. ``object`` is the object that it holds, or whose key it is."""

    name: str = Field(min_length=1)
    type: FieldType = "any"
    items: FieldType = "any"
    required: bool = False
    read_only: bool = False
    nullable: bool = False
    enum: tuple[str | int, ...] = ()
    default: Any = None
    format: str = ""
    object: str = ""
    text: str = ""
    quotation: str


class ParameterSaid(FieldSaid):
    """An input of an operation."""

    place: Literal["path", "query", "header", "body"]


class ErrorSaid(Said):
    """An error that an operation answers with."""

    status: int | None = Field(default=None, ge=400, le=599)
    code: ErrorCode | None = None
    when: str
    quotation: str


class AnswerSaid(Said):
    """What a successful call answers: ``many`` or one of ``object`` at the JSON pointer ``at``.

    ``example`` is how the example of its body begins.
    """

    status: int | None = Field(default=None, ge=200, le=299)
    object: str = ""
    many: bool = False
    at: str = ""
    example: str = ""


class OperationSaid(Said):
    """A documented call; ``example`` is how the example of its body, or of the call, begins.

    ``sends`` is the object whose properties its body holds.
    """

    name: str
    title: str = ""
    method: Method
    path: str = Field(min_length=1)
    quotation: str
    parameters: tuple[ParameterSaid, ...] = ()
    sends: str = ""
    example: str = ""
    answer: AnswerSaid = Field(default_factory=AnswerSaid)
    errors: tuple[ErrorSaid, ...] = ()
    rules: tuple[RuleSaid, ...] = ()

    @property
    def label(self) -> str:
        """Return method and path."""
        return f"{self.method} {self.path}"


class ObjectSaid(Said):
    """A kind of thing that the API keeps."""

    name: str = Field(min_length=1)
    text: str = ""
    fields: tuple[FieldSaid, ...] = ()


class PageSaid(Said):
    """All that one part of a page says; ``rules`` are those that hold for more than one operation."""

    base_url: str = ""
    operations: tuple[OperationSaid, ...] = ()
    objects: tuple[ObjectSaid, ...] = ()
    rules: tuple[RuleSaid, ...] = ()


def joined(earlier: PageSaid, later: PageSaid) -> PageSaid:
    """Return what both say together: of the same thing the later says more, or says it better."""
    return PageSaid(
        base_url=later.base_url or earlier.base_url,
        operations=_by(lambda each: each.label, _one_operation, earlier.operations, later.operations),
        objects=_by(lambda each: each.name, _one_object, earlier.objects, later.objects),
        rules=_by(lambda each: each.quotation, _last, earlier.rules, later.rules),
    )


def _by(name: Any, one: Any, earlier: Any, later: Any) -> Any:
    found = {name(each): each for each in earlier}
    for each in later:
        found[name(each)] = one(found[name(each)], each) if name(each) in found else each
    return tuple(found.values())


def _one_operation(old: OperationSaid, new: OperationSaid) -> OperationSaid:
    answer = new.answer if new.answer != AnswerSaid() else old.answer
    return new.model_copy(
        update={
            "parameters": _by(lambda each: (each.place, each.name), _last, old.parameters, new.parameters),
            "errors": _by(lambda each: (each.status, each.when), _last, old.errors, new.errors),
            "rules": _by(lambda each: each.quotation, _last, old.rules, new.rules),
            "answer": answer,
            "sends": new.sends or old.sends,
            "example": new.example or old.example,
            "title": new.title or old.title,
        }
    )  # fmt: skip


def _one_object(old: ObjectSaid, new: ObjectSaid) -> ObjectSaid:
    fields = _by(lambda each: each.name, _last, old.fields, new.fields)
    return new.model_copy(update={"fields": fields, "text": new.text or old.text})


def _last(_: Any, last: Any) -> Any:
    return last
