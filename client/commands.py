"""Commands of the harness: graph, tasks, collect, show an episode, export, stats."""

import asyncio
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, get_args

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from client.export import Format, export, run_trajectories
from client.folders import folders_of, plan_of
from client.graph import graph_of, graph_text, joined
from client.runs import Transport
from client.sample import sample_tasks
from client.show import print_episode
from client.stats import summary
from client.tasks import Task, read_tasks, task_line, write_tasks
from client.trajectory import Trajectory
from generator.generate import Request, generate
from generator.verify import verify_folder
from state_db.environment import Environment
from state_db.folders import server_folder
from state_db.image import Image
from state_db.usage import examples, json_option

Json = Any
_SERVERS = click.argument("servers", nargs=-1, required=True, metavar="SERVER...")


def _environment(folder: Path) -> Environment:
    return Environment.open(Image.load(folder))


@click.command(epilog=examples("fleetwright graph petstore", "fleetwright graph petstore ./mine/shop --out graph.json"))
@_SERVERS
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the graph here instead of to stdout."
)
def graph(servers: tuple[str, ...], out: Path | None) -> None:
    """Print the tool graph: which tool's output feeds which tool's input, each edge proved by execution.

    SERVER is a folder or a name in ./servers.
    """
    graphs = []
    for folder in map(server_folder, servers):
        with _environment(folder) as environment:
            graphs.append(graph_of(plan_of(folder), environment))
    whole = joined(graphs)
    if out is None:
        click.echo(graph_text(whole), nl=False)
        return
    out.write_text(graph_text(whole), encoding="utf-8")
    click.echo(f"{out}: {len(whole.tools)} tools, {len(whole.edges)} edges proved, {len(whole.unproved)} not", err=True)


