"""Questions to a model: asked side by side, each answer judged, and what is wrong with it told back at most twice."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Generic, Self

from generator.errors import ModelError
from generator.model.budget import Budget, Usage
from generator.model.completions import Completion, Completions
from generator.model.endpoint import Endpoint, Unsupported
from generator.model.prompts import prompt
from generator.model.settings import Settings
from generator.model.structured import MOST_FAULTS, RUNGS, Form, parsed, response_format, said_form

Messages = list[dict[str, str]]
Tell = Callable[[str], None]

MOST_FEEDBACKS = 2
MOST_CONTINUED = 6
_CUT_OFF = "The answer ends before its JSON does, and nothing of it can be used: say less, in fewer words."
_GO_ON = "The answer was cut off before its end: go on with what is missing, and repeat nothing of what was whole."


@dataclass(frozen=True, slots=True)
class Judged(Generic[Form]):
    """The part of an answer that is taken, and what is wrong with the rest."""

    value: Form
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question(Generic[Form]):
    """What is asked in a conversation of its own.

    ``judge`` takes what is sound of an answer; ``join`` puts what was mended to what was taken before. ``split`` gives
    the questions into which this one is divided where one answer cannot hold all, none where it cannot be divided.
    """

    name: str
    system: str
    user: str
    form: type[Form]
    judge: Callable[[Form], Judged[Form]]
    join: Callable[[Form, Form], Form] = field(default=lambda _, later: later)
    split: "Callable[[], Sequence[Question[Form]]]" = field(default=lambda: ())


@dataclass(frozen=True, slots=True)
class Answered(Generic[Form]):
    """What was taken of all answers to a question, None where none was of the form; and what was refused at last."""

    name: str
    value: Form | None
    faults: tuple[str, ...] = ()


class Interview:
    """Asks one model, on top of what was spent before; used as a context, so that its connections are closed."""

    def __init__(self, settings: Settings, tell: Tell, before: Usage) -> None:
        self.settings = settings
        self._tell = tell
        self._completions = Completions(settings.cache)
        self._budget = Budget(settings.most_tokens, settings.most_dollars, settings.prices, before)
        self._runner = asyncio.Runner()
        self._endpoint = self._runner.run(self._opened())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._runner.run(self._endpoint.close())
        self._runner.close()
        self._completions.close()

    @property
    def usage(self) -> Usage:
        """Return what was asked until now."""
        return self._budget.usage

    def answers(self, stage: str, questions: Sequence[Question[Form]]) -> list[Answered[Form]]:
        """Return what is taken of the answers to questions that are asked side by side, in their order.

        Raises: ModelError; whatever else was under way is finished and kept before that.
        """
        return self._runner.run(self._gathered(stage, questions))

    async def _opened(self) -> Endpoint:
        return Endpoint(self.settings, self._completions, self._budget)

    async def _gathered(self, stage: str, questions: Sequence[Question[Form]]) -> list[Answered[Form]]:
        done = 0

        def told() -> None:
            self._tell(f"{stage} {done} of {len(questions)}: {self.usage.line(self.settings.prices)}")

        async def one(question: Question[Form]) -> Answered[Form]:
            nonlocal done
            found = await self._answer(question)
            done += 1
            told()
            return found

        told()
        found = await asyncio.gather(*map(one, questions), return_exceptions=True)
        answered = [each for each in found if isinstance(each, Answered)]
        if len(answered) < len(found):
            raise next(each for each in found if isinstance(each, BaseException))
        return answered

    async def _answer(self, question: Question[Form]) -> Answered[Form]:
        taken: Form | None = None
        faults: tuple[str, ...] = ()
        said: Messages = []
        mended = continued = 0
        while True:
            completion = await self._completion(question, said)
            found = _judged(question, completion)
            faults = found.faults
            if found.value is not None:
                taken = found.value if taken is None else question.join(taken, found.value)
            if not faults:
                break
            is_too_much = completion.finish == "length" or mended > 0
            if found.cut and is_too_much and taken is None and (parts := question.split()):
                return await self._in_parts(question, parts)
            # What was cut off and brought something is no mistake to be mended: it goes on, though not for ever.
            if found.cut and found.value is not None and continued < MOST_CONTINUED:
                continued += 1
            elif mended < MOST_FEEDBACKS:
                mended += 1
            else:
                break
            self._budget.feedback += 1
            told = prompt(
                "feedback", faults=faults[:MOST_FAULTS], more=len(faults) - MOST_FAULTS, partly=taken is not None
            )
            said = [*said, {"role": "assistant", "content": completion.text or completion.refusal or "…"},
                    {"role": "user", "content": told}]  # fmt: skip
        return Answered(question.name, taken, faults)

    async def _in_parts(self, question: Question[Form], parts: Sequence[Question[Form]]) -> Answered[Form]:
        """What is answered to the parts of a question, asked one after the other."""
        taken: Form | None = None
        faults: list[str] = []
        for part in parts:
            answered = await self._answer(part)
            faults += answered.faults
            if answered.value is not None:
                taken = answered.value if taken is None else question.join(taken, answered.value)
        return Answered(question.name, taken, tuple(faults))

    async def _completion(self, question: Question[Form], said: Messages) -> Completion:
        """The completion in the surest way of asking for JSON that the endpoint takes."""
        model = self.settings.model
        for rung in range(self._completions.rung(model), len(RUNGS)):
            try:
                return await self._endpoint.completion(self._request(question, said, rung))
            except Unsupported:
                self._completions.set_rung(model, max(rung + 1, self._completions.rung(model)))
        raise ModelError("The endpoint takes no way of asking for JSON.", where=self.settings.base_url)

    def _request(self, question: Question[Form], said: Messages, rung: int) -> dict[str, Any]:
        system = question.system + said_form(question.form, rung)
        messages = [{"role": "system", "content": system}, {"role": "user", "content": question.user}, *said]
        request: dict[str, Any] = {"model": self.settings.model, "messages": messages}
        if self.settings.temperature is not None:
            request["temperature"] = self.settings.temperature
        form = response_format(question.form, rung)
        return request if form is None else {**request, "response_format": form}


@dataclass(frozen=True, slots=True)
class _Found(Generic[Form]):
    """What is taken of a completion, what is wrong with the rest, and whether the completion ends too early."""

    value: Form | None
    faults: tuple[str, ...] = ()
    cut: bool = False


def _judged(question: Question[Form], completion: Completion) -> _Found[Form]:
    if completion.refusal or completion.finish == "content_filter":
        return _Found(None, (f"There was no answer: {completion.refusal or 'it was filtered'}.",))
    found = parsed(completion.text, question.form)
    cut = found.cut or (completion.finish == "length" and found.value is None)
    faults = ((_CUT_OFF if found.value is None else _GO_ON), *found.faults) if cut else found.faults
    if found.value is None:
        return _Found(None, faults, cut)
    judged = question.judge(found.value)
    return _Found(judged.value, (*faults, *judged.faults), cut)
