"""The harness: tool graph, grounded tasks, episodes between a user and an agent, and their trajectories."""
