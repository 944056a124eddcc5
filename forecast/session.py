"""The driver: from the text of a model to its forecast. Every door goes through it; it prints nothing."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from forecast.graph.from_model import from_model
from forecast.graph.graph import Graph
from forecast.language.diagnostics import Diagnostic, DiagnosticError
from forecast.language.semantics.from_tree import Checked, check
from forecast.language.semantics.lints import optional
from forecast.language.semantics.memory import Memory
from forecast.language.semantics.model import EvidenceUse, Model, StatedCorrelation
from forecast.language.source import Source
from forecast.language.syntax import Parsed, parse, parse_expression, placed, tree
from forecast.language.types.calendar import InvalidDate, format_date, parse_date
from forecast.loading import Imports, Readings, read_source

if TYPE_CHECKING:
    import numpy as np

    from forecast.program.program import Program
    from forecast.results.convergence import Convergence
    from forecast.results.forecast import Forecast
    from forecast.results.learning import Posterior
    from forecast.results.learning_methods import Method
    from forecast.results.learnt import Learnt
    from forecast.results.provenance import Provenance
    from forecast.results.question import Failure, Question
    from forecast.results.refinement import Refinement
    from forecast.results.rounds import Drawing
    from forecast.results.world import Worlds
    from forecast.sampling.forward import Block, Chosen, Forward, Progress
    from forecast.sampling.points import PointKind, Points

DEFAULT_DRAWS = 100_000
DEFAULT_MOST_DRAWS = 10_000_000
"""With bounds for the errors: so many draws at most."""
CONVERGENCE_DRAWS = 20_000
STEPS = (1, 2, 4, 8, 16, 32, 64)
"""Into how many steps a tick of the clock can be divided."""
MOST_LEARNT = 1_000_000
"""With bounds for the errors and evidence: so many draws at most."""
MAX_DRAWS = 1_000_000_000
MAX_SEED = 2**63 - 1


@dataclass(slots=True)
class Remembered:
    """What was done for a model file, so that after an edit only what the edit touches is done again.

    It is handed from one `ModelFile` to the next, and changes nothing but the time that they take.
    """

    readings: Readings = field(default_factory=Readings)
    checks: Memory = field(default_factory=Memory)
    forward: "Forward | None" = None


class ModelFile:
    """A model file and what becomes of it, stage by stage; each stage is made when it is asked for, once.

    For a text that will be edited, give it something to remember its work in.
    """

    def __init__(
        self,
        source: Source,
        parsed: Parsed | None = None,
        *,
        remembered: Remembered | None = None,
        evidence: EvidenceUse = "learn",
    ) -> None:
        self.source = source
        self._parsed = parsed
        self._evidence: EvidenceUse = evidence
        self._remembered = remembered
        self._imports = Imports(source, None if remembered is None else remembered.readings)

    def __repr__(self) -> str:
        return f"<ModelFile {self.source.name}>"

    def edited(self, text: str) -> "ModelFile":
        """The file with another text, as it is the moment after a keystroke.

        Statements that have not changed, and do not rest on what has, are not read and checked again, and where only
        numbers changed, nothing is compiled again. The results are those of a file that was read afresh.
        """
        remembered = Remembered() if self._remembered is None else self._remembered
        return ModelFile(Source(self.source.name, text), remembered=remembered)

    def known_by(self, day: str) -> "ModelFile":
        """The same file as of another day: what became known later is hidden before anything reads it.

        Raises ValueError where that is no date.
        """
        try:
            parse_date(day)
        except InvalidDate as problem:
            raise ValueError(f"{day!r} is no date such as 2025-01-01: {problem.reason}") from None
        stated = parse(Source("<as of>", f"as_of {day}\n")).file.statements
        file = self.parsed.file
        others = tuple(statement for statement in file.statements if not isinstance(statement, tree.AsOf))
        return ModelFile(self.source, Parsed(replace(file, statements=(*stated, *others)), self.parsed.diagnostics))

    @cached_property
    def _read(self) -> Parsed:
        """The tree, perhaps in pieces."""
        return self._imports.parse(self.source) if self._parsed is None else self._parsed

    @cached_property
    def parsed(self) -> Parsed:
        """The tree, and the mistakes of syntax."""
        file = placed(self._read.file, self._read.file)
        return Parsed(replace(file, pieces={}), self._read.diagnostics)

    @cached_property
    def checked(self) -> Checked:
        memory = None if self._remembered is None else self._remembered.checks
        read = self._read
        return check(
            read.file,
            read.diagnostics,
            self._imports.load,
            tables=self._imports.table,
            key=self._imports.key,
            memory=memory,
            evidence=self._evidence,
        )

    def check(self, *, sources: bool = False) -> tuple[Diagnostic, ...]:
        """All findings, in the order of the text; with `sources` also parameters without one. Empty: nothing is wrong."""
        found = self.checked.diagnostics
        if sources and self.checked.model is not None:
            more = optional(self.checked.model, self.parsed.file)
            found = tuple(sorted((*found, *more), key=lambda finding: finding.span.start))
        return found

    @property
    def imported(self) -> frozenset[Path]:
        """The files that it imports, and those that it would import if they were there."""
        assert self.checked
        return frozenset(self._imports.looked_for)

    @property
    def model(self) -> Model:
        """The checked model. Raises DiagnosticError where the file has errors."""
        if self.checked.model is None:
            raise DiagnosticError(diagnostic for diagnostic in self.check() if diagnostic.is_error)
        return self.checked.model

    @cached_property
    def graph(self) -> Graph:
        """The causal graph. Raises DiagnosticError."""
        return from_model(self.model)

    @cached_property
    def program(self) -> "Program":
        """The NumPyro program that the engine runs. Raises DiagnosticError."""
        from forecast.program.from_graph import from_graph

        return from_graph(self.graph)

    @cached_property
    def _forward(self) -> "Forward":
        from forecast.sampling.forward import Forward

        if self._remembered is None:
            return Forward()
        if self._remembered.forward is None:
            self._remembered.forward = Forward()
        return self._remembered.forward

    def format(self) -> str:
        """The text in its canonical layout. Raises DiagnosticError where it cannot be read."""
        if self.parsed.errors:
            raise DiagnosticError(self.parsed.errors)
        from forecast.language.syntax import format_file

        return format_file(self.parsed.file, self.source)

    def run(
        self,
        *,
        draws: int | None = None,
        seed: int = 0,
        ask: Sequence[str] = (),
        points: "PointKind" = "random",
        until: "str | Sequence[str]" = (),
        steps: int | None = None,
        method: "Method | None" = None,
        on_progress: "Callable[[Progress], None] | None" = None,
    ) -> "Forecast":
        """Answer the model's questions, or, with `ask`, for the nodes of those names.

        There are `draws` draws (100,000 where nothing else is said), rounded up to what the `points` allow. With `until`
        ("0.1years", "0.5%" or both: see `forecast.results.until`) there are as many as it takes until the standard
        errors are below it, at most `draws` (10 million); where that is not enough, the forecast says so in `reasons`.
        What a model observes is learnt from by the `method` that fits: "weights" of draws of the prior, "nuts", or
        "particles"; "forward" takes no notice of it. One that is named is the only one tried.
        `steps` is how many steps a tick of the clock is divided into, a power of two up to 64; without it, as many as the
        dates of events need.

        Raises DiagnosticError where the file has errors, ImpossibleError where no possible world agrees with the evidence,
        ValueError for draws, a seed, points, bounds, steps or a method that cannot be and for a run that is too large,
        KeyError for a node that does not exist.
        """
        from forecast.results.collection import Collection
        from forecast.results.forecast import Forecast
        from forecast.results.from_graph import expectations_of
        from forecast.results.learning_methods import METHODS, SETS
        from forecast.results.refinement import found_by_clock, refined
        from forecast.results.rounds import Drawing, gather, gather_until
        from forecast.results.size import check_size, fitting_draws
        from forecast.results.until import read_until
        from forecast.sampling.points import KINDS, Points, whole_sets

        if draws is not None and not 1 <= draws <= MAX_DRAWS:
            raise ValueError(f"the number of draws lies between 1 and {MAX_DRAWS:,}, not at {draws:,}")
        if points not in KINDS:
            raise ValueError(f"points are one of {', '.join(KINDS)}, not {points!r}")
        if not 0 <= seed <= MAX_SEED:
            raise ValueError(f"a seed is a whole number from 0 to {MAX_SEED}, not {seed}")
        if steps is not None and steps not in STEPS:
            raise ValueError(f"steps in a tick are a power of two up to {STEPS[-1]}, not {steps}")
        if method not in (None, *METHODS):
            raise ValueError(f"a method is one of {', '.join(METHODS)}, not {method!r}")
        if self.graph.evidence and points != "random":
            raise ValueError(f"a model with evidence is drawn with random points, not with {points}")
        started, clock = datetime.now(UTC), time.perf_counter()
        questions = self._questions(ask)
        expectations = () if ask else expectations_of(self.graph)
        asked: list[str] = [question.output for question in questions]
        asked += [question.given.output for question in questions if question.given is not None]
        asked += [expectation.output for expectation in expectations]
        outputs = tuple(dict.fromkeys(asked))
        bounds = read_until(until)
        never_missing = {q.output for q in (*questions, *expectations) if not q.maybe_missing}
        stated = self._stated_correlations(ask)

        program = self._program_keeping(outputs)
        watched = (*found_by_clock(self.graph), *program.watched)

        chosen: Chosen | None = None

        def new() -> Collection:
            replicates = Points(points).replicates if chosen is None else SETS
            return Collection(
                outputs, never_missing=never_missing, correlations=stated, replicates=replicates, watched=watched
            )

        if draws is None:
            most = min(DEFAULT_MOST_DRAWS, fitting_draws(self.graph, outputs))
            draws = DEFAULT_DRAWS if bounds is None else most
        if self.graph.evidence and bounds is not None:
            # More answers from the same posterior draws would tell nothing new.
            draws = min(draws, MOST_LEARNT)
        check_size(self.graph, outputs, width=program.width, draws=whole_sets(points, draws))
        refinement = None
        if program.substeps and steps is not None:
            program = program.with_substeps(steps)
        elif program.substeps:
            refinement = refined(self._forward, program, self.graph, new().made, seed=seed)
            program = refinement.program
        posterior = self._learnt(program, outputs, draws, seed=seed, method=method, on_progress=on_progress)
        chosen = None if posterior is None else posterior.chosen
        drawing = Drawing(self._forward, program, seed, new, on_progress, chosen)
        if bounds is None:
            gathered = gather(drawing, points, draws)
        else:
            gathered = gather_until(drawing, points, bounds, questions, most=draws)
        collected, drawn = gathered.collection, gathered.points
        failures = collected.failures.found
        traced = tuple(self._trace(output, failed, drawn, seed, chosen) for output, failed in failures.items())
        provenance = self._provenance(drawn, seed, started)
        if posterior is not None:
            provenance = replace(
                provenance,
                method=posterior.method,
                reason=posterior.reason,
                tried=posterior.tried,
                effective=posterior.effective if chosen is not None else None,
                replicates=1 if chosen is None else SETS,
            )
        if program.substeps > 1:
            settings = {**provenance.settings, "steps in a tick": str(program.substeps)}
            provenance = replace(provenance, settings=settings)
        if bounds is not None:
            provenance = replace(provenance, settings={**provenance.settings, "until": bounds.text})
        return Forecast(
            questions,
            collected.kept,
            epoch=self.graph.epoch,
            model=self.graph.name,
            doc=self.graph.doc or None,
            expectations=expectations,
            correlations=collected.correlated.results(),
            failures=traced,
            reasons=(*gathered.reasons, *(() if posterior is None else posterior.troubles)),
            known_summaries=gathered.summaries,
            known_series=gathered.series,
            provenance=replace(provenance, wall_seconds=time.perf_counter() - clock),
            find=lambda forecast: self._findings(forecast, drawing, refinement, all_asked=not ask),
            evaluate=lambda expression: self._truth(expression, drawn, seed, program.substeps, chosen),
            teach=None
            if posterior is None or method == "forward"
            else lambda: self._taught(posterior, questions, program, seed=seed),
        )

    def _taught(
        self, posterior: "Posterior", asked: "Sequence[Question]", program: "Program", *, seed: int
    ) -> "Learnt":
        """What the evidence has taught, with what it could have been."""
        from forecast.results.informed import informed
        from forecast.results.teaching import Side, taught

        def side(use: EvidenceUse) -> Side:
            model = ModelFile(self.source, self.parsed, evidence=use)
            # The same tables, whatever has become of their files since.
            model._imports = self._imports
            made = model.program.with_substeps(program.substeps) if program.substeps else model.program
            return Side(model.graph, made)

        # What is flat is no distribution.
        before = None if any(each.flat for each in self.graph.evidence) else side("ignore")
        return taught(
            self._forward,
            side("predict"),
            before,
            posterior,
            asked=asked,
            informed=informed(self.graph, program),
            catalogue=self.model.catalogue,
            seed=seed,
        )

    def _learnt(
        self,
        program: "Program",
        outputs: Sequence[str],
        draws: int,
        *,
        seed: int,
        method: "Method | None" = None,
        on_progress: "Callable[[Progress], None] | None" = None,
    ) -> "Posterior | None":
        """What evidence makes of the draws; None without any."""
        if not self.graph.evidence:
            return None
        from forecast.results.learning import Learning
        from forecast.results.posterior import learn

        return learn(Learning(self._forward, program, self.graph, seed, on_progress), outputs, draws, method)

    def convergence(
        self,
        *,
        draws: int = CONVERGENCE_DRAWS,
        seed: int = 0,
        on_progress: "Callable[[Progress], None] | None" = None,
    ) -> "Convergence | None":
        """How far each answer moves when the clock's steps are halved, in the same possible worlds; None without a clock.

        Noise of a long step is the sum of that of its halves, so that paths stay the same. Raises what `run` raises.
        """
        from forecast.results.convergence import convergence

        if not self.program.substeps:
            return None
        coarse = self.run(draws=draws, seed=seed, on_progress=on_progress)
        steps = int(coarse.provenance.settings.get("steps in a tick", "1"))
        if steps == STEPS[-1]:
            coarse, steps = self.run(draws=draws, seed=seed, steps=steps // 2), steps // 2
        fine = self.run(draws=draws, seed=seed, steps=2 * steps, on_progress=on_progress)
        return convergence(coarse, fine, steps)

    def worlds(self, draws: Sequence[int] = (0, 1, 2), *, seed: int = 0) -> "Worlds":
        """Single possible worlds: the draws with these numbers of a run with this seed, told from event to event.

        Raises DiagnosticError where the file has errors, ValueError for numbers or a seed that cannot be and for worlds
        that are too large.
        """
        from forecast.results.refinement import found_by_clock, refined
        from forecast.results.size import check_size
        from forecast.results.world import REFERENCE, Places, Worlds, cast_of, told_worlds

        if not all(0 <= draw < MAX_DRAWS for draw in draws):
            raise ValueError(f"the number of a draw lies between 0 and {MAX_DRAWS - 1:,}; got {list(draws)}")
        if not 0 <= seed <= MAX_SEED:
            raise ValueError(f"a seed is a whole number from 0 to {MAX_SEED}, not {seed}")
        program = self._program_keeping(self.graph.nodes)
        uncertain = {owner[0] for site in program.sites for owner in site.keys if site.noise != "path"}
        cast = cast_of(self.graph, self.model.catalogue, uncertain)
        check_size(self.graph, (), width=program.width, draws=1)
        if program.substeps:
            made = tuple(dict.fromkeys((*cast.outputs, *found_by_clock(self.graph), *program.watched)))
            program = refined(self._forward, program, self.graph, made, seed=seed).program

        posterior = self._learnt(program, cast.outputs, max(DEFAULT_DRAWS, *(draw + 1 for draw in draws)), seed=seed)
        chosen = None if posterior is None else posterior.chosen

        def drawn(count: int, first: int = 0) -> "Iterator[Block]":
            return self._forward.run(
                program, draws=count, first_draw=first, seed=seed, outputs=cast.outputs, chosen=chosen
            )

        values = [
            {name: array[0] for name, array in block.values.items()} for draw in draws for block in drawn(1, draw)
        ]
        places = Places(cast, values)
        for block in drawn(REFERENCE):
            places.add(block)
        return Worlds(self.graph.name, self.graph.epoch, seed, told_worlds(cast, draws, values, places))

    def _program_keeping(self, names: Iterable[str]) -> "Program":
        """The program, with these nodes among its outputs."""
        wanted = tuple(name for name in names if self.graph.nodes[name].type.varying)
        if set(wanted) <= set(self.program.outputs):
            return self.program
        from forecast.program.from_graph import from_graph, question_nodes

        return from_graph(self.graph, (*question_nodes(self.graph), *wanted))

    def _findings(
        self, forecast: "Forecast", drawing: "Drawing", refinement: "Refinement | None", *, all_asked: bool
    ) -> tuple[Diagnostic, ...]:
        """What is found after a run, whose compiled program serves again; idle inputs where all questions were asked."""
        from forecast.results.advice import advice
        from forecast.results.idle import DRAWS, MOST_NUMBERS
        from forecast.results.refinement import about
        from forecast.results.surprise import surprising
        from forecast.sampling.forward import block_size

        program, outputs, seed = drawing.program, drawing.new().made, forecast.provenance.seed
        size = block_size(program, outputs)
        draws = size * -(-DRAWS // size)

        def redraw(nodes: Sequence[str], *, rest: bool) -> "list[Mapping[str, np.ndarray]]":
            first, count = (size, draws - size) if rest else (0, size)
            return [
                block.values
                for block in self._forward.run(
                    program, draws=count, first_draw=first, seed=seed, outputs=outputs, redrawn=nodes
                )
            ]

        more = () if refinement is None else about(refinement, self.graph)
        if forecast.learnt is not None:
            more = (*more, *surprising(forecast.learnt, self.graph.epoch))
        most = MOST_NUMBERS // (draws * max(program.width, 1)) if all_asked and drawing.chosen is None else 0
        return advice(forecast, self.graph, self.parsed.file, redraw, most=most, more=more)

    def _questions(self, ask: Sequence[str]) -> "tuple[Question, ...]":
        from forecast.results.from_graph import question_about, questions_of

        catalogue = self.model.catalogue
        if not ask:
            return questions_of(self.graph, catalogue)
        for name in ask:
            if name not in self.graph.nodes:
                raise KeyError(f"the model has no node {name!r}")
        return tuple(question_about(name, self.graph, catalogue) for name in ask)

    def _stated_correlations(self, ask: Sequence[str]) -> tuple[StatedCorrelation, ...]:
        """What the model states; with `ask`, of the nodes asked for."""
        stated = self.graph.stated_correlations
        if not ask:
            return stated
        return tuple(each for each in stated if any(node in ask for pair in each.pairs for node, _ in pair))

    def _trace(
        self, output: str, failed: tuple[int, int], points: "Points", seed: int, chosen: "Chosen | None"
    ) -> "Failure":
        from forecast.results.failure import trace

        program = self._program_keeping(self.graph.nodes)
        (block,) = self._forward.run(
            program, draws=1, first_draw=failed[1], seed=seed, outputs=program.outputs, points=points, chosen=chosen
        )
        world = {name: values[0] for name, values in block.values.items()}
        catalogue = self.model.catalogue
        return trace(output, failed, total=points.total, graph=self.graph, catalogue=catalogue, world=world)

    def _truth(
        self, expression: str, points: "Points", seed: int, substeps: int, chosen: "Chosen | None"
    ) -> "np.ndarray":
        """The truth of a condition in the same possible worlds: the model is asked one more question."""
        import numpy as np

        from forecast.results.question import TIME

        asking, name = self._with_condition(expression)
        program = asking.program.with_substeps(substeps) if asking.program.substeps else asking.program
        blocks = self._forward.run(
            program, draws=points.total, seed=seed, outputs=(name,), points=points, chosen=chosen
        )
        truth = np.concatenate([block.values[name] for block in blocks])
        if truth.ndim > 1:
            first, *_ = dims = asking.graph.nodes[name].type.dims
            if first == TIME:
                raise ValueError(f"{expression!r} changes over time; say when, as in x at 2030")
            raise ValueError(
                f"{expression!r} has a value for each element of {', '.join(dims)}; say which, as in x[element]"
            )
        return truth

    def _with_condition(self, expression: str) -> tuple["ModelFile", str]:
        """The model with one more expectation, and the name of its node. Raises DiagnosticError."""
        asked = parse_expression(Source("<expression>", expression))
        found = asked.expression
        if found is None:
            raise DiagnosticError(asked.diagnostics)
        file = self.parsed.file
        added = tree.Expect(condition=found, why=None, span=found.span)
        asking = ModelFile(self.source, Parsed(replace(file, statements=(*file.statements, added)), ()))
        # The same tables, whatever has become of their files since.
        asking._imports = self._imports
        return asking, asking.model.expectations[-1].node

    def _provenance(self, points: "Points", seed: int, started: datetime) -> "Provenance":
        from forecast.results.provenance import Provenance, hashes, platform, versions

        as_of = self.graph.as_of
        return Provenance(
            files=hashes([(source.name, source.text.encode()) for source in self.checked.sources]),
            versions=versions(),
            platform=platform(),
            seed=seed,
            draws=points.total,
            points=points.kind,
            replicates=points.replicates,
            as_of=None if as_of is None else format_date(as_of, self.graph.epoch),
            started=started.isoformat(timespec="seconds"),
        )


def load(model: str | Path) -> ModelFile:
    """A model by the path of its file, or by its text.

    A `Path`, and a text of one line that ends in `.fcst` or names an existing file, is a path. Raises LoadError where the
    file cannot be read; mistakes in the model are found by `check` and `run`.
    """
    if isinstance(model, Path):
        return ModelFile(read_source(model))
    if "\n" not in model and (model.endswith(".fcst") or _exists(model)):
        return ModelFile(read_source(Path(model)))
    return ModelFile(Source("<text>", model))


def _exists(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):
        return False
