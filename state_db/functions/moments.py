"""now() and caller(): what the environment tells a program of itself."""

from collections.abc import Callable

from state_db.functions.function import Function, Surroundings, Value


def _now(surroundings: Surroundings) -> Callable[..., Value]:
    def now(form: Value = "date-time") -> Value:
        if form == "unix":
            return surroundings.now_seconds()
        if form == "date":
            return surroundings.now_text()[:10]
        if form == "date-time":
            return surroundings.now_text()
        raise ValueError(f"now() knows the forms 'date-time', 'date' and 'unix', not {form!r}")

    return now


def _caller(surroundings: Surroundings) -> Callable[..., Value]:
    return surroundings.caller_key


FUNCTIONS = (
    Function(
        "now",
        1,
        (0, 1),
        bind=_now,
        text="The clock: 2026-01-05T09:00:00Z; now('date') 2026-01-05; now('unix') seconds.",
    ),
    Function("caller", 1, (0,), bind=_caller, text="The key of the acting user, or NULL."),
)
