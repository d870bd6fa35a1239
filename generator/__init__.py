"""Documentation of an API in, a verified server folder out."""
