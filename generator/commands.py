"""Commands that make and prove servers: generate, render, verify."""

import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import click
from rich.console import Console

from generator.crew import cores
from generator.fleet import Finding, Fleet
from generator.generate import Generated, Request, estimated, render_again
from generator.model.choosing import chooser_by
from generator.model.estimate import StageEstimate
from generator.model.options import ModelOptions, model_options, settings_of
from generator.model.pipeline import Account
from generator.model.settings import Settings
from generator.prose.candidates import candidates_from, candidates_in, chosen
from generator.report.coverage import print_coverage
from generator.report.files import write_modelled, write_reports
from generator.report.progress import SourceBar, VerifyBar
from generator.report.terminal import bug_reports, law_table, verdict_line
from generator.report.texts import printable
from generator.survey import Failure, Gain, Survey, gains_of
from state_db.errors import FleetError
from state_db.folders import server_folder
from state_db.usage import examples, json_option

_MOST_REASONS = 12
_MOST_WARNINGS = 3


@click.command(
    "generate",
    epilog=examples(
        "fleetwright generate https://petstore3.swagger.io/",
        "fleetwright generate openapi.yaml --name shop --tools '*order*' --json",
        "fleetwright generate http://127.0.0.1:8000/docs --allow-private --out servers",
        "fleetwright generate openapi.yaml --tags 'orders' --max-tools 20",
        "fleetwright generate large.json --split tag --seed-rows 20",
        "fleetwright generate descriptions/* --out servers --jobs 4 --report modelled.html",
        "fleetwright generate https://docs.example.com/api/ --model NAME --dry-run --price 0.25,2",
        "fleetwright generate https://docs.example.com/api/ --model NAME --budget-tokens 500000",
        "fleetwright generate docs/api",
        "fleetwright generate --explore 'parcel tracking' --candidates documentation.txt",
    ),
)
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option("--explore", "topic", metavar="TOPIC",
              help="Choose documentation for a topic among --candidates, or what --search-command finds.")  # fmt: skip
