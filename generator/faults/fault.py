"""What a fault is: a way in which environments are wrong, where it can be planted, and the law that should name it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from generator.faults.programs import difference, program_text
from generator.plan import Entity, Plan, Tool
from generator.probe import Probe
from state_db.image import Image
from state_db.lint import MOST_SAMPLES
from state_db.program import Program


@dataclass(frozen=True, slots=True)
class Site:
    """One place where a fault can be: ``about`` names it, ``programs`` and ``schema`` are what stands there instead."""

    about: str
    programs: Mapping[str, Program] = field(default_factory=dict)
    schema: str | None = None


class Subject:
    """A sound server in which faults are planted: its plan, its image, and calls to look at its rows with."""

    def __init__(self, plan: Plan, image: Image) -> None:
        self.plan = plan
        self.image = image

    @cached_property
    def probe(self) -> Probe:
        """The seeded rows, and arguments for calls."""
        return Probe(self.plan, self.image)

    def close(self) -> None:
        """Close what was opened to look at the rows."""
        if "probe" in self.__dict__:
            self.probe.close()

    def program(self, tool: Tool) -> Program:
        """Return the tool's sound program."""
        return self.image.codes[tool.name].program

    def entity(self, tool: Tool) -> Entity:
        """Return the tool's entity."""
        return self.plan.entity(tool.entity)

    def tools(self, *patterns: str, each: str = "") -> Iterator[tuple[Tool, Entity, Program]]:
        """Yield the tools of these patterns (batches by what they repeat) with their entities and programs."""
        for tool in self.plan.tools:
            if tool.pattern in patterns and (tool.pattern != "batch" or not each or tool.each == each):
                yield tool, self.entity(tool), self.program(tool)

    def makes(self, entity: Entity) -> list[Tool]:
        """Return the tools that make rows of the entity."""
        found = self.plan.tools_of(entity.name)
        return [tool for tool in found if tool.pattern in ("create", "upsert", "link") or tool.each == "create"]

    def changes(self, entity: Entity) -> list[Tool]:
        """Return the tools that make, change or remove rows of the entity."""
        found = self.plan.tools_of(entity.name)
        reads = ("list", "search", "get", "view")
        return [tool for tool in found if tool.pattern not in reads and tool.method != "GET" and tool.each != "get"]

    def shows(self, entity: Entity, column: str) -> bool:
        """Return whether any tool shows the column, or looks at it."""
        found = entity.column(column)
        for tool in self.plan.tools_of(entity.name):
            if f"$column:{column}" in str(tool.answer) or (tool.answer and column in self.seen_in(tool, entity)):
                return bool(found.path) and not found.write_only
            if any(column in (getattr(one.does, "column", ""),) for one in tool.arguments if one.does.role == "filter"):
                return True
        return False

    def seen_in(self, tool: Tool, entity: Entity) -> frozenset[str]:
        """Return the columns of the rows that the tool's answer shows."""
        whole = any(word in str(tool.answer) for word in ("$row", "$items", "$map"))
        return frozenset(entity.forms.get(tool.form, ())) if whole else frozenset()


Sites = Callable[[Subject], Iterable[Site]]


@dataclass(frozen=True, slots=True)
class Fault:
    """A way in which environments are wrong.

    ``says`` tells it in a sentence; ``laws`` are the families that may rightly name it; ``how`` it is planted;
    ``applies`` where, and where not because nothing could be observed.
    """

    name: str
    says: str
    laws: frozenset[str]
    how: str
    applies: str
    sites: Sites


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault at one of its sites in a server."""

    fault: Fault
    site: Site
    sound: Image

    @property
    def name(self) -> str:
        """Return the fault with its place."""
        return f"{self.fault.name}: {self.site.about}"

    @property
    def files(self) -> dict[str, str]:
        """Return the files of the server folder that are wrong, by their path in it."""
        files = {f"programs/{name}.sql": program_text(program) for name, program in self.site.programs.items()}
        return files if self.site.schema is None else {**files, "schema.sql": self.site.schema}

    @property
    def diff(self) -> str:
        """Return what is wrong, as a unified diff."""
        sound = {f"programs/{name}.sql": program_text(self.sound.codes[name].program) for name in self.site.programs}
        sound["schema.sql"] = self.sound.texts["schema.sql"]
        return "\n".join(difference(sound[name], text, name) for name, text in self.files.items())

    def image(self, most: int = MOST_SAMPLES) -> Image:
        """Return the server with the fault, of which at ``most`` so many variants of a program are looked at.

        Raises: ProgramError or StateError where it cannot be opened.
        """
        image = self.sound if self.site.schema is None else self.sound.with_schema(self.site.schema)
        texts = {name: program_text(program) for name, program in self.site.programs.items()}
        return image.with_programs(texts, most=most) if texts else image


def at(tool: Tool, program: Program, about: str = "") -> Site:
    """Return the site in one tool's program."""
    return Site(f"{tool.name}{' ' + about if about else ''}", {tool.name: program})


def laws(names: str) -> frozenset[str]:
    """Return the laws of these names."""
    return frozenset(names.split())
