"""What evidence has taught as groups of arrays, named and shaped as ArviZ 1.x expects them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forecast.results.attributes import Attributes, attributes
from forecast.results.draws import Draws
from forecast.results.learnt import Compared, Learnt
from forecast.results.question import Question

POSTERIOR, PRIOR = "posterior", "prior"
POSTERIOR_PREDICTIVE, PRIOR_PREDICTIVE = "posterior_predictive", "prior_predictive"
OBSERVED, LOG_LIKELIHOOD, STATISTICS = "observed_data", "log_likelihood", "sample_stats"
DRAWN = ("chain", "draw")


@dataclass(frozen=True, slots=True)
class Variable:
    """An array with the names of its dimensions."""

    dims: tuple[str, ...]
    values: NDArray[Any]
    attributes: Attributes = field(default_factory=dict[str, str | float | int])


@dataclass(slots=True)
class Group:
    """Variables by name, and the labels of their dimensions but for ``chain`` and ``draw``, which are numbered."""

    name: str
    variables: dict[str, Variable] = field(default_factory=dict[str, Variable])
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def add(self, name: str, variable: Variable, labels: Mapping[str, tuple[str, ...]]) -> None:
        """Add a variable under a name that no other variable or dimension has."""
        self.labels.update(labels)
        name = name.replace("/", "_")
        while name in self.variables or name in self.labels or name in DRAWN:
            name += "_"
        self.variables[name] = variable


def groups_of(learnt: Learnt, epoch: int) -> tuple[Group, ...]:
    """The posterior and what goes with it; groups that would be empty are left out.

    ``posterior`` and ``prior`` hold parameters and answers, the predictive groups what evidence could have been,
    ``observed_data`` what it was, in the rows that were seen, and ``log_likelihood`` the logarithm of its density, a value
    for each observation. Values are canonical, as in ``Question``.
    """
    found = {
        name: Group(name)
        for name in (
            POSTERIOR, POSTERIOR_PREDICTIVE, PRIOR, PRIOR_PREDICTIVE, OBSERVED, LOG_LIKELIHOOD, STATISTICS,
        )
    }  # fmt: skip
    for question in _distinct((*learnt.parameters, *learnt.answers)):
        _add(found[POSTERIOR], question.output, question, learnt.in_chains(question.output), epoch)
        if learnt.prior is not None and question.output in learnt.prior:
            _add(found[PRIOR], question.output, question, learnt.prior[question.output][np.newaxis], epoch)
    for number, compared in enumerate(learnt.compared, start=1):
        _compare(found, learnt, compared, f"observe_{number}", epoch)
    for name, values in learnt.statistics.items():
        found[STATISTICS].add(name, Variable(DRAWN, values), {})
    return tuple(group for group in found.values() if group.variables)


def _distinct(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    return tuple({question.output: question for question in questions}.values())


def _add(group: Group, name: str, question: Question, values: NDArray[Any], epoch: int) -> None:
    labels = dict(zip(question.dims, question.elements, strict=True))
    group.add(name, Variable((*DRAWN, *question.dims), values, attributes(question.output, question, epoch)), labels)


def _compare(found: Mapping[str, Group], learnt: Learnt, compared: Compared, other: str, epoch: int) -> None:
    name = compared.name if re.fullmatch(r"[^\W\d][\w.]*", compared.name) else other
    drawn = compared.drawn
    seen = learnt.posterior[compared.seen.output]
    if not np.array_equal(seen, np.broadcast_to(seen[:1], seen.shape), equal_nan=True):
        # What is seen depends on what is uncertain, so that there are no data.
        return
    values = np.broadcast_to(seen[0], learnt.posterior.shape(drawn.output)[1:])
    labels = dict(zip(drawn.dims, drawn.elements, strict=True))
    weights = learnt.in_chains(compared.log_likelihood)
    rows = np.flatnonzero(~np.isnan(values)) if values.ndim == 1 and not np.isnan(values).all() else None
    dims = drawn.dims
    if rows is not None and len(rows) < len(values):
        # Rows of its own get a dimension of their own.
        dims = (f"{drawn.dims[0]}_{name}",)
        labels = {dims[0]: tuple(drawn.elements[0][row] for row in rows)}
    else:
        rows = None
    info = attributes(drawn.output, drawn, epoch) | {"long_name": compared.name, "evidence": compared.span.text}

    def add(group: str, values: NDArray[Any], first: tuple[str, ...], *, extra: Attributes = info) -> None:
        kept = values if rows is None else values[..., rows]
        own = (*first, *dims)[: kept.ndim]
        found[group].add(name, Variable(own, kept, extra), {dim: labels[dim] for dim in own if dim in labels})

    add(OBSERVED, values, ())
    add(POSTERIOR_PREDICTIVE, learnt.in_chains(drawn.output), DRAWN)
    if learnt.prior is not None:
        add(PRIOR_PREDICTIVE, learnt.prior[drawn.output][np.newaxis], DRAWN)
    if weights.ndim - len(DRAWN) == len(dims):
        add(LOG_LIKELIHOOD, weights, DRAWN, extra={"long_name": compared.name})
    else:
        # Elements that come together have one density.
        apart = tuple(dim for dim in dims if dim in compared.apart)
        found[LOG_LIKELIHOOD].add(name, Variable((*DRAWN, *apart), weights), {dim: labels[dim] for dim in apart})


def from_chains(values: NDArray[Any], replicates: int) -> NDArray[Any]:
    """Draws ``[chain, draw, *dims]`` as ``[draw, *dims]``, so that draw i is one of set i % ``replicates``."""
    dims = values.shape[2:]
    flat = values.reshape(-1, *dims)
    if values.shape[0] == 1:
        return flat
    return flat.reshape(replicates, -1, *dims).swapaxes(0, 1).reshape(-1, *dims)


def learnt_from_groups(
    groups: tuple[Group, ...], questions: Mapping[str, tuple[Question, ...]], replicates: int, effective: float
) -> Learnt:
    """The inverse, as far as parameters and answers go; ``questions`` has both by those words."""
    by_name = {group.name: group for group in groups}

    def draws(name: str, sets: int) -> Draws:
        found = Draws(replicates=sets)
        for variable in by_name[name].variables.values() if name in by_name else ():
            found.extend(str(variable.attributes["output"]), from_chains(variable.values, sets))
        return found

    posterior = by_name[POSTERIOR].variables.values() if POSTERIOR in by_name else ()
    chains = next((variable.values.shape[0] for variable in posterior), 1)
    return Learnt(
        questions["parameters"],
        questions["answers"],
        (),
        draws(POSTERIOR, replicates),
        draws(PRIOR, 1) if PRIOR in by_name else None,
        chains,
        effective,
        known_groups=groups,
    )