@click.option("--candidates", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Addresses of documentation, one a line with words about it.")  # fmt: skip
@click.option("--search-command", metavar="COMMAND",
              help="Prints addresses for a topic; run without a shell, {topic} is put in.")  # fmt: skip
@click.option("--max-pages", type=click.IntRange(1, 10_000), metavar="N",
              help="Of documentation in prose, at most so many pages; 300 where not given.")  # fmt: skip
@click.option("--refresh", is_flag=True, help="Fetch pages of prose again that were fetched within a day.")
@click.option("--name", help="The server's name; made from the API's title where it is not given.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("servers"), show_default=True,
              help="The folder in which server folders are written.")  # fmt: skip
@click.option("--engine", type=click.Choice(["auto", "rules", "model"]), default="auto", show_default=True,
              help="What reads and plans: auto asks a model, where one is named, of prose alone; "
              "machine-readable descriptions are compiled by rules.")  # fmt: skip
@click.option("--tools", multiple=True, metavar="GLOB", help="Only tools whose name or 'METHOD /path' matches.")
@click.option("--tags", multiple=True, metavar="GLOB", help="Only operations of which a tag matches.")
@click.option("--max-tools", type=click.IntRange(min=1), help="At most so many tools, with those that they need.")
@click.option("--split", type=click.Choice(["tag"]), help="A server for each tag, each with the tools that it needs.")
@click.option("--seed-rows", type=click.IntRange(2, 200), metavar="N",
              help="Rows of an entity without parents to begin with; 8 where not given.")  # fmt: skip
@click.option("--source-url", metavar="URL", help="The address to record as the source, for a file read from disk.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed gives other rows and keys.")
@click.option("--allow-private", is_flag=True, help="Fetch from loopback and private addresses as well.")
@click.option("--force", is_flag=True, help="Write over files that were changed by hand.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write what was modelled how, what was not, and why: a page (.html) or text.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(min=1), help="Sources at a time; as many as processors where not given.")
@model_options
@json_option
def generate_command(
    sources: tuple[str, ...],
    topic: str | None,
    candidates: Path | None,
    search_command: str | None,
    max_pages: int | None,
    refresh: bool,
    name: str | None,
    out: Path,
    engine: Literal["auto", "rules", "model"],
    tools: tuple[str, ...],
    tags: tuple[str, ...],
    max_tools: int | None,
    split: Literal["tag"] | None,
    seed_rows: int | None,
    source_url: str | None,
    seed: int,
    allow_private: bool,
    force: bool,
    report: Path | None,
    jobs: int | None,
    as_json: bool,
    **asked: Any,
) -> None:
    """Turn API documentation into verified server folders.

    SOURCE is a URL or a path: an OpenAPI 3 or Swagger 2.0 description, a Postman 2 collection or a Google discovery
    document, in JSON or YAML; or a page of documentation (HTML, Markdown, llms.txt) behind which one is found. Prose,
    at a URL or in a folder, is read by a model behind any OpenAI-compatible endpoint where one is named, else by rules
    as far as it is regular.
    Several are generated side by side, and told with a table of what is covered. Exits with 2 where one failed.
    """
    options = ModelOptions(**asked)
    model = settings_of(options, engine)
    sources = (*sources, *_explored(topic, candidates, search_command, model))
    if not sources:
        raise click.UsageError("Name a SOURCE, or give --explore TOPIC with --candidates or --search-command.")
    if name is not None:
        _check_name(name, len(sources))
    requests = [
        Request(source, name, out, seed, tools, max_tools, source_url, allow_private, force, tags, split, seed_rows,
                engine, model, max_pages, refresh)
        for source in dict.fromkeys(sources)
    ]  # fmt: skip
    if options.dry_run:
        _print_estimates(requests)
        return
    try:
        gains = list(_told_gains(requests, jobs or cores(), as_json=as_json))
    except KeyboardInterrupt:
        click.echo("interrupted; the servers that were written until now are whole", err=True)
        raise SystemExit(130) from None
    if report is not None:
        write_modelled(gains, report)
    if len(gains) > 1 and not as_json:
        print_coverage(gains)
    if any(isinstance(gain, Failure) for gain in gains):
        raise SystemExit(2)


def _print_estimates(requests: Sequence[Request]) -> None:
    """Print the stages and what a model would be asked in each."""
    for request in requests:
        click.echo(request.source)
        stages = estimated(request)
        if request.model is None or not stages:
            click.echo("  read and planned by rules: no model is asked" + _advice(request))
            continue
        for stage in stages:
            click.echo(f"  {stage.line(request.model)}")
        whole = StageEstimate("all", *(sum(getattr(each, name) for each in stages)
                                       for name in ("requests", "sent", "answered")))  # fmt: skip
        click.echo(f"  {whole.line(request.model)}, at most; what was answered before is not asked again")


def _advice(request: Request) -> str:
    return "" if request.model is not None else " (none is named: give --model, and OPENAI_BASE_URL or OPENAI_API_KEY)"


def _explored(
    topic: str | None, candidates: Path | None, search_command: str | None, model: Settings | None
) -> tuple[str, ...]:
    """The address of the documentation that fits a topic best, () where none is asked for.

    Raises: DocsError, ModelError.
    """
    if topic is None:
        return ()
    if candidates is None and search_command is None:
        raise click.UsageError("--explore chooses among what is there: give --candidates FILE or --search-command.")
    known = (*(candidates_in(candidates) if candidates else ()),
             *(candidates_from(search_command, topic) if search_command else ()))  # fmt: skip
    choose = None if model is None else chooser_by(model, lambda said: click.echo(said, err=True))
    best, *others = chosen(topic, known, choose)
    click.echo(f"documentation for {topic!r}: {printable(best.url)}", err=True)
    for other in others:
        click.echo(f"  it might also be {printable(other.url)}", err=True)
    return (best.url,)


def _told_gains(requests: Sequence[Request], jobs: int, *, as_json: bool) -> Iterator[Gain]:
    """Print what becomes of each source, in the order of the requests, and yield it."""
    with SourceBar(len(requests)) as bar:
        for gain in _ordered_gains(requests, jobs, bar):
            with bar.hidden():
                _print_gain(gain, as_json=as_json)
            yield gain


def _ordered_gains(requests: Sequence[Request], jobs: int, bar: SourceBar) -> Iterator[Gain]:
    if len(requests) == 1:
        yield from gains_of(requests[0], lambda stage: bar.show(0, [(requests[0].source, stage)]))
        return
    survey = Survey(requests, jobs)
    found: dict[int, tuple[Gain, ...]] = {}
    due = 0
    for number, gains in survey.gains(lambda: bar.show(len(found), survey.stages)):
        found[number] = gains
        while due in found:
            yield from found[due]
            due += 1


def _print_gain(gain: Gain, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(gain.to_json(), ensure_ascii=False))
    elif isinstance(gain, Failure):
        click.echo(f"error: {gain.error}", err=True)
    else:
        _print_generated(gain)


def _check_name(name: str, sources: int) -> None:
    if sources > 1:
        raise click.UsageError("--name is for one source; leave it out to name each server after its API.")
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,21}", name):
        raise click.UsageError(
            f"--name {name!r} cannot name a server: use lower-case letters, digits and underscores, at most 22, "
            "beginning with a letter."
        )


def _print_generated(made: Generated) -> None:
    proved = made.verification
    console = Console(highlight=False)
    console.print(f"[bold]{made.plan.name}[/bold]  {made.folder.as_posix()}")
    console.print(
        f"  {proved.coverage.tools} of {proved.coverage.operations} operations are tools "
        f"({proved.coverage.share:.0%}); {proved.checks.passed} of {proved.checks.run} checks passed; "
        f"{made.cost.seconds:.1f} s"
    )
    console.print(
        f"  inputs used {proved.inputs.used} of {proved.inputs.declared}; "
        f"writes observed {proved.writes.observed} of {proved.writes.made}"
    )
    if made.account is not None:
        _print_account(made.account)
    if made.prose is not None:
        unmodelled = len(made.plan.unmodelled) + len(made.plan.dropped)
        click.echo(f"  read as prose: {made.prose.summary(unmodelled)}")
    _print_warnings(made)
    reasons = [*made.plan.unmodelled, *made.plan.dropped]
    for each in reasons[:_MOST_REASONS]:
        console.print(f"  not modelled: {each.operation}: {each.reason}", markup=False, soft_wrap=True)
    if len(reasons) > _MOST_REASONS:
        console.print(f"  … and {len(reasons) - _MOST_REASONS} more in {made.folder.as_posix()}/plan.json")


def _print_account(account: Account) -> None:
    """Print what the model was asked, stage by stage, and what of its answers was refused."""
    click.echo(f"  the model: {account.usage.line()}; {account.programs} programs, {account.checks} checks from the "
               f"documentation, {account.rounds} rounds of repair")  # fmt: skip
    for stage, usage in account.stages:
        click.echo(f"    {stage}: {usage.line()}, {usage.feedback} answers sent back")
    for said in account.refused[:_MOST_WARNINGS]:
        click.echo(f"    refused: {printable(said)}")
    if len(account.refused) > _MOST_WARNINGS:
        click.echo(f'    … and {len(account.refused) - _MOST_WARNINGS} more: see "model" of --json')


def _print_warnings(made: Generated) -> None:
    """Print where the description came from, if it was searched for, and what of it was read differently."""
    if made.found_by not in ("document", "plan.json"):
        click.echo(f"  description found by: {made.found_by} ({printable(made.plan.source.url)})")
    if not made.warnings:
        return
    count = len(made.warnings)
    click.echo(f"  {count} {'thing' if count == 1 else 'things'} in the description read differently than written:")
    for warning in made.warnings[:_MOST_WARNINGS]:
        click.echo(f"    {printable(warning.where)}: {printable(warning.what)}")
    if count > _MOST_WARNINGS:
        click.echo(f'    … and {count - _MOST_WARNINGS} more: see "warnings" of --json')


@click.command("render", epilog=examples("fleetwright render shop", "fleetwright render servers/shop --force"))
@click.argument("server", metavar="SERVER")
@click.option("--force", is_flag=True, help="Write over files that were changed by hand.")
def render_command(server: str, force: bool) -> None:
    """Rewrite a server folder from its plan.json, and run its checks.

    SERVER is a folder or a name in ./servers. Files that were changed by hand are noticed and kept, unless --force.
    """
    made = render_again(server_folder(server), force=force)
    _print_generated(made)
    if made.verification.checks.failed:
        raise SystemExit(1)


@click.command(
    "verify",
    epilog=examples(
        "fleetwright verify shop",
        "fleetwright verify servers/* --mutants --jobs 4",
        "fleetwright verify servers/* --junit out.xml --html report",
        "fleetwright verify shop --all --json",
    ),
)
@click.argument("servers", nargs=-1, required=True, metavar="SERVER...")
@click.option("--mutants", is_flag=True, help="Grade the checks as well: plant faults, and see which are caught.")
@click.option("--junit", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write JUnit XML, a suite for each server.")  # fmt: skip
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE_OR_DIR",
              help="Write pages: all in one FILE.html, or in a folder one for each server.")  # fmt: skip
@click.option("--all", "again", is_flag=True, help="Verify those as well that have not changed since they were.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; as many as there are processors where not given.")
@json_option
def verify_command(
    servers: tuple[str, ...],
    mutants: bool,
    junit: Path | None,
    html: Path | None,
    again: bool,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Run the generated checks of servers and write their verification.json.

    SERVER is a folder or a name in ./servers. One that has not changed since it was verified, with no check failing,
    is skipped. Exits with 1 where a check found a fault, with 2 where a folder cannot be verified.
    """
    wanted = list(dict.fromkeys(servers))
    folders, unknown = _server_folders(wanted)
    fleet = Fleet(list(folders.values()), jobs or cores(), with_mutants=mutants, again=again)
    try:
        findings = _told_findings(wanted, list(folders), unknown, fleet, as_json=as_json)
        write_reports(findings, junit, html)
    except KeyboardInterrupt:
        click.echo("interrupted; what was verified until now is written", err=True)
        raise SystemExit(130) from None
    results = [finding.result for finding in findings if finding.result is not None]
    if results and not as_json:
        Console(highlight=False).print(law_table(results))
    if len(results) < len(findings):
        raise SystemExit(2)
    if any(result.verification.checks.failed for result in results):
        raise SystemExit(1)


def _server_folders(wanted: Sequence[str]) -> tuple[dict[str, Path], dict[str, Finding]]:
    """The folders of the servers by what was given, and what is wrong with those of which there is none."""
    folders: dict[str, Path] = {}
    unknown: dict[str, Finding] = {}
    for given in wanted:
        try:
            folders[given] = server_folder(given)
        except FleetError as error:
            unknown[given] = Finding(Path(given), None, str(error))
    return folders, unknown


def _told_findings(
    wanted: Sequence[str], known: Sequence[str], unknown: Mapping[str, Finding], fleet: Fleet, *, as_json: bool
) -> list[Finding]:
    """Print what becomes of each server, in the order in which they were given, and return it in that order."""
    found = dict(unknown)
    told: list[Finding] = []
    with VerifyBar() as bar:

        def tell() -> None:
            ready = itertools.takewhile(found.__contains__, wanted[len(told) :])
            for finding in [found[given] for given in ready]:
                with bar.hidden():
                    _print_finding(finding, as_json=as_json)
                told.append(finding)

        tell()
        for number, finding in fleet.findings(lambda: bar.show(*fleet.counts)):
            found[known[number]] = finding
            tell()
    return told


def _print_finding(finding: Finding, *, as_json: bool) -> None:
    if as_json:
        error = {"server": printable(finding.folder.name), "error": printable(finding.error)}
        said = error if finding.result is None else finding.result.to_json()
        click.echo(json.dumps(said, ensure_ascii=False))
    elif finding.result is None:
        click.echo(f"error: {printable(finding.error)}", err=True)
    else:
        click.echo(verdict_line(finding.result))
        for text in bug_reports(finding.result):
            click.echo(f"\n{printable(text)}\n")


commands: list[click.Command] = [generate_command, render_command, verify_command]
