"""The verdict on an episode: the state that it left, what was told, and to whom a failure belongs."""

from collections.abc import Sequence

from client.answers import tells
from client.messages import Message, spoken_texts
from client.tasks import Changes, Task
from client.trajectory import CallRecord, Ending, Label, Verdict
from state_db.comparison import compare


def verdict(task: Task, changes: Changes, messages: Sequence[Message], calls: Sequence[CallRecord], ended: Ending,
            fault: str = "") -> Verdict:  # fmt: skip
    """Return whether the episode did its task. It must have ended by the user, and with a proved check."""
    if not task.proof.holds:
        return Verdict(passed=False, label="verifier", reasons=("The task's verifier was never proved.",))
    found = compare(task.verifier.changes, changes, task.verifier.marks)
    text = "\n".join(spoken_texts(messages))
    untold = [
        f"Not told: the {one.label} of {one.subject}." for one in task.verifier.answers if not tells(text, one.value)
    ]
    reasons = [
        *([_ENDINGS[ended]] if ended != "user_done" else []),
        *([fault] if fault else []),
        *found.reasons,
        *untold,
    ]
    if not reasons:
        return Verdict(passed=True, mapping=found.mapping)
    return Verdict(passed=False, label=_label(task, messages, ended), reasons=tuple(reasons))


_ENDINGS: dict[Ending, str] = {
    "user_done": "",
    "too_many_steps": "The agent took more steps than it may.",
    "agent_failed": "The agent broke off.",
    "user_failed": "The user broke off.",
    "environment_failed": "The environment failed.",
}


def _label(task: Task, messages: Sequence[Message], ended: Ending) -> Label:
    """To whom the failure belongs: a user who never gave a fact that the task needs is at fault before the agent is."""
    if ended == "environment_failed":
        return "environment"
    if ended == "user_failed" or (ended == "user_done" and untold_facts(task, messages)):
        return "user"
    return "agent"


def untold_facts(task: Task, messages: Sequence[Message]) -> list[str]:
    """Return the slots whose values the user never said, in order."""
    said = "\n".join(message.content for message in messages if message.role == "user")
    missing = []
    for turn in task.turns:
        for slot, value in turn.knows.items():
            parts = value if isinstance(value, list) else [value]
            plain = [part for part in parts if isinstance(part, str | int | float) and not isinstance(part, bool)]
            if not all(tells(said, part) for part in plain):
                missing.append(slot)
    return missing
