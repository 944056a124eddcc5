"""All lints of a checked model, and the `# allow:` comments that silence them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics import errors
from forecast.language.semantics.lints.chance_past_one import chance_past_one
from forecast.language.semantics.lints.no_source import no_source
from forecast.language.semantics.lints.shared_draw import shared_draw
from forecast.language.semantics.lints.truncation_keeps_little import truncation_keeps_little
from forecast.language.semantics.lints.unused import unused
from forecast.language.semantics.lints.year_as_number import year_as_number
from forecast.language.semantics.model import Model, Node
from forecast.language.semantics.ranges import Range
from forecast.language.semantics.term import Reference, walk
from forecast.language.syntax import tree
from forecast.language.syntax.placing import placed

CHECKED = frozenset(
    {
        "year-as-number", "shared-draw", "chance-past-one", "truncation-keeps-little", "unused", "nothing-drawn",
        "stray-doc",
    }
)  # fmt: skip
ON_DEMAND = frozenset({"no-source"})
"""Off unless asked for."""
AFTER_RUN = frozenset({"idle-input", "no-mean", "blow-up", "coarse-dates", "stiff", "surprising-evidence"})
"""Only a run can tell: with another seed or more draws a comment that allows one may have something to allow."""
CODES = CHECKED | ON_DEMAND | AFTER_RUN


@dataclass(frozen=True, slots=True)
class Glance:
    """What is to be said of a node by itself, and the nodes that it mentions."""

    findings: tuple[Diagnostic, ...]
    references: tuple[str, ...]


def glance(node: Node, ranges: Mapping[str, Range]) -> Glance:
    """`ranges` are those of the nodes that the node mentions."""
    terms = walk(node.term)
    findings = (
        *year_as_number(node),
        *shared_draw(node, terms),
        *chance_past_one(terms, ranges),
        *truncation_keeps_little(terms, ranges),
    )
    return Glance(findings, tuple({term.node: None for term in terms if isinstance(term, Reference)}))


def lint(
    model: Model, glances: Mapping[str, Glance], file: tree.File, warnings: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """The lints of the model's own file and the warnings found before (which are placed in it), without those that a
    comment allows, and the comments that allow nothing.
    """
    source = file.span.source
    of_nodes = [finding for each in glances.values() for finding in each.findings]
    of_nodes += unused(model, {name: each.references for name, each in glances.items()})
    found = [*warnings, *placed(tuple(of_nodes), file)]
    found = [finding for finding in found if finding.span.source is source]
    if not file.allows:
        return tuple(found)
    covering = _covering(file)
    covered = {allow: covering(allow) for allow in file.allows}
    kept = [finding for finding in found if not any(_silences(allow, covered[allow], finding) for allow in covered)]
    unknown = [allow for allow in file.allows if allow.rule not in CODES]
    of_comments = [
        *(errors.unknown_lint(allow.span, allow.rule, tuple(sorted(CODES))) for allow in unknown),
        *_idle(covered, found, CHECKED),
    ]
    return (*kept, *placed(tuple(of_comments), file))


def allowed(file: tree.File, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Findings about the model's own file that were made elsewhere, without those that a comment allows."""
    covering = _covering(file)
    covered = {allow: covering(allow) for allow in file.allows}
    own = [finding for finding in found if finding.span.source is file.span.source]
    return tuple(f for f in own if not any(_silences(allow, lines, f) for allow, lines in covered.items()))


def optional(model: Model, file: tree.File) -> tuple[Diagnostic, ...]:
    """The lints that are off unless asked for, and the comments that allow one where it finds nothing."""
    found = [finding for finding in no_source(model) if finding.span.source is file.span.source]
    covering = _covering(file)
    return (*allowed(file, found), *_idle({allow: covering(allow) for allow in file.allows}, found, ON_DEMAND))


def _silences(allow: tree.Allow, lines: range, finding: Diagnostic) -> bool:
    return allow.rule == finding.code and finding.span.line in lines


def _covering(file: tree.File) -> Callable[[tree.Allow], range]:
    """The lines of the statement on which, or just above which, a comment stands."""
    lines: list[range] = []
    for span in (file.place(statement.span) for statement in file.statements):
        if span.source is not file.span.source:
            continue
        last = span.source.position(max(span.start, span.end - 1))[0]
        lines.append(range(span.line, last + 1))

    def covered(allow: tree.Allow) -> range:
        line = file.place(allow.meant).line
        near = next((each for each in lines if each.start - 1 <= line < each.stop), None)
        return range(line, line + 2) if near is None else near

    return covered


def _idle(
    covered: Mapping[tree.Allow, range], found: Iterable[Diagnostic], codes: Collection[str]
) -> Iterable[Diagnostic]:
    """The comments that allow one of `codes` where it is not found."""
    for allow, lines in covered.items():
        if allow.rule in codes and not any(_silences(allow, lines, finding) for finding in found):
            yield errors.idle_allow(allow.span, allow.rule)
