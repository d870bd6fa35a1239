"""A run on disk and how it is played, in words that need nothing heavy to be imported."""

from typing import Literal

# A run's files: what was asked for, its tasks, and an episode a line.
RUN, TASKS, TRAJECTORIES = "run.json", "tasks.jsonl", "trajectories.jsonl"

# The ways by which an agent's calls reach its servers.
Transport = Literal["memory", "http", "stdio"]
