"""Tests of everything that serves an environment."""
