"""A check that failed, told like a bug report: what was claimed, what was found, the calls to see it again."""

import json

from generator.runner import Call, Outcome

MOST_SHOWN = 2000


def bug_report(outcome: Outcome) -> str:
    """Return what a failed check found, with the calls to see it again."""
    check = outcome.check
    lines = [f"{check.tool} breaks the law {check.law}: {check.because}", "", "What was found:"]
    lines += [f"  step {breach.step} ({breach.tool}): {breach.what}" for breach in outcome.breaches]
    lines += ["", f'To see it again, from the scenario "{check.scenario}":']
    for number, call in enumerate(outcome.calls):
        lines.append(f"  {number}. {_call_line(call)}")
    return "\n".join(lines)


def _call_line(call: Call) -> str:
    arguments = json.dumps(call.arguments, ensure_ascii=False)
    text = call.answer.text if len(call.answer.text) <= MOST_SHOWN else call.answer.text[:MOST_SHOWN] + "…"
    return f"{call.tool} {arguments}\n     → {call.answer.status} {text}".rstrip()
