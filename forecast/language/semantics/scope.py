"""What names mean while a file is checked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from forecast.language.diagnostics.syntax_errors import tree_too_deep
from forecast.language.recursion import MAX_DEPTH
from forecast.language.semantics.findings import Findings
from forecast.language.semantics.model import Index, Node
from forecast.language.semantics.ranges import Range
from forecast.language.semantics.term import Term
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.catalogue import Catalogue
from forecast.language.types.kind import CLOCK, Kind


@dataclass(slots=True)
class Scope:
    """Everything declared in a file, filled as checking goes on.

    `nodes` holds what has been checked, with None for a definition that has errors of its own (its uses are not
    reported again); `declared` has the place of every name; `ranges` what is known of values before anything
    runs; `targets` the indexes in the brackets of each definition, as written. `aliases` are the names of imported
    files; names that begin as in `unavailable` belong to files that could not be had.
    """

    findings: Findings
    catalogue: Catalogue
    epoch: int
    as_of: float | None
    indexes: dict[str, Index]
    functions: Mapping[str, tree.Function]
    declared: Mapping[str, Span]
    nodes: dict[str, Node | None] = field(default_factory=dict[str, Node | None])
    ranges: dict[str, Range] = field(default_factory=dict[str, Range])
    targets: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    calls: int = 0
    cells: int = 0
    aliases: Mapping[str, Span] = field(default_factory=dict[str, Span])
    unavailable: frozenset[str] = frozenset()
    depth: int = 0
    tables: dict[str, Span] = field(default_factory=dict[str, Span])
    """The tables of data, whose columns are nodes called `table.column`."""

    def is_unavailable(self, name: str) -> bool:
        """Whether a name is that of something in an imported file that could not be had."""
        return any(name.startswith(beginning) for beginning in self.unavailable)

    def ordered(self, dims: Iterable[str]) -> tuple[str, ...]:
        """The indexes in the order in which they are declared, each once, the clock before them."""
        wanted = set(dims)
        clock = (CLOCK,) if CLOCK in wanted else ()
        return (*clock, *(name for name in self.indexes if name in wanted and name != CLOCK))

    @property
    def clock(self) -> Index | None:
        """The ticks of the clock; None where the file has none."""
        return self.indexes.get(CLOCK)


@dataclass(slots=True)
class Drawing:
    """The right side of a `~` while it is read: hands out the numbers of its distributions."""

    plates: tuple[str, ...] = ()
    element: str = ""
    count: int = 0

    def next_part(self) -> str:
        self.count += 1
        return str(self.count)


@dataclass(frozen=True, slots=True)
class Context:
    """Where an expression stands: in which node, in which table cell, in which function's body, right of `~` or of `=`."""

    scope: Scope
    node: str
    elaborate: Callable[[tree.Expr, "Context", Kind | None], Term | None]
    drawing: Drawing | None = None
    cells: Mapping[str, int] = field(default_factory=dict[str, int])
    bindings: Mapping[str, Term | None] = field(default_factory=dict[str, Term | None])
    inside: tuple[str, ...] = ()
    equals: Span | None = None

    @property
    def findings(self) -> Findings:
        return self.scope.findings

    def term(self, expression: tree.Expr, expected: Kind | None = None) -> Term | None:
        """The checked form of an expression; None if something in it is wrong, which has then been reported.

        `expected` is what the place asks for; it decides how a bare year or a label is read, and is not enforced here.
        """
        scope = self.scope
        if scope.depth >= MAX_DEPTH:
            scope.findings.add(tree_too_deep(expression.span, MAX_DEPTH))
            return None
        scope.depth += 1
        try:
            return self.elaborate(expression, self, expected)
        finally:
            scope.depth -= 1

    def in_cell(self, index: str, position: int) -> "Context":
        return replace(self, cells={**self.cells, index: position})

    def whole(self, indexes: Iterable[str]) -> "Context":
        """Where something goes along indexes, it is given all of what they index, in a table's cell too."""
        without = frozenset(indexes)
        return replace(self, cells={index: place for index, place in self.cells.items() if index not in without})

    def without_draws(self) -> "Context":
        return replace(self, drawing=None)
