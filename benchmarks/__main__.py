"""Run the benchmarks: `make bench`, or `python -m benchmarks --facts 1000000 verifying` for one of them.

Each job is a module with `results(count, folder)`. What is printed is a job's time, the facts it handled in a second,
and its ratio to a floor that was measured in the same run.
"""

import argparse
import tempfile
from importlib import import_module
from pathlib import Path

JOBS = (
    "startup", "recording", "verifying", "quotes", "building", "adding", "importing", "withholding", "suggesting",
    "conflicting",
)  # fmt: skip


def main() -> None:
    """Run the jobs that the command line names, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("jobs", nargs="*", choices=[[], *JOBS], help=f"which to run: {', '.join(JOBS)}; otherwise all")
    parser.add_argument("--facts", type=int, default=20_000, help="how many facts the dossier has (default: 20000)")
    asked = parser.parse_args()
    for job in asked.jobs or JOBS:
        with tempfile.TemporaryDirectory() as folder:
            for result in import_module(f"benchmarks.{job}").results(asked.facts, Path(folder)):
                print(result, flush=True)


if __name__ == "__main__":
    main()
