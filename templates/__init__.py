"""Jinja templates from which server folders are rendered."""
