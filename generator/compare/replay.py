"""The replay: recorded calls made on a server one after the other, each answer held against the true one."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

from generator.compare.agreement import Comparer
from generator.compare.contract import Contract
from generator.compare.made_keys import MadeKeys
from generator.compare.mapping import Names
from generator.compare.marks import Marks
from generator.compare.openings import without_own_rows
from generator.compare.order import in_order_of
from generator.compare.outcome import Comparison, Difference, Step
from generator.compare.recording import NO_BODY, Exchange
from generator.compare.sent import Sent
from generator.plan import Plan, Tool
from generator.schema import Schemas
from state_db.answer import Answer, error_answer
from state_db.clock import seconds_of
from state_db.environment import Environment
from state_db.errors import StateError
from state_db.http import Call, Malformed, Request, Router
from state_db.image import Image

Json = Any

NOT_OF_THE_API = "It is not an operation of this description."
_MOST_DIFFERENCES = 8


def compared(plan: Plan, image: Image, exchanges: Sequence[Exchange]) -> Comparison:
    """Return how the server answers the recorded calls, from the scenario ``empty`` on."""
    contract = Contract(plan)
    base = contract.base_of(exchanges)
    with Environment.open(image, scenario="empty", caller=_caller(plan)) as environment:
        replay = Replay(contract, image, environment)
        steps = [
            replay.step(number, exchange, contract.rebased(exchange, base)) for number, exchange in enumerate(exchanges)
        ]
    return Comparison(plan.name, tuple(steps))


def _caller(plan: Plan) -> str | None:
    """Return somebody who acts, where rows show who made them: whoever made the recording did as well."""
    makers = [column for entity in plan.entities for column in entity.columns if column.made == "caller"]
    plain = all(column.references is None and column.type in ("text", "json") for column in makers)
    return "somebody" if makers and plain else None


class Replay:
    """One environment that follows a recording; what both services made is mapped from step to step."""

    def __init__(self, contract: Contract, image: Image, environment: Environment) -> None:
        self._contract = contract
        self._environment = environment
        self._names = Names()
        self._marks = Marks(contract.plan)
        self._sent = Sent()
        self._made_keys = MadeKeys(contract.plan, environment, self._names, self._marks)
        self._comparer = Comparer(Schemas(contract.plan.schemas), self._names, self._sent)
        schemas = {name: dict(tool.input_schema) for name, tool in image.tools.items()}
        self._router = Router(image.routes, schemas)
        self._image = image
        self._first_call = True

    def step(self, number: int, exchange: Exchange, request: Request | None) -> Step:
        """Return what the server made of one recorded call; ``request`` has its path as the description has it."""
        operation = self._contract.operation_of(request) if request is not None else None
        if request is None or operation is None:
            called = f"{exchange.request.method} {exchange.request.target}"
            return _missed(number, called, exchange, NOT_OF_THE_API, declared=False)
        declared = self._contract.declares(operation, exchange.status)
        self._sent.add(exchange.request)
        self._set_clock(exchange.at)
        tool = self._contract.tool(operation)
        if tool is None:
            why = f"unmodelled: {self._contract.reason(operation)}"
            return _missed(number, operation, exchange, why, declared=declared)
        keys = self._made_keys.known(tool)
        try:
            arguments, answer = self._answer(request, tool, keep=declared or exchange.status < 400)
        except StateError as error:
            return _missed(number, operation, exchange, f"the server broke: {error}", declared=declared)
        if exchange.status < 300:
            self._made_keys.learn(tool, exchange.request.path, exchange.body, keys)
        got = answer.body if answer.text else NO_BODY
        own = without_own_rows(exchange.body, got, tool, self._marks.entity_of(tool), self._sent, self._knows(tool))
        self._comparer.openings.passed += ["a row is the service's own: no call has made it"] * own.rows
        exchange = replace(exchange, body=own.body)
        got = in_order_of(exchange.body, got, tool, arguments, self._names, self._marks.of_key(tool))
        return self._held(number, operation, exchange, answer, got, tool, declared=declared)

    def _knows(self, tool: Tool) -> Callable[[Json], bool]:
        """Return whether a key stands for one of the server's, of the rows of which the tool speaks."""
        mark = self._marks.of_key(tool)
        return lambda key: mark is not None and self._names.knows(mark, key)

    def _set_clock(self, at: str) -> None:
        """Let it be as late as it was at the recorded call, so that what is past or to come is so on both sides."""
        seconds = seconds_of(at)
        if seconds is not None and (self._first_call or seconds > (seconds_of(self._environment.clock) or 0)):
            self._environment.set_clock(at)
            self._first_call = False

    def _answer(self, request: Request, tool: Tool, *, keep: bool) -> tuple[dict[str, Json], Answer]:
        """Return the call's arguments, with what the recorded service made replaced by its own, and their answer.

        What the call changes is undone unless it is to be kept: what the service refused for a reason that nothing
        declares is told as that step's difference, and not again in every list that comes after it.
        """
        match self._router.call(request):
            case Call(tool=name, arguments=arguments):
                renamed = self._renamed(tool, arguments)
                with nullcontext() if keep else self._environment.trial():
                    return renamed, self._environment.call(name, renamed)
            case Malformed(message=message):
                errors = dict(self._image.routes.tools[tool.name].errors)
                return {}, error_answer("invalid_argument", message, errors)
        raise StateError("The route leads to no tool.", where=tool.name, next="Render the server again.")

    def _renamed(self, tool: Tool, arguments: dict[str, Json]) -> dict[str, Json]:
        marks = {argument.name: self._marks.of_argument(tool, argument) for argument in tool.arguments}
        renamed = {name: self._names.named(marks.get(name), value) for name, value in arguments.items()}
        for name, value in arguments.items():
            if renamed[name] == value:
                self._names.give(marks.get(name), value)
        return renamed

    def _held(
        self, number: int, operation: str, exchange: Exchange, answer: Answer, got: Json, tool: Tool, *, declared: bool
    ) -> Step:
        if exchange.status != answer.status:
            why = f"the status differs{'' if declared else ', which the description does not declare'}"
            why += f" ({answer.message})" if answer.message else ""
            if exchange.status < 300 and answer.status < 300:
                self._learn(exchange, got, tool, operation)
            difference = Difference({"status": exchange.status}, {"status": answer.status}, why)
            return Step(number, operation, exchange.status, declared, False, False, (difference,))
        schema = self._contract.schema(operation, exchange.status)
        error = exchange.status if exchange.status >= 400 else 0
        marks = {} if error else self._marks.of_body(tool, exchange.body)
        free = {} if error else self._marks.free_of_body(tool, exchange.body)
        found = self._comparer.disagreements(exchange.body, got, schema, marks, free, error=error)
        passed = self._comparer.openings.taken()
        differences = tuple(
            Difference(each.expected, each.got, f"body at {each.at or 'its root'}: {each.why}")
            for each in found[:_MOST_DIFFERENCES]
        )
        return Step(number, operation, exchange.status, declared, True, not found, differences, passed)

    def _learn(self, exchange: Exchange, got: Json, tool: Tool, operation: str) -> None:
        """Map what both services made in an answer whose status differs, so that later calls speak of the same rows."""
        schema = self._contract.schema(operation, exchange.status) or tool.output
        marks = self._marks.of_body(tool, exchange.body)
        self._comparer.disagreements(exchange.body, got, schema, marks)


def _missed(number: int, called: str, exchange: Exchange, why: str, *, declared: bool) -> Step:
    """A step that the server has no answer to."""
    difference = Difference({"status": exchange.status}, None, why)
    return Step(number, called, exchange.status, declared, False, False, (difference,))
