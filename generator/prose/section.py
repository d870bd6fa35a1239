"""A section: the part of a documentation page under one heading, as Markdown, with where it stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a page.

    ``url`` is the page's source (a URL, or a file's path within its folder), ``anchor`` the fragment under which a
    browser finds the section ("" before the first heading). ``above`` are the headings over it, the outermost first.
    ``text`` is Markdown and begins with the section's heading; tables, lists, code and examples are whole in it.
    ``offset`` is where it begins in the page's Markdown, in characters: sections follow one another without a gap.
    ``holds_operation`` and ``holds_object`` are guesses: it shows or names a call, or lists the fields of a thing.
    """

    url: str
    anchor: str
    title: str
    above: tuple[str, ...]
    text: str
    offset: int
    holds_operation: bool
    holds_object: bool

    @property
    def source(self) -> str:
        """The address of the section, as descriptions and errors name it."""
        return f"{self.url}#{self.anchor}" if self.anchor else self.url
