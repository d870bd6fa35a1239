"""Tests of seeded rows."""
