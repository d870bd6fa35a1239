"""The seats server: `python server.py` speaks MCP on standard input and output, `--help` tells the rest."""

from pathlib import Path

from state_db.serve.launch import fastmcp_server, main

FOLDER = Path(__file__).parent

if __name__ == "__main__":
    main(FOLDER)
else:
    mcp = fastmcp_server(FOLDER)
