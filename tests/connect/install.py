"""Installs the clients of other makers, each in an environment of its own: python tests/connect/install.py FOLDER.

Their pins conflict with one another's and with ours, so nothing of it is a dependency. Then run the tests with
FLEETWRIGHT_CLIENTS=FOLDER; without that variable they are skipped.
"""

import argparse
import shutil
import subprocess
import sys
import venv
from pathlib import Path

DRIVERS = Path(__file__).parent / "drivers"
PYTHON_CLIENTS = {
    "openai": ["openai-agents==0.24.0"],
    "langchain": ["langchain-mcp-adapters==0.3.2"],
}


def install(folder: Path) -> None:
    """Fill the folder: node_modules, and a virtual environment for each Python client."""
    folder.mkdir(parents=True, exist_ok=True)
    npm = shutil.which("npm")
    if npm is None:
        sys.stderr.write("npm is not there: the TypeScript clients and the conformance suite are left out.\n")
    else:
        shutil.copy(DRIVERS / "package.json", folder)
        subprocess.run([npm, "install", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True)
    for name, requirements in PYTHON_CLIENTS.items():
        if not (folder / name).exists():
            venv.create(folder / name, with_pip=True)
        python = folder / name / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", *requirements], check=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the clients are installed")
    install(parser.parse_args().folder.absolute())
