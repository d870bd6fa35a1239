"""The folder's texts for readers: instructions for agents, README.md, and the Python files."""

import re
from collections.abc import Mapping

from generator.plan import Entity, Paging, Plan, Tool
from generator.render.interface import is_read_only
from generator.render.templates import template
from generator.render.text import comment, shortened
from generator.render.words import words

_ABOUT = 600
_HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)
_TAG = re.compile(r"<[^<>]{1,200}>")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_MARKS = re.compile(r"^[#>*\-\s]+|(?<!\w)[`*_]{1,3}(?=\w)|(?<=\w)(?:[`*]{1,3}|_{1,3}(?!\w))", re.MULTILINE)


def about(text: str) -> str:
    """Return the beginning of what the documentation says of the service, as plain text on one line."""
    plain = _MARKS.sub("", _LINK.sub(r"\1", _TAG.sub(" ", _HEADING.sub("", text))))
    return shortened(comment(plain, 10_000), _ABOUT)


def instructions(plan: Plan) -> str:
    """Return instructions.md: what the service is, what it keeps, and its rules for an agent."""
    return template("instructions.md.jinja").render(
        title=comment(plan.title, 200),
        about=about(plan.text),
        entities=[_kept(plan, entity) for entity in plan.entities],
        rules=rules(plan),
    )


def _kept(plan: Plan, entity: Entity) -> dict[str, str]:
    parents = [column.references.entity for column in entity.columns if column.references]
    held = ", ".join(dict.fromkeys(words(parent) for parent in parents if parent != entity.name))
    said = comment(entity.text, 160)
    return {"name": words(entity.name), "text": said, "parents": held}


def rules(plan: Plan) -> list[str]:
    """Return what an agent must know to use the tools well, one sentence or two a rule."""
    changing = [tool.name for tool in plan.tools if not is_read_only(tool)]
    said = ["Keys come from answers: list or search first, and never make one up."]
    said += _paging_rules(plan)
    if changing:
        said.append(f"These tools change state: {', '.join(changing)}. All others only read.")
    gone = [tool.name for tool in plan.tools if tool.pattern in ("delete", "unlink") or tool.each == "delete"]
    if gone:
        said.append(f"What these tools remove does not come back: {', '.join(gone)}.")
    for tool in plan.tools:
        states = _state_rule(tool)
        if states:
            said.append(states)
    said.append("An error names what is wrong with the call; a call that fails has changed nothing.")
    return said


def _paging_rules(plan: Plan) -> list[str]:
    sizes: dict[str, list[str]] = {}
    for tool in plan.tools:
        for argument in tool.arguments:
            if isinstance(argument.does, Paging) and argument.does.what == "size":
                default = argument.does.default or argument.value.get("default") or argument.does.most
                if default is None:
                    continue
                most = f", at most {argument.does.most}" if argument.does.most is not None else ""
                sizes.setdefault(f"{default} rows unless {argument.name} says otherwise{most}", []).append(tool.name)
    return [f"One answer of {', '.join(tools)} holds {rule}." for rule, tools in sizes.items()]


def _state_rule(tool: Tool) -> str:
    """The states from which a tool may be used."""
    known = [
        f"{words(name)} {' or '.join(comment(str(state), 60) for state in states)}"
        for name, states in tool.only_from.items()
    ]
    return f"{tool.name} works only while the {words(tool.entity)} has the {' and the '.join(known)}." if known else ""


def readme(plan: Plan, verification: Mapping[str, object] | None) -> str:
    """Return README.md: what the server is, its tools, how to connect, and what was verified."""
    proved = {name: (verification or {}).get(name) for name in ("checks", "coverage", "inputs", "writes", "mutants")}
    return template("README.md.jinja").render(
        plan=plan,
        title=_markdown(comment(plan.title, 200)),
        version=_markdown(comment(plan.version, 60)),
        source=re.sub(r"[<>\s]", "", comment(plan.source.url, 2000)),
        tools=[_tool_row(tool) for tool in plan.tools],
        left_out=[
            (comment(one.operation, 120).replace("`", "'"), _markdown(comment(one.reason, 200)))
            for one in (*plan.unmodelled, *plan.dropped)
        ],
        assumptions=[_markdown(comment(one)) for one in plan.assumptions],
        **proved,
    )


def _tool_row(tool: Tool) -> dict[str, str]:
    route = comment(f"{tool.method} {tool.path}", 300).replace("|", "\\|").replace("`", "'")
    return {
        "name": tool.name,
        "pattern": tool.pattern,
        "route": route,
        "title": _markdown(comment(tool.title, 100)).replace("|", "\\|"),
    }


def _markdown(text: str) -> str:
    """Return text as Markdown shows it literally: no tag, no link and no picture comes of it."""
    return text.replace("<", "&lt;").replace("](", "]\\(")


def server_source(plan: Plan) -> str:
    """Return server.py."""
    return template("server.py.jinja").render(name=plan.name)


def test_source(plan: Plan) -> str:
    """Return test_NAME.py."""
    return template("test.py.jinja").render(name=plan.name)
