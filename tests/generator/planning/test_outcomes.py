"""Actions that are sent a choice or an object's property, that add to an array, or whose text says what becomes."""

from pathlib import Path
from typing import Any

from generator.plan import Input, Plan, Value
from generator.render import render
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment
from state_db.image import Image

Json = Any
TEXT: Json = {"type": "string"}
STATES = ["open", "waiting_for_owner", "waiting_for_guest", "reviewed", "resolved"]
CLAIM: Json = {
    "type": "object",
    "properties": {
        "id": TEXT,
        "state": {"type": "string", "enum": STATES},
        "verdict": {
            "type": "object",
            "properties": {
                "verdict_code": {"type": "string", "enum": ["OWNER_FAVOUR", "GUEST_FAVOUR", "LEFT_BY_GUEST"]},
                "said_by": TEXT,
            },
        },
        "proposal": {"type": "object", "properties": {"kind": TEXT, "history": {"type": "array", "items": {}}}},
        "remarks": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"written_time": {"type": "string", "format": "date-time"}, "text": TEXT, "photo": TEXT},
            },
        },
    },
    "required": ["id", "state"],
}


def acts(text: str, properties: Json, *required: str) -> Json:
    body = {"type": "object", "properties": properties, "required": list(required)}
    answer = shows({"type": "object", "properties": {"links": {"type": "array", "items": TEXT}}})
    post = {"parameters": [in_path("claimId")], "description": text, "responses": answer}
    return {"post": {**post, **({"requestBody": sends(body)} if properties else {})}}


def claims() -> Plan:
    decisions = {"type": "string", "enum": ["OWNER_FAVOR", "GUEST_FAVOR"]}
    paths = {
        "/claims": {"get": listing(ref("Claim"))},
        "/claims/{claimId}": {"get": {"parameters": [in_path("claimId")], "responses": shows(ref("Claim"))}},
        "/claims/{claimId}/decide": acts("Decides it. The state must be reviewed.", {"verdict": decisions}, "verdict"),
        "/claims/{claimId}/ask": acts(
            "Asks the owner or the guest. The state becomes waiting_for_owner or waiting_for_guest.",
            {"whom": {"type": "string", "enum": ["ask_owner", "ask_guest"]}}, "whom",
        ),
        "/claims/{claimId}/make-proposal": acts("Makes one.", {"kind": TEXT, "note": TEXT}, "kind", "note"),
        "/claims/{claimId}/add-remark": acts("Adds one.", {"text": TEXT}),
        "/claims/{claimId}/accept": acts("When you accept, the claim closes in the guest's favour.", {}),
        "/claims/{claimId}/grumble": acts("Says that one is not content.", {"how": decisions}, "how"),
    }  # fmt: skip
    return plan_of(paths, Claim=CLAIM)


def test_a_choice_is_kept_as_what_is_shown_of_it_in_other_words() -> None:
    decide, ask = tool_at(claims(), "POST /claims/{claimId}/decide"), tool_at(claims(), "POST /claims/{claimId}/ask")
    shown = {"OWNER_FAVOR": "OWNER_FAVOUR", "GUEST_FAVOR": "GUEST_FAVOUR"}
    does = Value(column="verdict", inside="verdict_code", among=True, mapped=shown)
    assert decide.argument("verdict").does == does
    assert decide.only_from == {"state": ("reviewed",)}
    does = Value(column="state", mapped={"ask_owner": "waiting_for_owner", "ask_guest": "waiting_for_guest"})
    assert ask.argument("whom").does == does


def test_an_object_gets_the_property_that_is_sent_and_what_else_is_required_is_only_checked() -> None:
    tool = tool_at(claims(), "POST /claims/{claimId}/make-proposal")
    assert tool.argument("kind").does == Value(column="proposal", inside="kind", among=True)
    assert tool.argument("note").does == Input() and tool.argument("note").required


def test_a_text_that_says_what_its_thing_becomes_is_a_transition() -> None:
    assert tool_at(claims(), "POST /claims/{claimId}/accept").set == {"state": "resolved"}


def test_a_choice_of_which_nothing_is_shown_is_not_modelled() -> None:
    assert [each.operation for each in claims().unmodelled] == ["POST /claims/{claimId}/grumble"]


def test_what_was_done_is_shown(tmp_path: Path) -> None:
    plan = claims()
    for name, text in render(plan).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    image = Image.load(tmp_path)
    look, decide, remark = (tool_at(plan, label).name for label in LABELS)
    verdict = {"verdict_code": "LEFT_BY_GUEST", "said_by": "Ann"}
    rows = {"claims": [{"id": "c1", "state": "reviewed", "verdict": verdict}, {"id": "c2", "state": "open"}]}
    with Environment.open(image, scenario={image.name: rows}) as environment:
        environment.call(decide, {"claim_id": "c1", "verdict": "GUEST_FAVOR"})
        assert environment.call(decide, {"claim_id": "c2", "verdict": "GUEST_FAVOR"}).error
        environment.call(remark, {"claim_id": "c1", "text": "Well"})
        environment.call(remark, {"claim_id": "c1"})
        claim = environment.call(look, {"claim_id": "c1"}).body
    assert claim["verdict"] == {"verdict_code": "GUEST_FAVOUR", "said_by": "Ann"}
    assert [each.get("text") for each in claim["remarks"]] == ["Well", None]
    assert all(each["written_time"].startswith("2026-01-05T") for each in claim["remarks"])


LABELS = ("GET /claims/{claimId}", "POST /claims/{claimId}/decide", "POST /claims/{claimId}/add-remark")
