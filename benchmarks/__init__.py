"""Benchmarks: how long the jobs take, as ratios to floors that are measured in the same run."""
