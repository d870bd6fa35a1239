"""An environment as an MCP server: over stdio, in memory and over HTTP, alone or as a fleet.

Modules are imported by name (``state_db.serve.lowlevel``, ``…fastmcp``, ``…fleet``), because each of them loads much.
"""
