"""What the commands of all rooms share: examples under --help, and the option that asks for JSON."""

import click

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")


def examples(*lines: str) -> str:
    """Return examples for --help, one a line, which click does not wrap."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
