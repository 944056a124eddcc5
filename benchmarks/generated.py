"""Model texts of any size."""

import re
from pathlib import Path

HUNDRED_LINES = Path(__file__).parent / "hundred_lines.fcst"

_HEADER = re.compile(r"(model|as_of|index)\b")
_DECLARED = re.compile(r"^(?:event |question )?(\w+)(?:\[\w+\])? *[~=]", re.MULTILINE)

_INPUTS = (
    "1 to 9",
    "normal(1, 2)",
    "beta(2, 5)",
    "gamma(3, 0.5)",
    "uniform(0, 4)",
    "triangular(1, 2, 5)",
    "exponential(mean: 2)",
    "lognormal(median: 3, factor: 1.5)",
)


def long_model(lines: int) -> str:
    """A model of at least so many lines: the hundred-line one over and over, each time under new names."""
    text = HUNDRED_LINES.read_text(encoding="utf-8")
    header = [line for line in text.splitlines() if _HEADER.match(line)]
    # Without what documents the model: it stands before it, once.
    start = text.splitlines().index(header[0])
    body = [line for line in text.splitlines()[start:] if not _HEADER.match(line)]
    declared = _DECLARED.findall("\n".join(body))
    names = re.compile(rf"\b({'|'.join(sorted(declared, key=len, reverse=True))})\b")
    made = header
    copy = 0
    while len(made) < lines:
        copy += 1
        suffix = f"_{copy}"
        made += [names.sub(lambda found, suffix=suffix: found[1] + suffix, line) for line in body]
    return "\n".join(made) + "\n"


def wide_model(inputs: int) -> str:
    """A model with so many inputs of eight kinds and half as many answers, each of two inputs."""
    made = [f"x{i} ~ {_INPUTS[i % len(_INPUTS)]}" for i in range(inputs)]
    made += [f"question y{i} = x{i} * x{inputs - 1 - i} + exp(-x{i})" for i in range(inputs // 2)]
    return "\n".join(made) + "\n"
