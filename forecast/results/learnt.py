"""What evidence has taught: parameters, answers and predictions, before it and after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import nan
from typing import TYPE_CHECKING, Any

from forecast.language.source import Span
from forecast.results.draws import Draws
from forecast.results.question import Question
from forecast.results.summary import Summary, summarise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from forecast.results.groups import Group

    type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Compared:
    """Evidence that is compared with a distribution: how to read what was ``seen`` and what is ``drawn``.

    ``log_likelihood`` is the output that holds the logarithm of the density of what was seen, along the dimensions in
    ``apart``: those whose elements have densities of their own.
    """

    name: str
    seen: Question
    drawn: Question
    log_likelihood: str
    apart: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Move:
    """One number before the evidence (None where nothing was said of it, as of what is `flat`) and after it.

    ``rhat``, ``ess_bulk`` and ``ess_tail`` say how well chains agree on it; NaN where there were none.
    """

    before: Summary | None
    after: Summary
    rhat: float = nan
    ess_bulk: float = nan
    ess_tail: float = nan


@dataclass(frozen=True, eq=False)
class Learnt:
    """Draws of the posterior, from so many ``chains``, and of the prior where there is one.

    ``parameters`` are what the evidence informs, ``answers`` the questions that do not change over time, ``compared`` the
    evidence that has a distribution, of which both draws hold predictions. ``statistics`` ``[chain, draw]`` are those of the
    sampler, by the names that ArviZ has for them.
    """

    parameters: tuple[Question, ...]
    answers: tuple[Question, ...]
    compared: tuple[Compared, ...]
    posterior: Draws
    prior: Draws | None
    chains: int = 1
    effective: float = 0.0
    statistics: Mapping[str, "NDArray[Any]"] = field(default_factory=dict[str, Any])
    known_groups: "tuple[Group, ...] | None" = None
    """The groups, where they were read from a file."""

    def groups(self, epoch: int) -> "tuple[Group, ...]":
        """All of it as ArviZ's groups: see ``forecast.results.groups``."""
        from forecast.results.groups import groups_of

        return groups_of(self, epoch) if self.known_groups is None else self.known_groups

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """The parameters before and after, one for each element, in the order of the file."""
        found: list[Move] = []
        for question in self.parameters:
            after = summarise(question, self.posterior)
            is_known = self.prior is not None and question.output in self.prior
            before = [None] * len(after) if self.prior is None or not is_known else summarise(question, self.prior)
            agreement = self._agreement(question)
            found += [Move(b, a, *agreement[:, i]) for i, (b, a) in enumerate(zip(before, after, strict=True))]
        return tuple(found)

    def in_chains(self, output: str) -> "Floats":
        """The posterior draws of an output, ``[chain, draw, *dims]``."""
        import numpy as np

        values = self.posterior[output]
        if self.chains == 1:
            return values[np.newaxis]
        # A set is a part of a chain.
        by_set = values.reshape(-1, self.posterior.replicates, *values.shape[1:]).swapaxes(0, 1)
        return by_set.reshape(self.chains, -1, *values.shape[1:])

    def _agreement(self, question: Question) -> "Floats":
        """R-hat and effective draws in the bulk and in the tails, ``[3, element]``."""
        import numpy as np

        values = self.in_chains(question.output)
        values = values.reshape(*values.shape[:2], -1)
        if self.chains == 1 or question.kind in ("boolean", "category") or not np.isfinite(values).all():
            return np.full((3, values.shape[2]), nan)
        from forecast.inference.convergence import ess_bulk, ess_tail, rhat

        return np.array([rhat(values), ess_bulk(values), ess_tail(values)])
