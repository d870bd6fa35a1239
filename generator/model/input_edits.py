"""Edits of what a call takes: an input that the plan lacks, or has and the documentation does not."""

from dataclasses import dataclass, replace
from typing import Any

from generator.model.edits import AddInput
from generator.plan import Argument, Filter, Input, Role, Tool, Value
from generator.rules.naming import snake, sql_name

NO_INPUT = "The documentation has no such input."


@dataclass(frozen=True, slots=True)
class Inputs:
    """What edits make of the inputs of one operation: those that are added, and the names of those that go."""

    added: tuple[Argument, ...] = ()
    removed: tuple[str, ...] = ()

    def of(self, tool: Tool) -> Tool:
        """Return the tool of a program with these inputs: what they do is the program's to say."""
        added = {each.name: each.model_copy(update={"does": Input()}) for each in self.added}
        kept = [added.pop(each.name, each) for each in tool.arguments if each.name not in self.removed]
        return tool.model_copy(update={"arguments": (*kept, *added.values())})

    def adding(self, argument: Argument) -> "Inputs":
        """Return them with one more."""
        added = tuple(each for each in self.added if each.name != argument.name)
        return replace(self, added=(*added, argument), removed=tuple(n for n in self.removed if n != argument.name))

    def removing(self, name: str) -> "Inputs":
        """Return them without one."""
        added = tuple(each for each in self.added if each.name != name)
        return replace(self, added=added, removed=(*self.removed, name))


def argument_of(edit: AddInput, tool: Tool | None) -> Argument:
    """Return the argument that an edit adds; in the body it stands where the tool's other ones do."""
    schema: dict[str, Any] = {} if edit.type == "any" else {"type": edit.type}
    if edit.items != "any" and edit.type == "array":
        schema["items"] = {"type": edit.items}
    if edit.enum:
        schema["enum"] = list(edit.enum)
    if edit.text:
        schema["description"] = edit.text
    return Argument(
        name=sql_name(edit.name, "arg") if snake(edit.name) else "arg",
        place=edit.place,
        wire=(*_wrapper(tool), edit.name) if edit.place == "body" else (edit.name,),
        value=schema,
        required=edit.required,
        does=_role(edit, tool),
        style="form" if edit.place == "query" else "",
        explode=edit.place == "query",
    )


def _wrapper(tool: Tool | None) -> tuple[str, ...]:
    wires = [each.wire for each in tool.arguments if each.place == "body" and each.wire] if tool is not None else []
    wrappers = {wire[:-1] for wire in wires}
    return wrappers.pop() if len(wrappers) == 1 else ()


def _role(edit: AddInput, tool: Tool | None) -> Role:
    if tool is None or not edit.column:
        return Input()
    return Filter(column=edit.column) if edit.place == "query" else Value(column=edit.column)


def with_input(tool: Tool, argument: Argument) -> Tool:
    """Return the tool that offers the argument."""
    left = tuple(each for each in tool.left_out if each.input != argument.name)
    return tool.model_copy(update={"arguments": (*tool.arguments, argument), "left_out": left})
