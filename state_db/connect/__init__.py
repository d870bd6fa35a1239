"""How the programs that people have reach a server: their configuration files, and snippets of Python."""
