"""Prose read, planned and programmed by a model: it proposes typed data and guarded SQL; execution decides."""
