"""The layout of draws for ArviZ: one group with the dimensions chain, draw, time and the model's indexes.

Values are canonical, as in ``Question``; attributes say of what kind they are, in which unit people read them
(stored = scale * read) and from which day dates count. The attribute is called ``unit``: xarray takes CF's ``units``
of days or seconds for a request to convert to NumPy's times, which know no never. The coordinate ``time`` holds decimal
calendar years, to select by (``sel(time=2030, method="nearest")``) and to plot over; ``date`` beside it their days.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from forecast.language.types.calendar import DAYS_PER_YEAR, decimal_year, format_date
from forecast.results.attributes import Attributes, attributes
from forecast.results.groups import DRAWN, PRIOR, Group
from forecast.results.question import TIME, Expectation, Question

if TYPE_CHECKING:
    import xarray as xr

    from forecast.results.forecast import Forecast

ANSWERS = "answers"
"""The group of answers that evidence informed: more draws than there are of the posterior, which is a group of its own."""

TIME_ATTRIBUTES: Attributes = {"long_name": "date", "unit": "decimal calendar year (2031.0 is 1 January 2031)"}


@dataclass(frozen=True, slots=True)
class Variable:
    """Where an output lies in the tree: its variable's name, dimensions after chain and draw, and attributes."""

    output: str
    name: str
    dims: tuple[str, ...]
    attributes: Attributes


def layout(forecast: "Forecast") -> tuple[tuple[Variable, ...], dict[str, tuple[str, ...]]]:
    """The variable of each output, and the labels of each dimension.

    A variable bears its output's name, with an underscore after it where a dimension has that name already: xarray
    takes a variable named like a dimension for its labels.
    """
    dims: dict[str, tuple[str, ...]] = {}
    of: dict[str, Question | Expectation] = {}
    conditions: dict[str, tuple[str, ...]] = {}
    for asked in (*forecast.questions, *forecast.expectations):
        of.setdefault(asked.output, asked)
        dims.update(zip(asked.dims, asked.elements, strict=True))
        if asked.ticks:
            dims[TIME] = tuple(format_date(tick, forecast.epoch) for tick in asked.ticks)
        if isinstance(asked, Question) and asked.given is not None:
            conditions.setdefault(asked.given.output, _timed(asked.given.dims, timed=asked.given.varies))
    # Outputs that no question describes bring dimensions of their own.
    names: set[str] = set()
    found: list[Variable] = []
    own: dict[str, tuple[str, ...]] = {}
    for output in forecast.draws.names:
        if output in of:
            own[output] = _timed(of[output].dims, timed=bool(of[output].ticks))
        elif output in conditions:
            own[output] = conditions[output]
        else:
            _, *sizes = forecast.draws.shape(output)
            own[output] = tuple(f"{output}_dim_{i}" for i in range(len(sizes)))
            for dim, size in zip(own[output], sizes, strict=True):
                dims[dim] = tuple(str(i) for i in range(size))
    reserved = {*DRAWN, *dims, *([date_name(dims)] if TIME in dims else [])}
    taken = {*reserved, *forecast.draws.names}
    for output in forecast.draws.names:
        name = output.replace("/", "_")
        if name in reserved or name != output:
            while name in taken or name in names:
                name += "_"
        names.add(name)
        found.append(Variable(output, name, own[output], attributes(output, of.get(output), forecast.epoch)))
    return tuple(found), dims


def forecast_to_datatree(forecast: "Forecast") -> "xr.DataTree":
    """All draws as an ``xarray.DataTree``, as ArviZ 1.x reads it.

    Without evidence they are the group ``prior`` (one chain), with evidence ``answers``, beside ``posterior`` and what goes
    with it (see ``forecast.results.groups``).
    """
    import numpy as np
    import xarray as xr

    variables, dims = layout(forecast)
    count = forecast.draws.count
    coordinates: dict[str, object] = {"chain": np.arange(1), "draw": np.arange(count)}
    coordinates.update({dim: np.array(labels, dtype=object) for dim, labels in dims.items() if dim != TIME})
    if TIME in dims:
        coordinates[TIME] = xr.Variable((TIME,), clock(forecast), attrs=TIME_ATTRIBUTES)
        coordinates[date_name(dims)] = xr.Variable((TIME,), np.array(dims[TIME], dtype=object))
    data = {
        v.name: xr.Variable(("chain", "draw", *v.dims), forecast.draws[v.output][np.newaxis], attrs=dict(v.attributes))
        for v in variables
    }
    dataset = xr.Dataset(data, coords=coordinates, attrs=group_attributes(forecast))
    found = {answers_group(forecast): dataset}
    for group in () if forecast.learnt is None else forecast.learnt.groups(forecast.epoch):
        found[group.name] = _dataset(group, group_attributes(forecast))
    return xr.DataTree.from_dict(found)


def answers_group(forecast: "Forecast") -> str:
    """The name of the group of all draws."""
    return PRIOR if forecast.learnt is None else ANSWERS


def _dataset(group: Group, attributes: Attributes) -> "xr.Dataset":
    import numpy as np
    import xarray as xr

    sizes = {d: n for v in group.variables.values() for d, n in zip(v.dims, v.values.shape, strict=True)}
    coordinates: dict[str, object] = {dim: np.arange(sizes[dim]) for dim in DRAWN if dim in sizes}
    coordinates.update({dim: np.array(labels, dtype=object) for dim, labels in group.labels.items()})
    data = {
        name: xr.Variable(variable.dims, variable.values, attrs=dict(variable.attributes))
        for name, variable in group.variables.items()
    }
    return xr.Dataset(data, coords=coordinates, attrs=attributes)


def clock(forecast: "Forecast") -> list[float]:
    """The ticks as decimal calendar years; empty where nothing changes over time."""
    ticks = next((asked.ticks for asked in (*forecast.questions, *forecast.expectations) if asked.ticks), ())
    return [decimal_year(forecast.epoch + tick * DAYS_PER_YEAR) for tick in ticks]


def date_name(dims: Collection[str]) -> str:
    """The name of the coordinate that holds the days of the ticks: no index has it."""
    name = "date"
    while name in dims:
        name += "_"
    return name


def _timed(dims: tuple[str, ...], *, timed: bool) -> tuple[str, ...]:
    return (TIME, *dims) if timed else dims


def group_attributes(forecast: "Forecast") -> Attributes:
    """What a reader of the group has to know to read its values."""
    provenance = forecast.provenance
    return {
        "model": forecast.model,
        "inference_library": "forecast",
        "inference_library_version": provenance.versions.get("forecast", ""),
        "method": provenance.method,
        "seed": provenance.seed,
        "points": provenance.points,
        "replicates": provenance.replicates,
        "epoch": date.fromordinal(forecast.epoch).isoformat() if forecast.epoch > 0 else "",
        "epoch_ordinal": forecast.epoch,
        "trustworthy": int(forecast.trustworthy),
    }