@click.command(
    epilog=examples("fleetwright tasks petstore --count 20 --out tasks.jsonl", "fleetwright tasks shop --seed 7 --json")
)
@_SERVERS
@click.option("--count", type=click.IntRange(1), default=10, show_default=True, help="Tasks to make, over all servers.")
@click.option("--seed", type=int, default=0, show_default=True, help="Equal seeds give equal tasks.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=Path("tasks.jsonl"), show_default=True)
@json_option
def tasks(servers: tuple[str, ...], count: int, seed: int, out: Path, as_json: bool) -> None:
    """Make grounded tasks. Each was executed, and its verifier was proved to tell right from wrong.

    SERVER is a folder or a name in ./servers. Words come from templates; no model is needed.
    """
    made: list[Task] = []
    for index, folder in enumerate(map(server_folder, servers)):
        share = (count + len(servers) - 1 - index) // len(servers)
        if share:
            with _environment(folder) as environment:
                made += sample_tasks(plan_of(folder), environment, share, seed)
    write_tasks(made, out)
    if as_json:
        for task in made:
            click.echo(task_line(task))
    else:
        click.echo(f"{out}: {len(made)} tasks, {_counts(made)}")
    if len(made) < count:
        click.echo(f"Only {len(made)} of {count} tasks could be proved.", err=True)


def _counts(made: Sequence[Task]) -> str:
    turns, calls = sum(t.difficulty.turns for t in made), sum(t.difficulty.calls for t in made)
    mutants = [mutant for task in made for mutant in task.proof.mutants]
    return f"{turns} turns, {calls} calls, {sum(m.caught for m in mutants)} of {len(mutants)} mutants caught"


@click.command(
    "collect",
    epilog=examples(
        "fleetwright collect tasks.jsonl --out runs/first",
        "fleetwright collect tasks.jsonl --agent openai:gpt-5-mini --trials 4 --concurrency 8 --out runs/mini",
        "fleetwright collect tasks.jsonl --server ./mine/shop --out runs/shop",
    ),
)
@click.argument("tasks", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="TASKS")
@click.option("--out", "run", type=click.Path(path_type=Path, file_okay=False), required=True, help="The run's folder.")
@click.option("--agent", default="reference", show_default=True, help="reference, or openai:MODEL.")
@click.option("--user", default="scripted", show_default=True, help="scripted, or openai:MODEL.")
@click.option("--trials", type=click.IntRange(1), default=1, show_default=True, help="Episodes of each task.")
@click.option("--concurrency", type=click.IntRange(1), default=4, show_default=True, help="Episodes at the same time.")
@click.option("--transport", type=click.Choice(get_args(Transport)), default="memory", show_default=True)
@click.option(
    "--server", "servers", multiple=True, metavar="SERVER", help="Folder of a server that is not in ./servers."
)
@json_option
def collect_command(
    tasks: Path, run: Path, agent: str, user: str, trials: int, concurrency: int, transport: Transport,
    servers: tuple[str, ...], as_json: bool,
) -> None:  # fmt: skip
    """Play tasks between an agent and a user, each in an environment of its own, and record the trajectories.

    A run that was interrupted goes on where it stopped when the same command is given again. openai: takes any
    OpenAI-compatible endpoint: OPENAI_BASE_URL and OPENAI_API_KEY.
    """
    from client.collect import Run, collect  # MCP and OpenAI clients: two seconds that no other command should wait.

    wanted = read_tasks(tasks)
    what = Run(wanted, folders_of(wanted, servers), agent, user, trials, concurrency, transport)
    with _progress() as progress:
        bar = progress.add_task("episodes", total=None)

        def done(trajectory: Trajectory) -> None:
            progress.advance(bar)

        played = asyncio.run(collect(what, run, done))
    _print_summary({"run": str(run), "played": played, **summary(run_trajectories(run))}, as_json=as_json)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _print_summary(numbers: dict[str, Json], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(numbers, ensure_ascii=False))
        return
    for name, value in numbers.items():
        shown = ", ".join(f"{key} {count}" for key, count in value.items()) if isinstance(value, dict) else value
        click.echo(f"{name.replace('_', ' '):<20} {'-' if shown in (None, '') else shown}")


@click.command("export", epilog=examples("fleetwright export runs/first --format sft --out sft.jsonl"))
@click.argument("run", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="RUN")
@click.option("--format", "form", type=click.Choice(get_args(Format)), default="sft", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--all", "failed_too", is_flag=True, help="Also episodes that failed, or hold malformed calls.")
def export_command(run: Path, form: Format, out: Path, failed_too: bool) -> None:
    """Write a run's conversations as a dataset of JSON Lines.

    sft is the form of TRL's SFTTrainer (arguments are objects), openai that of chat completions (arguments are texts).
    There are no other formats yet.
    """
    count = export(run, form, out, failed_too=failed_too)
    click.echo(f"{out}: {count} of {len(run_trajectories(run))} episodes")


@click.command("stats", epilog=examples("fleetwright stats runs/first", "fleetwright stats runs/first --json"))
@click.argument("run", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="RUN")
@json_option
def stats_command(run: Path, as_json: bool) -> None:
    """Print a run in numbers: passes, labels of failures, turns, calls by tool."""
    _print_summary(summary(run_trajectories(run)), as_json=as_json)


@click.command(
    "episode", epilog=examples("fleetwright episode runs/first", "fleetwright episode runs/first --task shop-1a2b3c")
)
@click.argument("run", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="RUN")
@click.option("--task", help="The task's id, or its beginning; without it the first episode is shown.")
@click.option("--trial", type=int, default=0, show_default=True)
def episode_command(run: Path, task: str | None, trial: int) -> None:
    """Print an episode of a run: turns, calls, what became of the state, and the verdict."""
    console = Console(file=sys.stdout)
    for trajectory in _chosen(run_trajectories(run), task, trial):
        print_episode(trajectory, console)
        return
    raise click.UsageError("There is no such episode in this run.")


def _chosen(trajectories: Iterable[Trajectory], task: str | None, trial: int) -> Iterable[Trajectory]:
    return (each for each in trajectories if each.trial == trial and each.task.startswith(task or ""))


@click.command("demo", epilog=examples("fleetwright demo", "fleetwright demo --out demo"))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("runs/demo"), show_default=True,
              help="Where the server, the task and the trajectory are written.")  # fmt: skip
def demo_command(out: Path) -> None:
    """Show the whole way: documentation page, generated server, verification, conversation, trajectory.

    Serves a documentation page on loopback, generates a server from its address, and plays a conversation against it.
    """
    from client.demo import demo, demo_documentation  # As above: the MCP client is loaded only where it is used.

    def generated(url: str, folder: Path) -> Path:
        return generate(Request(url, out=folder, allow_private=True, force=True)).folder

    def verified(folder: Path) -> str:
        proved = verify_folder(folder).verification
        return f"{proved.checks.passed} of {proved.checks.run} checks passed, {len(proved.families)} laws"

    out.mkdir(parents=True, exist_ok=True)
    trajectory = demo(generated, demo_documentation(), out, Console(), verified)
    if not trajectory.verdict.passed:
        raise SystemExit(1)


commands: list[click.Command] = [
    demo_command,
    graph,
    tasks,
    collect_command,
    export_command,
    stats_command,
    episode_command,
]
