"""A forecast: the draws of a run, and what they say about each question."""

from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from forecast.language.diagnostics import Diagnostic
from forecast.language.types.calendar import DAYS_PER_YEAR, decimal_year
from forecast.results.correlation import CorrelationResult
from forecast.results.draws import Draws
from forecast.results.estimate import Estimate
from forecast.results.learnt import Learnt
from forecast.results.provenance import Provenance
from forecast.results.question import Expectation, Failure, Question
from forecast.results.series import Series, all_series, throughout
from forecast.results.shown import shown
from forecast.results.summary import FEWEST_DRAWS, Summary, summarise, summarise_all

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr
    from numpy.typing import NDArray

type Evaluate = Callable[[str], NDArray[np.float64]]
"""Truth values, shape ``[draw]`` (1.0, 0.0, NaN), of an expression in the model's language in a forecast's draws."""

type Find = Callable[["Forecast"], tuple[Diagnostic, ...]]
"""What there is to say of a model after its run."""


@dataclass(frozen=True, slots=True)
class ExpectationResult:
    """In what share of draws an expectation holds, at all ticks of the clock where it changes over time.

    One for each element of an indexed one.
    """

    expectation: Expectation
    element: tuple[str, ...]
    share: Estimate
    draws: int
    """Draws that say."""
    missing: int
    """Draws that do not."""

    @property
    def holds(self) -> bool:
        """Whether it holds in at least half of the draws."""
        return self.share.value >= 0.5


