"""HTML pages: one for a server, one for a fleet; each is one file, read without network and without JavaScript."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import jinja2

import templates as folder
from generator.report.modelled import run_view
from generator.report.subject import Broken, Subject
from generator.report.texts import printable
from generator.report.views import Cell, ServerView, Share, laws_of, server_view
from generator.survey import Gain


def server_page(subject: Subject, home: str = "") -> str:
    """Return the page of one server; ``home`` is the address of the fleet's page, relative to this one."""
    return _environment().get_template("server.html.jinja").render(server=server_view(subject), home=home)


def fleet_page(subjects: Sequence[Subject | Broken], places: Sequence[str] | None = None) -> str:
    """Return the page of several servers: with ``places``, their pages' addresses, or else with all of them inside."""
    views = [
        server_view(each, name.removesuffix(".html")) if isinstance(each, Subject) else each
        for each, name in zip(subjects, _file_names(subjects), strict=True)
    ]
    servers = [view for view in views if isinstance(view, ServerView)]
    laws = laws_of(servers)
    entries = list(zip(servers, _anchors(servers) if places is None else _linked(subjects, places), strict=True))
    return (
        _environment()
        .get_template("fleet.html.jinja")
        .render(
            entries=entries,
            broken=[view for view in views if isinstance(view, Broken)],
            laws=laws,
            cells={view.anchor: _cells(view, [law.name for law in laws]) for view in servers},
            inside=places is None,
            checks=_together(servers, "checks"),
            operations=_together(servers, "operations"),
            inputs=_together(servers, "inputs"),
            writes=_together(servers, "writes"),
            mutants=_together(servers, "mutants") if any(view.mutants is not None for view in servers) else None,
        )
    )


def modelled_page(gains: Sequence[Gain]) -> str:
    """Return the page of what was made of documentation: all servers of a run, with an index where they are several."""
    return _environment().get_template("modelled.html.jinja").render(run=run_view(gains))


def pages(subjects: Sequence[Subject | Broken]) -> dict[str, str]:
    """Return the fleet's index.html and a page for each server, by file name."""
    names = _file_names(subjects)
    found = {"index.html": fleet_page(subjects, names)}
    for name, subject in zip(names, subjects, strict=True):
        if isinstance(subject, Subject):
            found[name] = server_page(subject, "index.html")
    return found


def _file_names(subjects: Sequence[Subject | Broken]) -> list[str]:
    """A name for each server's page; the second server of a name gets a number."""
    taken = {"index"}
    found = []
    for subject in subjects:
        name, number = subject.name, 2
        while name in taken:
            name, number = f"{subject.name}-{number}", number + 1
        taken.add(name)
        found.append(f"{name}.html")
    return found


def _linked(subjects: Sequence[Subject | Broken], places: Sequence[str]) -> list[str]:
    return [place for subject, place in zip(subjects, places, strict=True) if isinstance(subject, Subject)]


def _anchors(servers: Sequence[ServerView]) -> list[str]:
    return [f"#{server.anchor}" for server in servers]


def _cells(view: ServerView, laws: Sequence[str]) -> list[Cell]:
    known = {law.name: Cell(law.run, law.failed) for law in view.laws}
    return [known.get(name, Cell(0, 0)) for name in laws]


def _together(servers: Sequence[ServerView], what: str) -> Share:
    shares = [share for share in (getattr(server, what) for server in servers) if isinstance(share, Share)]
    return Share(sum(share.part for share in shares), sum(share.whole for share in shares))


def _fit(value: object) -> object:
    """What is put into a page: texts are made fit to be shown, markup is left as it is."""
    return printable(value) if type(value) is str else value


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(folder.__file__).parent / "report"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=True,
        finalize=_fit,
    )
