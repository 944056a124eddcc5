"""The layout of draws for ArviZ: one group with the dimensions chain, draw and the model's indexes.

Values are canonical, as in ``Question``; attributes say of what kind they are, in which unit people read them
(stored = scale * read) and from which day dates count. The attribute is called ``unit``: xarray takes CF's ``units``
of days or seconds for a request to convert to NumPy's times, which know no never.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from forecast.results.question import Expectation, Question

if TYPE_CHECKING:
    import xarray as xr

    from forecast.results.forecast import Forecast

GROUP = "prior"
"""The group of draws that no evidence informed."""
RESERVED = ("chain", "draw")

type Attributes = dict[str, str | float | int]


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
        if isinstance(asked, Question) and asked.given is not None:
            conditions.setdefault(asked.given.output, asked.given.dims)
    # Outputs that no question describes bring dimensions of their own.
    names: set[str] = set()
    found: list[Variable] = []
    own: dict[str, tuple[str, ...]] = {}
    for output in forecast.draws.names:
        if output in of:
            own[output] = of[output].dims
        elif output in conditions:
            own[output] = conditions[output]
        else:
            _, *sizes = forecast.draws.shape(output)
            own[output] = tuple(f"{output}_dim_{i}" for i in range(len(sizes)))
            for dim, size in zip(own[output], sizes, strict=True):
                dims[dim] = tuple(str(i) for i in range(size))
    taken = {*RESERVED, *dims, *forecast.draws.names}
    for output in forecast.draws.names:
        name = output.replace("/", "_")
        if name in dims or name in RESERVED or name != output:
            while name in taken or name in names:
                name += "_"
        names.add(name)
        found.append(Variable(output, name, own[output], _attributes(forecast, output, of.get(output))))
    return tuple(found), dims


def forecast_to_datatree(forecast: "Forecast") -> "xr.DataTree":
    """All draws as an ``xarray.DataTree`` with the group ``prior`` (one chain), as ArviZ 1.x reads it."""
    import numpy as np
    import xarray as xr

    variables, dims = layout(forecast)
    count = forecast.draws.count
    coordinates: dict[str, object] = {"chain": np.arange(1), "draw": np.arange(count)}
    coordinates.update({dim: np.array(labels, dtype=object) for dim, labels in dims.items()})
    data = {
        v.name: xr.Variable(("chain", "draw", *v.dims), forecast.draws[v.output][np.newaxis], attrs=dict(v.attributes))
        for v in variables
    }
    dataset = xr.Dataset(data, coords=coordinates, attrs=group_attributes(forecast))
    return xr.DataTree.from_dict({GROUP: dataset})


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


def _attributes(forecast: "Forecast", output: str, asked: Question | Expectation | None) -> Attributes:
    found: Attributes = {"output": output}
    if asked is None:
        return found
    if isinstance(asked, Expectation):
        return {**found, "kind": "boolean", "long_name": asked.text, "convention": "1 true, 0 false, NaN missing"}
    found["kind"] = asked.kind
    found["long_name"] = asked.title or asked.text or asked.name
    match asked.kind:
        case "date":
            never = "never" if asked.horizon is None else "not by the end of the clock"
            found["unit"] = "years of 365.2425 days since the epoch"
            found["epoch_ordinal"] = forecast.epoch
            found["convention"] = f"+inf is {never}, NaN missing"
        case "duration":
            found.update(unit=asked.unit or "years", scale=asked.scale)
            found["convention"] = "stored in years; ±inf is endless, NaN missing"
        case "number":
            found.update(unit=asked.unit, scale=asked.scale)
            found["convention"] = "stored = scale * shown"
        case "growth":
            found["unit"] = "log-rate per year"
            found["convention"] = "the factor per year is exp(stored)"
        case "boolean":
            found["convention"] = "1 true, 0 false, NaN missing"
        case "category":
            found["convention"] = "position in labels, NaN missing"
            found["labels"] = ", ".join(asked.categories)
    return found
