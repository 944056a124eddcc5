"""What is told of a kind of finding by `forecast explain` and in the reference."""

from dataclasses import dataclass

from forecast.language.diagnostics.diagnostic import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding: its code, one line of what it means, why it matters, a text that has it and one mended."""

    code: str
    severity: Severity
    summary: str
    explanation: str
    bad: str
    good: str
