"""Google API discovery documents → description."""
