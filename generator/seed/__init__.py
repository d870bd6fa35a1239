"""Rows for a new server: deterministic, coherent, valid by the schemas of the plan."""

from generator.seed.rows import seed_rows

__all__ = ["seed_rows"]
