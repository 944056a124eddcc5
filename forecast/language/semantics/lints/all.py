"""All lints of a checked model, and the `# allow:` comments that silence them."""

from collections.abc import Iterable

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics import errors
from forecast.language.semantics.lints.chance_past_one import chance_past_one
from forecast.language.semantics.lints.no_source import no_source
from forecast.language.semantics.lints.shared_draw import shared_draw
from forecast.language.semantics.lints.truncation_keeps_little import truncation_keeps_little
from forecast.language.semantics.lints.unused import unused
from forecast.language.semantics.lints.year_as_number import year_as_number
from forecast.language.semantics.model import Model
from forecast.language.syntax import tree

LINTS = (year_as_number, shared_draw, chance_past_one, truncation_keeps_little, unused)
OPTIONAL = (no_source,)
CHECKED = frozenset(
    {
        "year-as-number", "shared-draw", "chance-past-one", "truncation-keeps-little", "unused", "nothing-drawn",
        "stray-doc",
    }
)  # fmt: skip
ELSEWHERE = frozenset({"no-source", "idle-input", "no-mean"})
"""Found when they are asked for, or after a run: a comment that allows one is not idle for being without effect here."""
CODES = CHECKED | ELSEWHERE


def lint(model: Model, file: tree.File, warnings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The lints of the model's own file and the warnings found before, without those that a comment allows, and the
    comments that allow nothing.
    """
    source = file.span.source
    found = [*warnings, *(finding for check in LINTS for finding in check(model))]
    found = [finding for finding in found if finding.span.source is source]
    covered = {allow: _covered(allow, file) for allow in file.allows}
    kept = [finding for finding in found if not any(_silences(allow, covered[allow], finding) for allow in covered)]
    return (*kept, *_idle(file.allows, covered, found))


def allowed(file: tree.File, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Findings about the model's own file that were made elsewhere, without those that a comment allows."""
    covered = {allow: _covered(allow, file) for allow in file.allows}
    own = [finding for finding in found if finding.span.source is file.span.source]
    return tuple(f for f in own if not any(_silences(allow, lines, f) for allow, lines in covered.items()))


def optional(model: Model, file: tree.File) -> tuple[Diagnostic, ...]:
    """The lints that are off unless asked for."""
    return allowed(file, [finding for check in OPTIONAL for finding in check(model)])


def _silences(allow: tree.Allow, lines: range, finding: Diagnostic) -> bool:
    return allow.rule == finding.code and finding.span.line in lines


def _covered(allow: tree.Allow, file: tree.File) -> range:
    """The lines of the statement on which, or just above which, the comment stands."""
    for statement in file.statements:
        last = statement.span.source.position(max(statement.span.start, statement.span.end - 1))[0]
        if statement.span.line - 1 <= allow.line <= last:
            return range(statement.span.line, last + 1)
    return range(allow.line, allow.line + 2)


def _idle(
    allows: Iterable[tree.Allow], covered: dict[tree.Allow, range], found: list[Diagnostic]
) -> Iterable[Diagnostic]:
    for allow in allows:
        if allow.rule not in CODES:
            yield errors.unknown_lint(allow.span, allow.rule, tuple(sorted(CODES)))
        elif allow.rule in CHECKED and not any(_silences(allow, covered[allow], finding) for finding in found):
            yield errors.idle_allow(allow.span, allow.rule)
