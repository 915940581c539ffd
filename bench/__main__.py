"""Prints every figure of the speed goals, each with its goal; ours and a bare loop in one run, as ratios."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from bench import allocation, books, dialogue, papers, start, statement, words
from bench.duplicates import measure as duplicates
from bench.student_list import measure as student_list

FIGURES: dict[str, Callable[[], None]] = {
    "start": start.measure,
    "dialogue": dialogue.measure,
    "books": books.measure,
    "papers": papers.measure,
    "duplicates": duplicates,
    "allocation": allocation.measure,
    "statement": statement.measure,
    "student_list": student_list,
    "words": words.measure,
}


def main() -> int:
    """Measures what is named, or everything."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("figures", nargs="*", choices=[*FIGURES, []], help="which figures; all of them by default")
    wanted = parser.parse_args().figures or list(FIGURES)
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; medians of several runs")
    for name in wanted:
        FIGURES[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
