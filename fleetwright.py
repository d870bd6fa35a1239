"""The command ``fleetwright``: only assembles what each package offers."""

import sys

import click

import client.commands
import generator.commands
import generator.compare_commands
import generator.cover_commands
import generator.fault_commands
import state_db.commands
from state_db.errors import FleetError


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExamples:\n  fleetwright demo\n  fleetwright generate openapi.yaml\n  fleetwright serve",
)
@click.version_option(package_name="fleetwright")
def cli() -> None:
    """Turn API documentation into stateful, verified MCP servers, and drive conversations against them."""


for _command in (
    *generator.commands.commands,
    *generator.fault_commands.commands,
    *generator.compare_commands.commands,
    *generator.cover_commands.commands,
    *state_db.commands.commands,
    *client.commands.commands,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line: results on stdout, progress and errors on stderr; exits 0, 1 (faults found) or 2."""
    try:
        code = cli(standalone_mode=False)
    except FleetError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(2)
    except click.exceptions.Exit as stopped:
        sys.exit(stopped.exit_code)
    except click.Abort:
        click.echo("interrupted", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
