"""Subjects of reports with hostile texts: everything that a documentation or a server can put into a page."""

from generator.check import Check, CheckStep
from generator.plan import LeftOut, Plan, Unmodelled
from generator.report.subject import Subject
from generator.runner import Breach, Call, Outcome
from generator.verification import MutantCount, Mutants, Survivor, Verification
from state_db.answer import Answer

HOSTILE = '</style></pre><script>alert(1)</script><img src=x onerror="alert(2)"> &amp; {{ 7 * 7 }} \x00\x1b\ud800'


def hostile(plan: Plan, checks: tuple[Check, ...], verification: Verification) -> Subject:
    """Return the subject with a hostile text wherever a text is free, and with two failures."""
    tool = plan.tools[0].model_copy(
        update={
            "title": HOSTILE,
            "text": HOSTILE,
            "path": f"/{HOSTILE}",
            "source": "javascript:alert(3)",
            "left_out": (LeftOut(input=HOSTILE, reason=HOSTILE),),
        }
    )
    plan = plan.model_copy(
        update={
            "title": HOSTILE,
            "version": HOSTILE,
            "source": plan.source.model_copy(update={"url": "javascript:alert(4)"}),
            "tools": (tool, *plan.tools[1:]),
            "unmodelled": (Unmodelled(operation=HOSTILE, reason=HOSTILE),),
            "dropped": (Unmodelled(operation=f"GET /{HOSTILE}", reason=f"dropped: read: {HOSTILE}"),),
            "assumptions": (HOSTILE,),
        }
    )
    checks = tuple(check.model_copy(update={"because": HOSTILE}) for check in checks)
    survivor = Survivor(operator=HOSTILE, tool=tool.name, file=HOSTILE, line=1, diff=f"-{HOSTILE}\n+{HOSTILE}\n")
    count = MutantCount(made=3, killed=1, equivalent=1)
    verification = verification.model_copy(
        update={
            "mutants": Mutants(
                made=3,
                killed=1,
                equivalent=1,
                operators={HOSTILE: count},
                tools={HOSTILE: count},
                survivors=(survivor,),
            ),
            "unused": {tool.name: (HOSTILE,)},
            "unobserved": {tool.name: (HOSTILE, "")},
        }
    )
    failed = {check.name: outcome(check) for check in checks[:2]}
    return Subject(plan, checks, verification, failed, 1.5)


def outcome(check: Check) -> Outcome:
    """Return the check as one that failed at its first step."""
    step: CheckStep = check.steps[0]
    call = Call(step.tool, {"text": HOSTILE}, Answer(418, f'{{"message": "{HOSTILE}"}}', "conflict", HOSTILE))
    return Outcome(check, (call,), (Breach(0, step.tool, f"expected 200, got {HOSTILE}"),))
