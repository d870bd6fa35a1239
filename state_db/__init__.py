"""Server folders opened as private, stateful environments backed by SQLite, and served over MCP."""