@dataclass(frozen=True, eq=False, repr=False)
class Forecast:
    """The answer of a run."""

    questions: tuple[Question, ...]
    draws: Draws
    _: KW_ONLY
    epoch: int
    """The ordinal day from which dates are counted, in years of 365.2425 days."""
    model: str = ""
    doc: str | None = None
    expectations: tuple[Expectation, ...] = ()
    correlations: tuple[CorrelationResult, ...] = ()
    """What became of the stated correlations."""
    failures: tuple[Failure, ...] = ()
    reasons: tuple[str, ...] = ()
    """Why the run is not to be trusted, beside failed draws; empty where nothing speaks against it."""
    provenance: Provenance = field(default_factory=Provenance)
    known_summaries: tuple[Summary, ...] | None = field(default=None, repr=False)
    """The summaries, where whoever made the draws has made them too."""
    known_series: tuple[Series, ...] | None = field(default=None, repr=False)
    """The same of the series."""
    find: Find | None = field(default=None, repr=False)
    """Makes the ``findings``; a forecast read from a file, or of single nodes, has none."""
    teach: Callable[[], Learnt] | None = field(default=None, repr=False)
    """Makes what was ``learnt``; None without evidence."""
    evaluate: Evaluate | None = field(default=None, repr=False)
    """Answers ``probability`` for expressions that are no question; a forecast read from a file has none."""

    @property
    def trustworthy(self) -> bool:
        """Whether nothing speaks against the numbers: no failed draw and no other reason."""
        return not self.distrust

    @property
    def distrust(self) -> tuple[str, ...]:
        """Every reason not to trust the run, as sentences; failed draws and conditions that hardly ever hold among them."""
        return (*(failure.text for failure in self.failures), *self.reasons, *self._rare_conditions)

    @cached_property
    def _rare_conditions(self) -> tuple[str, ...]:
        found: list[str] = []
        for question in self.questions:
            if question.given is None:
                continue
            counts = {s.element: _inside(s) for s in self.summaries if s.question is question}
            # A condition that changes over time may hold late alone, and does hold then.
            counts |= {s.element: max(map(_inside, s.summaries)) for s in self.series if s.question is question}
            rare = [element for element, count in counts.items() if count < FEWEST_DRAWS]
            if rare:
                fewest = min(counts[element] for element in rare)
                found.append(rare_condition(question, rare, fewest, total=self.draws.count))
        return tuple(found)

    def __repr__(self) -> str:
        """The model, the draws, the questions, and whether to trust it."""
        name = f" of {self.model}" if self.model else ""
        asked = ", ".join(question.name for question in self.questions[:6])
        more = f" and {len(self.questions) - 6} more" if len(self.questions) > 6 else ""
        draws = "1 draw" if self.draws.count == 1 else f"{self.draws.count:,} draws"
        trust = "" if self.trustworthy else ", not trustworthy"
        return f"<Forecast{name}: {draws}, seed {self.provenance.seed}; answers {asked or 'nothing'}{more}{trust}>"

    def question(self, name: str) -> Question:
        """The question of this name. Raises KeyError with a sentence that names the possible ones."""
        for question in self.questions:
            if question.name == name:
                return question
        raise KeyError(f"there is no question {name!r}; there are {', '.join(q.name for q in self.questions)}")

    @cached_property
    def summaries(self) -> tuple[Summary, ...]:
        """The summaries of all questions that do not change over time, in order; one for each element of an indexed one."""
        return summarise_all(self.questions, self.draws) if self.known_summaries is None else self.known_summaries

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """The series of all questions that change over time, in order; one for each element of an indexed one."""
        return all_series(self.questions, self.draws) if self.known_series is None else self.known_series

    @cached_property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What only a run can tell of the model: inputs that hardly move any answer, answers without a mean.

        Made when it is first asked for, which takes some milliseconds for each input. Which inputs are idle depends on the
        seed and not on the number of draws. Empty for a forecast that was read from a file.
        """
        return () if self.find is None else self.find(self)

    @cached_property
    def learnt(self) -> Learnt | None:
        """What evidence has taught: parameters before it and after it, and predictions; None without evidence.

        Made when it is first asked for, by two short runs.
        """
        return None if self.teach is None else self.teach()

    @cached_property
    def expected(self) -> tuple[ExpectationResult, ...]:
        """In what share of draws each expectation holds."""
        return tuple(
            ExpectationResult(expectation, s.element, s.probability, s.draws, s.missing + s.failed)
            for expectation in self.expectations
            for s in _truths(expectation, self.draws)
            if s.probability is not None
        )

    def __getitem__(self, name: str | tuple[str, ...]) -> Summary | Series:
        """The summary of a question, or ``[name, element]`` of an indexed one; the series of one that changes over time.

        Raises KeyError with a sentence that names the possible ones.
        """
        name, *element = (name,) if isinstance(name, str) else name
        question = self.question(name)
        return self._series_of(question, *element) if question.ticks else self.summary(name, *element)

    def _series_of(self, question: Question, *element: str) -> Series:
        wanted = question.labels(question.position(*element))
        return next(s for s in self.series if s.question is question and s.element == wanted)

    def summary(self, name: str, *element: str) -> Summary:
        """The summary of a question, or of one element of an indexed one; of one that changes over time see ``over_time``."""
        question = self.question(name)
        if question.ticks:
            raise ValueError(f"{name} changes over time: it has an answer at each of {len(question.ticks)} dates")
        wanted = question.labels(question.position(*element))
        return next(s for s in self.summaries if s.question is question and s.element == wanted)

    def quantile(self, name: str, level: float, *element: str) -> float:
        """A quantile of a question's answer, as a number for people.

        Dates are decimal calendar years (2031.0 is 1 January 2031; never is inf, and so is what the clock ends before:
        ``Estimate.unreached`` tells them apart), growths are factors per year, numbers
        and durations are in the question's unit (durations without one in years).
        """
        if not 0 <= level <= 1:
            raise ValueError(f"the level of a quantile lies between 0 and 1; got {level}")
        question = self.question(name)
        if question.kind in ("boolean", "category"):
            raise ValueError(f"{name} is a {question.kind}: it has no quantiles")
        summary = self.summary(name, *element)
        if level not in summary.quantiles:
            (summary,) = [s for s in summarise(question, self.draws, levels=(level,)) if s.element == summary.element]
        return self.shown(question, summary.quantiles[level].value)

    def mean(self, name: str, *element: str) -> float:
        """The mean of a question's answer, as a number for people: see ``quantile``.

        Raises ValueError with the reason where there is none.
        """
        question = self.question(name)
        if question.kind not in ("date", "number", "duration"):
            raise ValueError(f"{name} is a {question.kind}: it has no mean")
        summary = self.summary(name, *element)
        if summary.mean is None:
            raise ValueError(f"{name} has no mean: {summary.no_mean}")
        return self.shown(question, summary.mean.value)

    def times(self, name: str) -> "NDArray[np.float64]":
        """The dates at which a question that changes over time is answered, as decimal calendar years; shape ``[time]``."""
        import numpy as np

        return np.array([decimal_year(self.epoch + tick * DAYS_PER_YEAR) for tick in self.question(name).ticks])

    def over_time(self, name: str, level: float = 0.5, *element: str) -> "NDArray[np.float64]":
        """A quantile of a question's answer at each of its ``times``, as numbers for people; shape ``[time]``.

        Of a boolean the probability, whatever the level. NaN where no draw has a value.
        """
        import numpy as np

        question = self.question(name)
        if not question.ticks:
            raise ValueError(f"{name} does not change over time")
        if question.kind == "category":
            raise ValueError(f"{name} is a category: it has shares, and no quantiles")
        series = self._series_of(question, *element)
        if question.kind == "boolean":
            return np.array([s.probability.value for s in series.summaries if s.probability is not None])
        if level not in series.summaries[0].quantiles:
            known = ", ".join(f"{each:g}" for each in series.summaries[0].quantiles)
            raise ValueError(f"over time there are quantiles at the levels {known}; got {level}")
        return np.array([self.shown(question, s.quantiles[level].value) for s in series.summaries])

    def probability(self, expression: str, *element: str) -> float:
        """The probability of a boolean question, or of a condition in the model's language (``"agi before 2035"``)."""
        for question in self.questions:
            if question.name == expression:
                found = self.summary(expression, *element).probability
                if found is None:
                    raise ValueError(f"{expression} is a {question.kind}, no condition: write what to compare it with")
                return found.value
        if self.evaluate is None:
            raise ValueError(
                f"{expression!r} is no question of this forecast, and a forecast read from a file knows no others"
            )
        truth = self.evaluate(expression)
        known = truth[truth == truth]  # noqa: PLR0124 - NaN is missing
        return float((known == 1.0).mean()) if len(known) else float("nan")

    def shown(self, question: Question, value: float) -> float:
        """A canonical value as ``quantile`` gives it."""
        return shown(question, value, self.epoch)

    def to_json(self, *, findings: bool = True) -> dict[str, Any]:
        """The whole answer as data that ``json`` can write: see ``forecast.results.json_form``.

        ``findings`` says whether they are looked for.
        """
        from forecast.results.json_form import forecast_to_json

        return forecast_to_json(self, findings=findings)

    def to_csv(self) -> str:
        """The answers as a table of comma-separated values: see ``forecast.results.csv_form``."""
        from forecast.results.csv_form import forecasts_to_csv

        return forecasts_to_csv([self])

    def to_datatree(self) -> "xr.DataTree":
        """The draws as an ArviZ data tree: see ``forecast.results.datatree``."""
        from forecast.results.datatree import forecast_to_datatree

        return forecast_to_datatree(self)


def _inside(summary: Summary) -> int:
    """The draws within the condition."""
    return summary.draws + summary.missing + summary.failed


def _truths(expectation: Expectation, draws: Draws) -> Iterable[Summary]:
    return throughout(expectation, draws) if expectation.ticks else summarise(expectation.as_question(), draws)


def rare_condition(question: Question, rare: list[tuple[str, ...]], fewest: int, *, total: int) -> str:
    """Why a question whose condition holds in hardly any draw, or in none, is not to be trusted."""
    name = f"`{question.name}`"
    if question.dims:
        shown = ", ".join("/".join(element) for element in rare[:5])
        name += f" for {shown}{f' and {len(rare) - 5} more' if len(rare) > 5 else ''}"
    condition = question.given.text if question.given is not None else ""
    if not fewest:
        return f"{name} has no answer: its condition ({condition}) holds in none of the draws."
    held = "one" if fewest == 1 else str(fewest)
    draws = "draw" if total == 1 else "draws"
    return f"{name} has hardly an answer: its condition ({condition}) holds in only {held} of {total:,} {draws}."
