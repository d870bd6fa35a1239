"""All mutants of a server, in an order that is always the same."""

import re
from collections.abc import Iterator
from pathlib import Path

from generator.mutation.mutant import Mutant, text_mutant
from generator.mutation.operators import program_edits
from generator.mutation.operators.schema import schema_edits
from generator.mutation.operators.seeds import seed_mutants
from generator.mutation.script import script_of
from generator.mutation.surface import surface_of
from state_db.image import Image
from state_db.lint import MOST_SAMPLES
from state_db.sql import unquoted

SCHEMA = "schema.sql"
CREATE = re.compile(r'CREATE (?:TABLE|VIEW|(?:UNIQUE )?INDEX (?:\w+|"[^"]+") ON) (\w+|"(?:[^"]|"")+")')

# The variants where no input is given and where all are: between them they have nearly every line.
FEW_SAMPLES = 2


def mutants(server: Image | Path) -> Iterator[Mutant]:
    """Yield the mutants of a server's programs, of its schema and of its rows; some may turn out not to prepare.

    Raises: StateError for a folder that cannot be read.
    """
    image = server if isinstance(server, Image) else Image.load(server)
    surface = surface_of(image)
    for file, text in sorted(image.texts.items()):
        if not file.startswith("programs/"):
            continue
        name = file.removeprefix("programs/").removesuffix(".sql")
        tool = "" if name.startswith("_") else name
        seen = {text}
        for operator, edits in program_edits(script_of(name, text), surface):
            mutant = text_mutant(operator, tool, file, text, edits)
            if mutant.text not in seen:
                seen.add(mutant.text)
                yield mutant
    schema = image.texts[SCHEMA]
    for operator, edits in schema_edits(schema, surface):
        yield text_mutant(operator, "", SCHEMA, schema, edits, subject_at(schema, edits[0].start))
    yield from seed_mutants(image.seed, image.tables)


def subject_at(schema: str, place: int) -> str:
    """Return the table or view whose definition stands at the place."""
    return unquoted([match[1] for match in CREATE.finditer(schema, 0, place)][-1])


def spoilt(image: Image, mutant: Mutant, *, whole: bool = True) -> Image:
    """Return the image with the fault in it; not every variant of its program is looked at unless it is ``whole``.

    Raises: StateError or ProgramError where it cannot be opened.
    """
    if mutant.rows is not None:
        return image.with_seed(mutant.rows)
    if mutant.file == SCHEMA and mutant.subject in image.views:
        old = image.view_sql(mutant.subject)
        start = image.texts[SCHEMA].index(old)
        longer = len(mutant.text) - len(image.texts[SCHEMA])
        return image.with_view(mutant.subject, mutant.text[start : start + len(old) + longer])
    if mutant.file == SCHEMA:
        return image.with_schema(mutant.text)
    name = mutant.file.removeprefix("programs/").removesuffix(".sql")
    return image.with_programs({name: mutant.text}, most=MOST_SAMPLES if whole else FEW_SAMPLES)
