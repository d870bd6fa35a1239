"""A plan of notes in folders: batches, cursors by key, transitions with a moment, rows that go along with others."""

from checking.worlds import INTEGER, TEXT, S, body, column, path_key, query, tool
from generator.plan import Argument, Entity, Failure, Fields, Input, Key, Paging, Plan, Reference, Source

STATES = ["draft", "published", "retired"]
TIME = {"type": "string", "format": "date-time"}

FOLDER = Entity(
    name="folder",
    table="folders",
    columns=(
        column("id", "integer", nullable=False, absent=False, made="id", schema=INTEGER),
        column("name", "text", nullable=False, absent=False, unique=True, schema=TEXT),
    ),
    key=("id",),
    id="integer",
    forms={"full": ("id", "name")},
)

PERSON = Entity(
    name="person",
    table="people",
    columns=(
        column("id", "text", nullable=False, absent=False, made="id", schema=S),
        column("name", "text", nullable=False, absent=False, schema=TEXT),
        column("pin", "text", write_only=True, schema=TEXT),
    ),
    key=("id",),
    id="per_{alnum:8}",
    forms={"full": ("id", "name", "pin")},
)

NOTE = Entity(
    name="note",
    table="notes",
    columns=(
        column("id", "integer", nullable=False, absent=False, made="id", schema=INTEGER),
        column("folder_id", "integer", nullable=False, absent=False, schema=INTEGER,
               references=Reference(entity="folder")),
        column("title", "text", nullable=False, absent=False, schema=TEXT),
        column("reviewer_id", "text", absent=False, schema={"type": ["string", "null"]},
               references=Reference(entity="person", on_delete="clear")),
        column("state", "text", nullable=False, absent=False, initial="draft",
               schema={"type": "string", "enum": STATES}),
        column("published_at", "text", absent=False, schema=TIME),
        column("created_at", "text", nullable=False, absent=False, made="created", schema=TIME),
        column("updated_at", "text", nullable=False, absent=False, made="updated", schema=TIME),
    ),
    key=("id",),
    id="integer",
    forms={"full": ("id", "folder_id", "title", "reviewer_id", "state", "published_at", "created_at", "updated_at")},
)  # fmt: skip

IN_FOLDER = path_key("folder_id", "folder_id")
NOTE_KEY = path_key("note_id", "id")
CONFLICT = {"conflict": Failure(status=409)}


def over(name: str, items: dict[str, object], does: Key | Input) -> Argument:
    """Return the array argument of a batch."""
    schema = {"type": "array", "items": items, "minItems": 1, "maxItems": 10}
    data = {"name": name, "place": "body", "wire": (name,), "schema": schema, "required": True, "does": does}
    return Argument.model_validate(data)


KEYS = over("ids", INTEGER, Key(column="id"))
NEW: dict[str, object] = {
    "type": "object", "required": ["title", "folder_id"], "additionalProperties": False,
    "properties": {"title": TEXT, "folder_id": INTEGER},
}  # fmt: skip
CHANGED: dict[str, object] = {
    "type": "object", "required": ["id", "title"], "additionalProperties": False,
    "properties": {"id": INTEGER, "title": TEXT},
}  # fmt: skip

TOOLS = (
    tool("list_folders", "list", "folder", "GET", "/folders", [], answer={"folders": "$items", "total": "$total"}),
    tool("create_folder", "create", "folder", "POST", "/folders", [body("name", TEXT, required=True)], status=201),
    tool("get_folder", "get", "folder", "GET", "/folders/{folder_id}", [path_key("folder_id", "id")]),
    tool("rename_folder", "update", "folder", "PATCH", "/folders/{folder_id}",
         [path_key("folder_id", "id"), body("name", TEXT, required=True)]),
    tool("delete_folder", "delete", "folder", "DELETE", "/folders/{folder_id}", [path_key("folder_id", "id")],
         status=204, answer=None),
    tool("list_notes", "list", "note", "GET", "/folders/{folder_id}/notes", [
        IN_FOLDER,
        query("limit", {"type": "integer", "minimum": 1, "maximum": 50}, Paging(what="size", default=20, most=50)),
        query("after", INTEGER, Paging(what="after")),
        query("before", INTEGER, Paging(what="before")),
        query("fields", {"type": "array", "items": TEXT}, Fields(always=("id",))),
    ], answer={"notes": "$items", "more": "$has_more"}),
    tool("create_note", "create", "note", "POST", "/folders/{folder_id}/notes",
         [IN_FOLDER, body("title", TEXT, required=True), body("reviewer_id", {"type": ["string", "null"]})],
         status=201),
    tool("get_note", "get", "note", "GET", "/notes/{note_id}", [NOTE_KEY]),
    tool("update_note", "update", "note", "PATCH", "/notes/{note_id}",
         [NOTE_KEY, body("title", TEXT), body("reviewer_id", {"type": ["string", "null"]})]),
    tool("delete_note", "delete", "note", "DELETE", "/notes/{note_id}", [NOTE_KEY], status=204, answer=None),
    tool("publish_note", "transition", "note", "POST", "/notes/{note_id}/publish", [NOTE_KEY],
         set={"state": "published", "published_at": "$now"}, only_from={"state": ("draft", "retired")},
         failures=CONFLICT),
    tool("retire_note", "transition", "note", "POST", "/notes/{note_id}/retire", [NOTE_KEY],
         set={"state": "retired"}, only_from={"state": ("published",)}, failures=CONFLICT),
    tool("create_notes", "batch", "note", "POST", "/notes/create", [over("notes", NEW, Input())], each="create",
         over="notes", answer={"notes": "$items"}),
    tool("update_notes", "batch", "note", "POST", "/notes/update", [over("notes", CHANGED, Input())], each="update",
         over="notes", answer={"notes": "$items"}),
    tool("delete_notes", "batch", "note", "POST", "/notes/delete", [KEYS], each="delete", over="ids", status=204,
         answer=None),
    tool("read_notes", "batch", "note", "POST", "/notes/read", [KEYS], each="get", over="ids",
         answer={"notes": "$items"}),
    tool("list_people", "list", "person", "GET", "/people", [], answer="$items"),
    tool("create_person", "create", "person", "POST", "/people", [body("name", TEXT, required=True), body("pin", TEXT)],
         status=201),
    tool("get_person", "get", "person", "GET", "/people/{person_id}", [path_key("person_id", "id", S)]),
    tool("update_person", "update", "person", "PATCH", "/people/{person_id}",
         [path_key("person_id", "id", S), body("name", TEXT), body("pin", TEXT)]),
    tool("delete_person", "delete", "person", "DELETE", "/people/{person_id}", [path_key("person_id", "id", S)],
         status=204, answer=None),
)  # fmt: skip


def notes() -> Plan:
    """Return the plan."""
    return Plan(
        name="notes",
        title="Notes",
        source=Source(url="https://notes.example/openapi.json", sha256="0" * 64),
        entities=(FOLDER, PERSON, NOTE),
        tools=TOOLS,
    )
