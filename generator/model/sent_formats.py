"""Formats of what is sent: one example of a value does not say in which form all others must be."""

from generator.description import JsonSchema

LEAST_EXAMPLES = 2


def sent_schema(shown: JsonSchema, of_object: JsonSchema, *, firm: bool) -> JsonSchema:
    """Return the schema of a property that is sent, of what its example and the object's own property show.

    A format stays where the documentation says it (``firm``), or where it is that of several examples.
    """
    whole = {**of_object, **shown}
    if firm:
        return whole if "format" not in of_object else {**whole, "format": of_object["format"]}
    examples = {str(each) for part in (shown, of_object) for each in part.get("examples", ())}
    alike = len({part.get("format") for part in (shown, of_object) if part.get("examples")}) == 1
    return whole if alike and len(examples) >= LEAST_EXAMPLES else without_formats(whole)


def without_formats(shown: JsonSchema) -> JsonSchema:
    """Return what an example shows, without the formats of its texts."""
    found = {key: each for key, each in shown.items() if key != "format"}
    if isinstance(found.get("properties"), dict):
        found["properties"] = {name: without_formats(each) for name, each in found["properties"].items()}
    if isinstance(found.get("items"), dict):
        found["items"] = without_formats(found["items"])
    return found
