"""Linkings: collections behind a thing into which things of another collection are put by their keys alone."""

from collections.abc import Iterator
from typing import Any

import pytest

from generator.plan import Plan
from generator.repair import mended
from generator.verify import opened
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

Json = Any
TEXT: Json = {"type": "string"}
GONE: Json = {"responses": {"204": {"description": ""}, "404": {"description": "Not found"}}}
SONG: Json = {
    "type": "object",
    "properties": {"id": {"type": "integer", "readOnly": True}, "title": TEXT, "seconds": {"type": "integer"}},
    "required": ["id", "title"],
}
PLAYLIST: Json = {
    "type": "object",
    "properties": {"id": {"type": "integer", "readOnly": True}, "name": TEXT},
    "required": ["id", "name"],
}


def music(**puts: Json) -> Plan:
    """The plan of playlists, of songs, and of the songs of a playlist; ``puts`` are more of what puts one there."""
    paths: dict[str, Json] = {}
    for things, thing in (("playlists", "Playlist"), ("songs", "Song")):
        made = {"requestBody": sends(ref(thing)), "responses": shows(ref(thing), "201")}
        paths[f"/{things}"] = {"get": listing(ref(thing)), "post": made}
        paths[f"/{things}/{{id}}"] = {
            "parameters": [in_path("id", "integer")],
            "get": {"responses": shows(ref(thing))},
            "patch": {"requestBody": sends(ref(thing)), "responses": shows(ref(thing))},
            "delete": GONE,
        }
    of = in_path("playlist_id", "integer")
    paths["/playlists/{playlist_id}/songs"] = {"parameters": [of], "get": listing(ref("Song"))}
    held = {"parameters": [of, in_path("song_id", "integer")], "put": {**GONE, **puts}, "delete": GONE}
    paths["/playlists/{playlist_id}/songs/{song_id}"] = held
    return plan_of(paths, Song=SONG, Playlist=PLAYLIST)


@pytest.fixture(scope="module")
def environment() -> Iterator[Environment]:
    """An empty server of playlists with two of them and one song, of which every tool was proved."""
    found = mended(music())
    assert found.plan.dropped == () and len(found.plan.tools) == 13
    with Environment.open(opened(found.plan, found.files), scenario="empty") as env:
        for name in ("Morning", "Evening"):
            assert env.call(maker(found.plan, "playlists"), {"name": name}).status == 201
        assert env.call(maker(found.plan, "songs"), {"title": "Harbour", "seconds": 90}).status == 201
        yield env


def test_a_thing_that_is_renamed_is_shown_so_wherever_it_stands(environment: Environment) -> None:
    with environment.trial():
        assert put(environment, 1, 1) == 204
        renamed = environment.call(named("PATCH /songs/{id}"), {"id": 1, "title": "Harbour at night"})
        assert renamed.status == 200 and held(environment, 1)[0]["title"] == "Harbour at night"


def maker(plan: Plan, things: str) -> str:
    return tool_at(plan, f"POST /{things}").name


def named(pattern: str) -> str:
    return tool_at(music(), pattern).name


HELD = "/playlists/{playlist_id}/songs"


def put(environment: Environment, playlist: int, song: int) -> int:
    return environment.call(named(f"PUT {HELD}/{{song_id}}"), {"playlist_id": playlist, "song_id": song}).status


def held(environment: Environment, playlist: int) -> Json:
    return environment.call(named(f"GET {HELD}"), {"playlist_id": playlist}).body


def test_a_thing_stands_in_as_many_collections_as_it_is_put_into_and_is_shown_there(environment: Environment) -> None:
    with environment.trial():
        assert [put(environment, 1, 1), put(environment, 2, 1), put(environment, 2, 1)] == [204, 204, 204]
        song = {"id": 1, "title": "Harbour", "seconds": 90}
        assert held(environment, 1) == held(environment, 2) == [song]


def test_a_thing_that_is_taken_out_of_a_collection_stays_where_else_it_is(environment: Environment) -> None:
    with environment.trial():
        assert [put(environment, 1, 1), put(environment, 2, 1)] == [204, 204]
        gone = environment.call(named(f"DELETE {HELD}/{{song_id}}"), {"playlist_id": 1, "song_id": 1})
        assert gone.status == 204 and held(environment, 1) == [] and len(held(environment, 2)) == 1
        assert environment.call(named("GET /songs/{id}"), {"id": 1}).status == 200


def test_what_is_nowhere_is_put_nowhere(environment: Environment) -> None:
    with environment.trial():
        assert [put(environment, 1, 9), put(environment, 9, 1)] == [404, 404]


def test_a_thing_that_is_deleted_leaves_every_collection(environment: Environment) -> None:
    with environment.trial():
        assert put(environment, 2, 1) == 204
        assert environment.call(named("DELETE /songs/{id}"), {"id": 1}).status == 204
        assert held(environment, 2) == []


def test_what_is_copied_takes_all_values_that_the_thing_has() -> None:
    entity = next(each for each in music().entities if each.key[-1:] != ("id",) or len(each.key) > 1)
    copied = {column.name: column.value for column in entity.columns if column.made == "copied"}
    assert copied == {column.name: column.value for column in music().entity("song").columns if column.name in copied}
    assert set(copied) == {"title", "seconds"}


def test_a_collection_of_its_own_may_only_list_its_things_and_change_them() -> None:
    of, one = in_path("user_id", "integer"), in_path("order_id", "integer")
    change = {"requestBody": sends({"type": "object", "properties": {"title": TEXT}}), "responses": shows(ref("Song"))}
    plan = plan_of(
        {
            "/orders": {"get": listing(ref("Song"))},
            "/orders/{order_id}": {"parameters": [one], "patch": change},
            "/users": {"get": listing(ref("Playlist"))},
            "/users/{user_id}": {"parameters": [of], "delete": GONE},
            "/users/{user_id}/orders": {"parameters": [of], "get": listing(ref("Song"))},
            "/users/{user_id}/orders/{order_id}": {"parameters": [of, one], "put": GONE, "delete": GONE},
        },
        Song=SONG,
        Playlist=PLAYLIST,
    )
    assert plan.entity("user_order").key == ("user_id", "id")
    assert mended(plan).plan.dropped == ()


def test_what_sends_more_than_keys_makes_rows_below_a_parent_as_before() -> None:
    plan = music(requestBody=sends({"type": "object", "properties": {"title": TEXT}}))
    assert {entity.name for entity in plan.entities} == {"playlist", "song"}
