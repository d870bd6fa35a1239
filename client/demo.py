"""The demonstration: documentation on a loopback site becomes a server, and a conversation is played against it."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from client.agents import ReferenceAgent
from client.episode import Episode
from client.errors import EpisodeError
from client.folders import plan_of
from client.loopback import loopback
from client.rooms import room_for
from client.sample import Wanted, sample_tasks
from client.show import print_messages, print_outcome
from client.tasks import Task, write_tasks
from client.trajectory import Trajectory, trajectory_line
from client.users import ScriptedUser
from state_db.environment import Environment
from state_db.image import Image

# What the conversation must show at least: turns, tool calls, and one call that fails.
SHOWN = Wanted(turns=3, calls=6, fails=True)
# Some chains stay short; of this many the longest is played.
CANDIDATES = 3

Generate = Callable[[str, Path], Path]
Verify = Callable[[Path], str]


# The page that the demonstration begins with: part of the installed package, or of the checkout.
_PAGES = (Path(__file__).parent / "documentation", Path(__file__).parent.parent / "examples" / "issues")


def demo_documentation() -> Path:
    """Return the folder of the documentation page that comes with Fleetwright. Raises: EpisodeError."""
    for folder in _PAGES:
        if (folder / "index.html").is_file():
            return folder
    raise EpisodeError("The demonstration's documentation is missing.", where=str(_PAGES[-1]), next="Install again.")


@contextmanager
def documentation(folder: Path) -> Iterator[str]:
    """Serve the folder as a site on loopback and give its URL; ``index.html`` is at its root."""
    if not (folder / "index.html").is_file():
        raise EpisodeError("There is no index.html.", where=str(folder))
    app = Starlette(routes=[Mount("/", StaticFiles(directory=folder, html=True))])
    with loopback(app) as url:
        yield f"{url}/"


def chosen_task(folder: Path, seed: int = 0) -> Task:
    """Return the task that the demonstration plays: the longest of some. Raises: EpisodeError."""
    with Environment.open(Image.load(folder)) as environment:
        tasks = sample_tasks(plan_of(folder), environment, CANDIDATES, seed, SHOWN)
    return max(tasks, key=lambda task: (task.difficulty.calls, task.id))


def demo(generate: Generate, docs: Path, out: Path, console: Console, verify: Verify | None = None) -> Trajectory:
    """Generate a server from the site, verify it, play one task against its process, print all of it, write it down.

    ``generate`` makes a server folder inside ``out`` from a URL; ``verify`` says in a line what it proved. The server,
    the task and the trajectory are in ``out`` afterwards. Raises: FleetError where a part does not work.
    """
    start = time.perf_counter()
    with documentation(docs) as url:
        console.print(f"[bold]1. Documentation[/bold]  {url}")
        folder = generate(url, out)
    console.print(f"[bold]2. Server[/bold]         {folder}", highlight=False)
    if verify is not None:
        console.print(f"[bold]3. Verification[/bold]   {verify(folder)}", highlight=False)
    task = chosen_task(folder)
    write_tasks([task], out / "demo-task.jsonl")
    caught = sum(mutant.caught for mutant in task.proof.mutants)
    console.print(
        f"[bold]4. Task[/bold]           {task.difficulty.turns} turns, {task.difficulty.calls} calls; "
        f"its verifier caught {caught} of {len(task.proof.mutants)} mutants", highlight=False,
    )  # fmt: skip
    console.print("[bold]5. Conversation[/bold]   over stdio, against a process of its own")
    trajectory = asyncio.run(_played(task, folder, console))
    print_outcome(trajectory, console)
    (out / "demo-trajectory.jsonl").write_text(trajectory_line(trajectory) + "\n", encoding="utf-8")
    seconds = time.perf_counter() - start
    console.print(f"\nWritten to {out}/demo-trajectory.jsonl. All of it took {seconds:.1f} seconds.", highlight=False)
    return trajectory


async def _played(task: Task, folder: Path, console: Console) -> Trajectory:
    """Play the task over stdio and print what was said and called."""
    image = Image.load(folder)
    with room_for(task, "stdio", [folder], [image]) as room:
        trajectory = await Episode(task, ReferenceAgent(task), ScriptedUser(task)).play(room, "stdio")
    print_messages(trajectory, console)
    return trajectory
