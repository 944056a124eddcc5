"""`python -m benchmarks`: all figures of one machine, in one run."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from benchmarks.cold import cold
from benchmarks.compiling import compiling
from benchmarks.contestants import CONTESTANTS
from benchmarks.dynamics import dynamics
from benchmarks.language import language
from benchmarks.learning import learning
from benchmarks.measurement import Part
from benchmarks.posterior import posterior
from benchmarks.process import ROOT, Places
from benchmarks.race import REPETITIONS, SECONDS_EACH, SIZES, Race, race
from benchmarks.report import load, machine, report, to_json

MEASURES: dict[str, Callable[[Callable[[str], None]], Part]] = {
    "cold": lambda on_step: cold(on_step=on_step),
    "language": lambda on_step: language(on_step=on_step),
    "dynamics": lambda on_step: dynamics(on_step=on_step),
    "compile": lambda on_step: compiling(on_step=on_step),
    "posterior": lambda on_step: posterior(on_step=on_step),
    "learning": lambda on_step: learning(on_step=on_step),
}
PARTS = ("forward", *MEASURES)


def main() -> int:
    """Measure what was asked for and show it.

    Exit code 1 where something could not be measured, or where contestants disagree: then the times compare nothing.
    """
    given = _arguments()
    places = Places(given.squigglepy_python, Path(given.squiggle_folder))
    chosen = tuple(c for c in CONTESTANTS if not given.contestants or c.name in given.contestants)
    screen = Console(stderr=True)
    about = machine()
    raced: Race | None = None
    parts: dict[str, Part] = {}
    with screen.status("") as status:
        if "forward" in given.parts:
            raced = race(
                sizes=given.draws,
                contestants=chosen,
                repetitions=given.repetitions,
                seconds_each=given.seconds,
                places=places,
                on_step=status.update,
            )
        for name, measure in MEASURES.items():
            if name not in given.parts:
                continue
            try:
                parts[name] = measure(status.update)
            except RuntimeError as error:
                # What was measured before is still worth showing.
                parts[name] = Part(title=name, failure=str(error))
    about["load"].append(load())
    document = json.dumps(to_json(about, raced, parts), indent=1)
    if given.output is not None:
        Path(given.output).write_text(document + "\n", encoding="utf-8")
    if given.json:
        print(document)
    else:
        # A table keeps its columns where the output goes into a file.
        Console(width=None if sys.stdout.isatty() else 160).print(report(about, raced, parts))
    disagreeing = raced is not None and raced.disagreeing
    return 1 if disagreeing or any(part.failure for part in parts.values()) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what to measure: {', '.join(PARTS)} (all)")
    parser.add_argument("--draws", nargs="+", type=_count, default=SIZES, help="sizes of the forward race (1e4 … 1e7)")
    parser.add_argument(
        "--contestants", nargs="+", choices=[c.name for c in CONTESTANTS], help="in the forward race (all)"
    )
    parser.add_argument(
        "--repetitions", type=int, default=REPETITIONS, help="at most, in the forward race (%(default)s)"
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=SECONDS_EACH,
        help="no more repetitions of a contestant past this (%(default)s)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("-o", "--output", help="write the JSON to this file as well")
    parser.add_argument(
        "--squigglepy-python",
        default=os.environ.get("SQUIGGLEPY_PYTHON", sys.executable),
        help="a Python that has squigglepy, if not this one (or SQUIGGLEPY_PYTHON)",
    )
    parser.add_argument(
        "--squiggle-folder",
        default=os.environ.get("SQUIGGLE_HOME", str(ROOT)),
        help="the folder with node_modules/@quri/squiggle-lang (or SQUIGGLE_HOME)",
    )
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    given.parts = given.parts or PARTS
    return given


def _count(text: str) -> int:
    return int(float(text))


if __name__ == "__main__":
    sys.exit(main())
