"""How an entry of the catalogue is put together."""

from forecast.language.diagnostics.diagnostic import Severity
from forecast.language.diagnostics.rule import Rule


def mistake(code: str, summary: str, explanation: str, *, bad: str, good: str) -> Rule:
    """An error; `bad` is a whole small model that has it and nothing else, `good` the same model mended."""
    return Rule(code, Severity.ERROR, summary, explanation, bad, good)


def doubt(code: str, summary: str, explanation: str, *, bad: str, good: str) -> Rule:
    """A warning; `bad` and `good` as for a mistake."""
    return Rule(code, Severity.WARNING, summary, explanation, bad, good)
