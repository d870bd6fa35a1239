"""What a description declares of each operation, and which operation a recorded request is a call of."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.compare.recording import Exchange
from generator.plan import JsonSchema, Plan, Tool
from state_db.http import Call, Malformed, Request, Router
from state_db.routes import Route, Routes

MOST_PREFIX = 4


@dataclass(frozen=True, slots=True)
class Base:
    """Where the paths of an API begin in a recording: its host, and what stands before them there."""

    origin: str
    prefix: str


class Contract:
    """The operations of a plan, modelled or not, with the statuses that their description declares."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._declared = {each.operation: each for each in plan.declared}
        self._tools = {f"{tool.method} {tool.path}": tool for tool in plan.tools}
        self._reasons = {each.operation: each.reason for each in (*plan.unmodelled, *plan.dropped)}
        labels = dict.fromkeys((*self._declared, *self._tools, *self._reasons))
        routes = {label: _route(label) for label in labels}
        self._router = Router(Routes(base_path=plan.base_path, tools=routes), {})

    def operation_of(self, request: Request) -> str | None:
        """Return the ``METHOD /path`` of the operation that the request calls, if it is one of the description's."""
        match self._router.call(request):
            case Call(tool=label) | Malformed(tool=label):
                return label
        return None

    def tool(self, operation: str) -> Tool | None:
        """Return the tool of an operation; none where it is not modelled."""
        return self._tools.get(operation)

    def reason(self, operation: str) -> str:
        """Return why an operation is not modelled."""
        return self._reasons.get(operation, "It is no tool of this server.")

    def declares(self, operation: str, status: int) -> bool:
        """Return whether the description declares this status of the operation by its number or range.

        ``default`` declares no status in particular, unless nothing else stands for a status of this hundred.
        """
        return self._key(operation, status) is not None

    def _key(self, operation: str, status: int) -> str | None:
        responses = self._responses(operation)
        for key in (str(status), f"{status // 100}XX", f"{status // 100}xx"):
            if key in responses:
                return key
        if "default" in responses and not any(key.startswith(str(status // 100)) for key in responses):
            return "default"
        return None

    def _responses(self, operation: str) -> Mapping[str, JsonSchema | None]:
        declared = self._declared.get(operation)
        if declared is not None:
            return declared.responses
        tool = self._tools.get(operation)
        return {} if tool is None else {str(tool.status): tool.output}

    def schema(self, operation: str, status: int) -> JsonSchema | None:
        """Return the schema that is declared for the body of this status, if there is one."""
        key = self._key(operation, status)
        if key is None:
            return None
        tool = self._tools.get(operation)
        found = self._responses(operation)[key]
        return tool.output if found is None and tool is not None and status < 300 else found

    def base_of(self, exchanges: Sequence[Exchange]) -> Base:
        """Return the host and the beginning of paths with which most of the recorded requests are operations.

        The recorded service may stand behind another path than the description names: ``/api`` before all of them.
        """
        counts: Counter[Base] = Counter()
        for exchange in exchanges:
            for prefix in dict.fromkeys((self.plan.base_path.rstrip("/"), *_prefixes(exchange.request.path))):
                base = Base(exchange.origin, prefix)
                rebased = self.rebased(exchange, base)
                if rebased is not None and self.operation_of(rebased) is not None:
                    counts[base] += 1
        return max(counts, key=lambda base: (counts[base], -len(base.prefix)), default=Base("", ""))

    def rebased(self, exchange: Exchange, base: Base) -> Request | None:
        """Return the request with its path as the description has it; none where it went to another place."""
        path = exchange.request.path
        if exchange.origin != base.origin or not (path + "/").startswith(base.prefix + "/"):
            return None
        return replace(exchange.request, path=self.plan.base_path.rstrip("/") + path[len(base.prefix) :])


def _route(label: str) -> Route:
    method, _, path = label.partition(" ")
    return Route.model_validate({"method": method, "path": path, "statuses": ()})


def _prefixes(path: str) -> Iterable[str]:
    parts = path.split("/")
    return ("/".join(parts[:length]) for length in range(1, min(len(parts), MOST_PREFIX + 1)))
