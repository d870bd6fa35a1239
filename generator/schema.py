"""Looking into schemas with lazy references: resolve, name, properties, and self-contained forms of them.

Schemas are JSON Schema 2020-12 as in ``Description.schemas``. Nothing that is given or returned here is ever changed in
place, and parts are shared, so callers must not change them either.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVar

from generator.schema_merge import merged, union

JsonSchema = dict[str, Any]
Found = TypeVar("Found")

_PREFIX = "#/$defs/"
_ONE = ("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames",
        "unevaluatedItems", "unevaluatedProperties")  # fmt: skip
_LIST = ("allOf", "oneOf", "anyOf", "prefixItems")
_MAP = ("properties", "patternProperties", "dependentSchemas")
# What remains of a schema that is not followed any further.
_OUTLINE = ("type", "description", "title", "format")


class Schemas:
    """The schemas of one description, by name; the ``exemplified`` ones were made of examples."""

    def __init__(self, defs: Mapping[str, JsonSchema], exemplified: frozenset[str] = frozenset()) -> None:
        self.defs, self.exemplified = defs, exemplified
        self._resolved: dict[str, JsonSchema] = {}
        self._names: dict[str, list[str]] = {}
        self._outlines: dict[str, JsonSchema] = {}
        # By the identity of a schema, which is kept with what was found, so that no other can have it.
        self._kept: dict[tuple[int, Hashable], tuple[JsonSchema, Any]] = {}

    def kept(self, schema: JsonSchema, about: Hashable, find: Callable[[], Found]) -> Found:
        """What ``find`` gives of the schema, asked once for the same object; ``about`` is whatever else it hangs on."""
        if (id(schema), about) not in self._kept:
            self._kept[id(schema), about] = schema, find()
        found: Found = self._kept[id(schema), about][1]
        return found

    def name(self, schema: JsonSchema) -> str | None:
        """The name of the schema that this one refers to at its root, also where it may be null besides."""
        if "$ref" in schema:
            name = str(schema["$ref"]).removeprefix(_PREFIX)
            return name if name in self.defs else None
        branches = [branch for branch in schema.get("anyOf") or schema.get("oneOf") or () if not _is_null(branch)]
        has_null = len(branches) < len(schema.get("anyOf") or schema.get("oneOf") or ())
        return self.name(branches[0]) if has_null and len(branches) == 1 else None

    def resolve(self, schema: JsonSchema) -> JsonSchema:
        """The schema without a reference or ``allOf`` at its root; ``oneOf`` and ``anyOf`` of several are kept.

        What stands beside a reference wins over what it leads to. One schema or null becomes that schema with null
        among its types. A schema that contains itself at its root is taken once.
        """
        if schema.keys() != {"$ref"}:
            return self._resolve(schema, set())
        name = str(schema["$ref"])
        if name not in self._resolved:
            self._resolved[name] = self._resolve(schema, set())
        return self._resolved[name]

    def _resolve(self, schema: JsonSchema, seen: set[str]) -> JsonSchema:
        """As ``resolve``; what was ``seen`` is part of the same whole already, so that it adds nothing again."""
        reference = schema.get("$ref")
        if reference is None and "allOf" not in schema and "anyOf" not in schema and "oneOf" not in schema:
            return schema
        own = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
        parts: list[JsonSchema] = []
        if reference is not None:
            name = str(reference).removeprefix(_PREFIX)
            if name in self.defs and name not in seen:
                seen.add(name)
                parts.append(self._resolve(self.defs[name], seen))
        parts += [self._resolve(part, seen) for part in schema.get("allOf", ())]
        if not own and len(parts) == 1:
            return parts[0]
        whole = merged(own, parts) if parts else own
        return self._without_null_branch(whole, seen)

    def _without_null_branch(self, schema: JsonSchema, seen: set[str]) -> JsonSchema:
        for combinator in ("anyOf", "oneOf"):
            branches = schema.get(combinator, ())
            kept = [branch for branch in branches if not _is_null(branch)]
            if len(kept) != 1 or (len(branches) == 1 and combinator == "oneOf" and "discriminator" in schema):
                continue
            only = self._resolve(kept[0], seen)
            if len(kept) < len(branches):
                if "type" not in only or "const" in only or "anyOf" in only or "oneOf" in only:
                    continue
                only = or_null(only)
            return merged({key: value for key, value in schema.items() if key != combinator}, [only])
        return schema

    def types(self, schema: JsonSchema) -> tuple[str, ...]:
        """The JSON types that the schema allows, as far as it says or lets infer; () where any is allowed."""
        return self._types(schema, frozenset())

    def _types(self, schema: JsonSchema, inside: frozenset[str]) -> tuple[str, ...]:
        name = self.name(schema)
        inside = inside | {name} if name else inside
        schema = self.resolve(schema)
        said = schema.get("type")
        if said is not None:
            return (said,) if isinstance(said, str) else tuple(said)
        if "properties" in schema or isinstance(schema.get("additionalProperties"), dict):
            return ("object",)
        if "items" in schema or "prefixItems" in schema:
            return ("array",)
        values = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
        found = [_type_of(value) for value in values]
        for branch in schema.get("anyOf") or schema.get("oneOf") or ():
            if self.name(branch) not in inside:
                found += self._types(branch, inside) or [""]
        return tuple(dict.fromkeys(found)) if "" not in found else ()

    def properties(self, schema: JsonSchema) -> dict[str, JsonSchema]:
        """The properties of the resolved schema, each as it is written (a reference stays one).

        Where the schema is one of several objects, they are the properties of all of them.
        """
        resolved = self.resolve(schema)
        if not resolved.get("properties") and ("oneOf" in resolved or "anyOf" in resolved):
            resolved = self.union(schema)
        found: dict[str, JsonSchema] = resolved.get("properties", {})
        return found

    def alternatives(self, schema: JsonSchema) -> tuple[JsonSchema, ...]:
        """The branches of ``oneOf`` or ``anyOf`` but null, as they are written; the schema itself where it has none."""
        resolved = self.resolve(schema)
        branches = resolved.get("oneOf") or resolved.get("anyOf") or ()
        return tuple(branch for branch in branches if not _is_null(branch)) or (schema,)

    def plain(self, schema: JsonSchema) -> JsonSchema:
        """The resolved schema; alternatives of one plain type are that type, with the choices that all of them name.

        Alternatives that are all arrays of plain values of one type are an array of these.
        """
        resolved = self.resolve(schema)
        branches = [*resolved.get("anyOf", ()), *resolved.get("oneOf", ())]
        types = [name for name in self.types(resolved) if name != "null"]
        if branches and set(types) == {"array"} and (items := self._plain_items(branches)):
            return {**{key: resolved[key] for key in ("description", "title") if key in resolved}, **items}
        if not branches or len(set(types)) != 1 or types[0] in ("object", "array"):
            return resolved
        parts = [self.plain(branch) for branch in branches if not _is_null(branch)]
        kept = {key: value for key, value in resolved.items() if key not in ("anyOf", "oneOf", "discriminator")}
        kept["type"] = [types[0], "null"] if len(parts) < len(branches) else types[0]
        if parts and all("enum" in part for part in parts):
            kept["enum"] = list(dict.fromkeys(value for part in parts for value in part["enum"]))
        return kept

    def _plain_items(self, branches: Sequence[JsonSchema]) -> JsonSchema:
        """The array of plain values that alternatives are, all of one type; empty where they are not."""
        items = [self.resolve(branch).get("items") for branch in branches]
        if not all(isinstance(each, dict) for each in items):
            return {}
        found = self.plain({"anyOf": items})
        return {"type": "array", "items": found} if self.types(found)[:1] not in ((), ("object",), ("array",)) else {}

    def union(self, schema: JsonSchema) -> JsonSchema:
        """The resolved schema with its alternatives joined to one object, where they all are objects.

        It allows whatever one of them allows: all their properties, required only where all of them require it.
        """
        return self._union(self.resolve(schema), ())

    def _union(self, schema: JsonSchema, inside: tuple[str, ...]) -> JsonSchema:
        for combinator in ("oneOf", "anyOf"):
            branches = [branch for branch in schema.get(combinator, ()) if not _is_null(branch)]
            names = [self.name(branch) for branch in branches]
            if not branches or any(name in inside for name in names if name):
                continue
            joined = [
                self._union(self.resolve(branch), (*inside, *([name] if name else [])))
                for branch, name in zip(branches, names, strict=True)
            ]
            if all(self.types(branch) == ("object",) for branch in joined):
                rest = {key: value for key, value in schema.items() if key not in (combinator, "discriminator")}
                schema = merged(rest, [union(joined)])
        return schema

    def bundle(self, schema: JsonSchema, depth: int = 8) -> JsonSchema:
        """A self-contained schema: a plain root where it can be had, and only the ``$defs`` that it needs.

        References further than ``depth`` from the root are replaced by an outline (type and description).
        """
        root = self.union(schema)
        needed: dict[str, JsonSchema] = {}
        level = self._names_in(root)
        for _ in range(depth):
            needed |= {name: self.defs[name] for name in level}
            level = [name for found in level for name in self._names_behind(found) if name not in needed]
        cut = frozenset(level) - needed.keys()
        root = self._outlined(root, cut)
        defs = {name: self._outlined_definition(name, cut) for name in sorted(needed)}
        return {**root, "$defs": defs} if defs else root

    def _names_behind(self, name: str) -> list[str]:
        if name not in self._names:
            self._names[name] = self._names_in(self.defs[name])
        return self._names[name]

    def _outlined_definition(self, name: str, cut: frozenset[str]) -> JsonSchema:
        """The definition as it stands in a bundle: the same object in all that cut off nothing which it refers to."""
        if not cut.isdisjoint(self._names_behind(name)):
            return self._outlined(self.defs[name], cut)
        if name not in self._outlines:
            self._outlines[name] = self._outlined(self.defs[name], frozenset())
        return self._outlines[name]

    def _names_in(self, schema: JsonSchema) -> list[str]:
        """The names of all schemas that one refers to, in the order they stand."""
        found: dict[str, None] = {}
        level: list[JsonSchema] = [schema]
        while level:
            for one in level:
                name = str(one.get("$ref", "")).removeprefix(_PREFIX)
                if name in self.defs:
                    found[name] = None
            level = [child for one in level for child in _children(one)]
        return list(found)

    def _outlined(self, schema: JsonSchema, cut: frozenset[str]) -> JsonSchema:
        def visit(child: JsonSchema) -> JsonSchema:
            name = self._cut_name(child, cut)
            return self._outline(child) if name else mapped(child, visit)

        return mapped(schema, visit)

    def _cut_name(self, schema: JsonSchema, cut: frozenset[str]) -> bool:
        if "$ref" not in schema:
            return False
        name = str(schema["$ref"]).removeprefix(_PREFIX)
        return name in cut or name not in self.defs

    def inline(self, schema: JsonSchema, depth: int = 4) -> JsonSchema:
        """A schema without any reference: what ``depth`` references lead to is written out, the rest outlined."""
        return self._inline(self.resolve(schema), depth, self._entered((), schema))

    def _inline(self, schema: JsonSchema, depth: int, inside: tuple[str, ...]) -> JsonSchema:
        def visit(child: JsonSchema) -> JsonSchema:
            if "$ref" not in child and "allOf" not in child:
                return mapped(child, visit)
            entered = self._entered(inside, child)
            if depth <= 0 or len(set(entered)) < len(entered):
                return self._outline(child)
            return self._inline(self.resolve(child), depth - 1, entered)

        return mapped(schema, visit)

    def _entered(self, inside: tuple[str, ...], schema: JsonSchema) -> tuple[str, ...]:
        name = self.name(schema)
        return (*inside, name) if name else inside

    def _outline(self, schema: JsonSchema) -> JsonSchema:
        resolved = self.resolve(schema)
        return {key: resolved[key] for key in _OUTLINE if key in resolved}


def _children(schema: JsonSchema) -> list[JsonSchema]:
    found: list[object] = [schema[key] for key in _ONE if key in schema]
    for key in _LIST:
        found += schema.get(key, ())
    for key in _MAP:
        found += schema.get(key, {}).values()
    return [child for child in found if isinstance(child, dict)]


def mapped(schema: JsonSchema, visit: Callable[[JsonSchema], JsonSchema]) -> JsonSchema:
    """The schema with every schema that stands directly in it replaced."""
    new = dict(schema)
    for key in _ONE:
        if isinstance(new.get(key), dict):
            new[key] = visit(new[key])
    for key in _LIST:
        if key in new:
            new[key] = [visit(child) for child in new[key]]
    for key in _MAP:
        if key in new:
            new[key] = {name: visit(child) for name, child in new[key].items()}
    return new


def _is_null(schema: JsonSchema) -> bool:
    return schema.get("type") in ("null", ["null"]) or schema.get("enum") == [None]


def or_null(schema: JsonSchema) -> JsonSchema:
    """Return the schema of one type as that type or null."""
    said = schema["type"]
    kinds: Sequence[str] = [said] if isinstance(said, str) else said
    both = {**schema, "type": list(dict.fromkeys([*kinds, "null"]))}
    if "enum" in both and None not in both["enum"]:
        both["enum"] = [*both["enum"], None]
    return both


def _type_of(value: object) -> str:
    for kind, name in ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (list, "array")):
        if isinstance(value, kind):
            return name
    return "null" if value is None else "object"
