"""Figures, measured on the machine they run on: `python -m benchmarks`."""
