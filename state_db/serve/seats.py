"""The environments that a gateway keeps, each at its id: made, found, put to sleep, expired and deleted."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

import anyio
from anyio import to_thread

from state_db.environment import Environment
from state_db.errors import StateError
from state_db.image import Image
from state_db.injection import Injection
from state_db.serve.keeping import StateDirectory
from state_db.serve.limits import Bucket, Limits
from state_db.serve.memory import give_back
from state_db.serve.recipe import Recipe
from state_db.serve.tools import Served
from state_db.serve.view import ServerView

logger = logging.getLogger(__name__)

Result = TypeVar("Result")


class Gone(Exception):
    """The environment was deleted or has expired."""


class Full(StateError):
    """The gateway keeps as many environments as it may."""


class Seat:
    """One environment at its id. What is done with it is done in turns, one after the other."""

    def __init__(self, identity: str, recipe: Recipe, environment: Environment, limits: Limits) -> None:
        self.identity = identity
        self.recipe = recipe
        self.bucket = Bucket(limits.calls_per_second)
        self.used = time.monotonic()
        self._environment: Environment | None = environment
        self._views: dict[str, ServerView] = {}
        self._turn = anyio.Lock(fast_acquire=True)

    @property
    def environment(self) -> Environment:
        """The environment as it is now. Raises: Gone."""
        if self._environment is None:
            raise Gone(self.identity)
        return self._environment

    @property
    def busy(self) -> bool:
        """Whether a turn is under way."""
        return self._turn.locked()

    def served(self, server: str | None) -> Served | None:
        """Return one server, or all together for None; None where there is no such server. Raises: Gone."""
        environment = self.environment
        if server is None:
            return environment
        image = next((image for image in environment.images if image.name == server), None)
        if image is None or len(environment.images) == 1:
            return environment if image else None
        if server not in self._views:
            self._views[server] = ServerView(environment, image)
        return self._views[server]

    async def turn(self, work: Callable[[Environment], Result], *, quick: bool = False) -> Result:
        """Return what ``work`` makes of the environment; in a thread, so that others go on, unless it is ``quick``.

        Raises: Gone, and what the work raises.
        """
        async with self._turn:
            environment = self.environment
            try:
                return work(environment) if quick else await to_thread.run_sync(work, environment)
            finally:
                self.used = time.monotonic()

    async def exchange(self, make: Callable[[Environment], Environment]) -> None:
        """Let the environment that ``make`` makes of the one here take its place; where it fails, nothing changes."""
        async with self._turn:
            old = self.environment
            self._environment = await to_thread.run_sync(make, old)
            self._views.clear()
            self.used = time.monotonic()
            old.close()

    async def close(self) -> None:
        """End the environment once no turn is under way."""
        async with self._turn:
            if self._environment is not None:
                self._environment.close()
            self._environment = None


class Seats:
    """The seats by id. A server's shared environment has the server's name for its id, and is made when asked for."""

    def __init__(
        self,
        images: Mapping[str, Image],
        limits: Limits,
        directory: StateDirectory | None,
        new_identity: Callable[[], str],
        is_mine: Callable[[str], bool],
    ) -> None:
        self.images = images
        self.limits = limits
        self._directory = directory
        self._new_identity = new_identity
        self._awake: dict[str, Seat] = {}
        self._asleep = {one for one in directory.identities() if is_mine(one)} if directory else set()
        self._waking = anyio.Lock()
        self._closed = 0

    def __len__(self) -> int:
        return len(self._awake) + len(self._asleep)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self._awake, *self._asleep}))

    @property
    def awake(self) -> int:
        """How many environments are in memory."""
        return len(self._awake)

    async def create(self, recipe: Recipe, environment: Environment | None = None) -> Seat:
        """Return a new seat at an id of its own: of the recipe, or of an environment that has gone on from it.

        Raises: Full; StateError where the recipe cannot be followed.
        """
        if len(self) >= self.limits.environments:
            if environment is not None:
                environment.close()
            raise Full(f"There are {len(self)} environments, as many as there may be.", next="Delete some.")
        return await self._seated(self._new_identity(), recipe, environment)

    async def _seated(self, identity: str, recipe: Recipe, environment: Environment | None = None) -> Seat:
        def make() -> Environment:
            made = environment or recipe.opened(self.images)
            return self._directory.keep(identity, recipe, made) if self._directory else made

        seat = Seat(identity, recipe, await to_thread.run_sync(make), self.limits)
        self._awake[identity] = seat
        return seat

    async def get(self, identity: str) -> Seat | None:
        """Return the seat of this id, awake, or None. Raises: StateError where it cannot be woken."""
        seat = self._awake.get(identity)
        if seat is not None or not (identity in self._asleep or identity in self.images):
            return seat
        async with self._waking:
            if identity not in self._awake:
                await self._wake(identity)
        return self._awake.get(identity)

    async def _wake(self, identity: str) -> None:
        if self._directory and identity in self._asleep:
            kept = await to_thread.run_sync(self._directory.wake, identity, self.images)
            if kept is not None:
                self._awake[identity] = Seat(identity, *kept, self.limits)
                self._asleep.discard(identity)
                return
        if identity in self.images:
            await self._seated(identity, Recipe((identity,)))

    async def remake(self, seat: Seat, recipe: Recipe, environment: Environment | None = None) -> None:
        """Let the seat begin again by a recipe, or go on as another environment. Raises: StateError, Gone."""

        def make(_: Environment) -> Environment:
            new = environment or recipe.opened(self.images)
            new.inject(recipe.injection)
            return self._directory.replace(seat.identity, recipe, new) if self._directory else new

        await seat.exchange(make)
        seat.recipe = recipe
        if self._directory:
            await to_thread.run_sync(self._directory.tidy, seat.identity)

    async def inject(self, seat: Seat, injection: Injection | None) -> None:
        """Make the seat's calls from now on meet these faults, or none. Raises: Gone."""

        def work(environment: Environment) -> None:
            environment.inject(injection)
            if self._directory:
                self._directory.inject(seat.identity, injection)

        await seat.turn(work)
        seat.recipe = replace(seat.recipe, injection=injection)

    async def remove(self, identity: str) -> bool:
        """End the environment of this id for good; return whether there was one."""
        seat = self._awake.pop(identity, None)
        known = seat is not None or identity in self._asleep
        self._asleep.discard(identity)
        if seat is not None:
            await seat.close()
            self._closed += 1
        if known and self._directory:
            await to_thread.run_sync(self._directory.forget, identity)
        return known

    async def expire(self) -> int:
        """End what nobody has used for long, or put it to sleep where a directory keeps it; return how many."""
        if not self.limits.idle_seconds:
            return 0
        before = time.monotonic() - self.limits.idle_seconds
        idle = [seat for seat in self._awake.values() if seat.used < before and not seat.busy]
        for seat in idle:
            if self._awake.pop(seat.identity, None) is None:
                continue
            if self._directory:
                self._asleep.add(seat.identity)
            await seat.close()
            self._closed += 1
        return len(idle)

    async def tidy(self) -> None:
        """Give back the memory of environments that were closed since this was last asked for."""
        if self._closed:
            self._closed = 0
            await to_thread.run_sync(give_back)

    async def close(self) -> None:
        """Close all environments; a directory keeps them."""
        for seat in [*self._awake.values()]:
            await seat.close()
        self._awake.clear()
