"""What things cost, as ratios taken in one run: `python -m benchmarks` measures all and writes docs/performance.md."""
