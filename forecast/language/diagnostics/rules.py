"""All kinds of findings, as `forecast explain` and the reference tell of them.

Checking a file needs none of this: import it where something is to be explained.
"""

from forecast.language.diagnostics.catalogue import (
    calls,
    correlations,
    data,
    dates,
    evidence,
    growth,
    imports,
    indexes,
    intervals,
    joint,
    lints,
    names,
    questions,
    time,
    units,
)
from forecast.language.diagnostics.rule import Rule
from forecast.language.diagnostics.syntax_rules import SYNTAX_RULES

RULES: tuple[Rule, ...] = (
    *SYNTAX_RULES,
    *names.RULES,
    *units.RULES,
    *dates.RULES,
    *time.RULES,
    *growth.RULES,
    *questions.RULES,
    *intervals.RULES,
    *calls.RULES,
    *indexes.RULES,
    *imports.RULES,
    *lints.RULES,
    *correlations.RULES,
    *joint.RULES,
    *evidence.RULES,
    *data.RULES,
)

_BY_CODE = {rule.code: rule for rule in RULES}


def rule(code: str) -> Rule | None:
    """The kind of finding with that code, or None."""
    return _BY_CODE.get(code)
