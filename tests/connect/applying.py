"""Which scenarios of the conformance suite apply to a server that offers tools and nothing else, and why others do not.

A scenario that is not named here applies, and must pass.
"""

from collections.abc import Mapping
from types import MappingProxyType

# Scenarios that ask for tools by name which a server of ours can have: tests/connect/reference.py has them.
FIXTURES = frozenset({"tools-call-simple-text", "tools-call-error", "http-custom-header-server-validation"})

# Checks of scenarios that apply otherwise.
EXCEPT: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "server-stateless": {
            "sep-2575-server-rejects-undeclared-capability": "its tool asks the client for sampling",
            "sep-2575-missing-capability-http-400": "the same tool",
        },
        "caching": {
            "sep-2549-prompts-list-caching-hints": "no prompts",
            "sep-2549-resources-list-caching-hints": "no resources",
            "sep-2549-resources-templates-list-caching-hints": "no resources",
        },
    }
)

_REASONS: tuple[tuple[str, str], ...] = (
    ("resources-", "An API's servers have tools; none of their state is offered as resources."),
    ("sep-2164-", "No resources are offered, so reading one is an unknown method."),
    ("prompts-", "No prompts are offered."),
    ("completion-", "Completion is for prompts and resource templates, which are not offered."),
    ("logging-", "No log messages are sent to clients; the revision of 2026 has deprecated them."),
    ("elicitation-", "Tools answer from the state and the arguments, and never ask the user."),
    ("input-required-result-", "Tools answer from the state and the arguments, and never ask for input."),
    ("server-session-lifecycle", "No MCP session is kept: the state belongs to the environment in the URL."),
    ("server-sse-", "No session is kept and no stream is opened: every request is answered by one JSON body."),
    ("json-schema-2020-12", "Its tool has combinators at the root of its input schema, which agents' APIs refuse."),
    ("tools-call-image", "Answers are JSON, never images."),
    ("tools-call-audio", "Answers are JSON, never audio."),
    ("tools-call-embedded-resource", "Answers are JSON, never embedded resources."),
    ("tools-call-mixed-content", "Answers are JSON, never several kinds of content."),
    ("tools-call-with-logging", "No log messages are sent to clients."),
    ("tools-call-with-progress", "A call is one transaction of milliseconds: it has no progress to tell."),
    ("tools-call-sampling", "Tools never ask the client's model."),
    ("tools-call-elicitation", "Tools never ask the user."),
)

# Scenarios of extensions, which the suite runs only where no revision is named.
ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "tasks-*": "The tasks extension is not declared: a call is answered at once.",
        "sep-2640-skills-*": "The skills extension is not declared; the suite skips its checks by itself.",
    }
)


def reason_against(scenario: str) -> str:
    """Return why the scenario does not apply, or nothing where it does."""
    return next((reason for begins, reason in _REASONS if scenario.startswith(begins)), "")
