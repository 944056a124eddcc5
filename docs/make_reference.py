"""Writes the reference into docs/reference/: `python docs/make_reference.py`.

Everything in it is read from the registry of functions, the table of units and the catalogue of findings, which the
checker reads too. The tests compare the pages with these, so run this after every change of one of them.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from forecast.language.diagnostics.rule import Rule
from forecast.language.diagnostics.rules import RULES
from forecast.language.library import Function, all_functions
from forecast.language.types.catalogue import built_in, built_in_names

PAGES = Path(__file__).resolve().parent / "reference"
NOTE = "<!-- Written by docs/make_reference.py from the code. Change that and run it again. -->"

PATTERNS = (
    ("`number`", "a plain number"),
    (
        "`number D`",
        "a number with any unit; the same letter means the same dimension, `1/D` and `D^1/2` what follows from it",
    ),
    ("`L`", "a number with any unit, a date or a growth"),
    ("`spread L`", "what separates two of them: a duration for dates, else the same"),
    ("`square L`", "the square of a `spread L`, that of a growth with its log-rate: `25 USD^2` beside dollars"),
    ("`T`", "any value"),
    ("`... over index`", "a value for each element of an index, as in `max(x over lab)`"),
    (
        "`... over pairs`",
        "a value for each pair of elements: indexed by the index and a second name of it, or written out, `[[1, 0.5], [0.5, 1]]`",
    ),
    ("`*`", "what comes after it is given by name: `gamma(mean: 3, sd: 1)`"),
    ("`= …`", "may be left out, and is then what stands there"),
)


def pages() -> dict[str, str]:
    """The text of each page, by its file name."""
    functions = [function for function in all_functions() if function.kind != "distribution"]
    distributions = [function for function in all_functions() if function.kind == "distribution"]
    return {
        "README.md": _index(),
        "distributions.md": _callables("Distributions", distributions),
        "functions.md": _callables("Functions", functions),
        "units.md": _units(),
        "findings.md": _findings(),
    }


def write() -> None:
    PAGES.mkdir(exist_ok=True)
    wanted = pages()
    for stale in set(PAGES.glob("*.md")) - {PAGES / name for name in wanted}:
        stale.unlink()
    for name, text in wanted.items():
        (PAGES / name).write_text(text, encoding="utf-8")


def _index() -> str:
    lines = [
        NOTE,
        "# Reference",
        "",
        "- [Distributions](distributions.md): what may stand on the right of `~`",
        "- [Functions](functions.md): what may be computed",
        "- [Units](units.md): the units that are known from the start",
        "- [Findings](findings.md): everything that can be said of a model, by its code",
        "",
        "How the language fits together is told in [the guide](../language.md).",
    ]
    return _joined(lines)


def _callables(title: str, functions: Iterable[Function]) -> str:
    lines = [NOTE, f"# {title}", "", "How to read the signatures:", ""]
    lines += [f"- {pattern}: {meaning}" for pattern, meaning in PATTERNS]
    for function in functions:
        lines += ["", f"## {function.name}", "", function.doc]
        if function.signatures:
            lines += ["", "```text", *(signature.text for signature in function.signatures), "```"]
        about = [(name, doc) for name, doc in function.about if doc]
        if about:
            lines += ["", *(f"- `{name}`: {doc}" for name, doc in about)]
        if function.examples:
            lines += ["", "```text"]
            for example in function.examples:
                lines += [*example.given.strip().splitlines(), _with_median(example.code, example.result)]
                lines += example.after.splitlines()
            lines += ["```"]
    return _joined(lines)


def _with_median(code: str, median: str | None) -> str:
    return code if median is None else f"{code}    # its median: {median}"


def _units() -> str:
    by_dimension: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(built_in_names()):
        unit = built_in(name)
        if unit is not None:
            by_dimension[str(unit.dimension)].append(name)
    lines = [
        NOTE,
        "# Units",
        "",
        "A unit follows its number without spaces inside it: `20B USD/year`, `1e15 FLOP/s`, `40%`. Suffixes of numbers are",
        "k, M, B and T. A model adds its own with `unit token` or `unit H100 = 9.9e14 FLOP/s`. A year is 365.2425 days and",
        "a month a twelfth of it. `x` and `OOM` per time are growths: `4x/year`, `0.6 OOM/year`.",
        "",
        "| measures | units |",
        "| --- | --- |",
    ]
    for dimension, names in sorted(by_dimension.items()):
        shown = "a plain number" if dimension == "1" else dimension.replace("|", "\\|")
        lines.append(f"| {shown} | {', '.join(f'`{name}`' for name in names)} |")
    return _joined(lines)


def _findings() -> str:
    lines = [
        NOTE,
        "# Findings",
        "",
        "Every message of `forecast check` bears a code; `forecast explain CODE` says the same as this page. An error must be",
        "mended before anything is run; a warning need not be, and `# allow: code (reason)` silences a lint. `idle-input`,",
        "`no-mean` and `surprising-evidence` are told after a run, `no-source` only by `forecast check --sources`.",
    ]
    for rule in sorted(RULES, key=lambda rule: rule.code):
        lines += ["", *_finding(rule)]
    return _joined(lines)


def _finding(rule: Rule) -> list[str]:
    lines = [f"## {rule.code}", "", f"*{str(rule.severity).capitalize()}.* {rule.summary}"]
    if rule.explanation:
        lines += ["", rule.explanation]
    for title, code in (("Wrong:", rule.bad), ("Right:", rule.good)):
        if code:
            lines += ["", title, "", "```text", *code.rstrip("\n").splitlines(), "```"]
    return lines


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    write()
