"""Rows for a new server: deterministic, coherent, valid by the schemas of the plan."""
