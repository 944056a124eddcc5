"""Groups of a posterior in a file: NetCDF (HDF5), to the bit."""

from collections.abc import Mapping
from typing import Any

from forecast.results.groups import DRAWN, Group, Variable


def write_group(file: Any, group: Group, attributes: Mapping[str, Any]) -> None:
    """Write a group into an open file."""
    import h5py
    import numpy as np

    stored = file.create_group(group.name)
    for name, value in attributes.items():
        stored.attrs[name] = value
    sizes = {d: n for v in group.variables.values() for d, n in zip(v.dims, v.values.shape, strict=True)}
    stored.dimensions = sizes
    for dim in DRAWN:
        if dim in sizes:
            stored.create_variable(dim, (dim,), data=np.arange(sizes[dim]))
    for dim, labels in group.labels.items():
        column = stored.create_variable(dim, (dim,), dtype=h5py.string_dtype())
        column[...] = np.array(labels, dtype=object)
    for name, variable in group.variables.items():
        values = variable.values
        if values.dtype == bool:
            # As xarray stores truths.
            made = stored.create_variable(name, variable.dims, data=values.astype("i1"))
            made.attrs["dtype"] = "bool"
        else:
            made = stored.create_variable(name, variable.dims, data=np.ascontiguousarray(values))
        for key, value in variable.attributes.items():
            made.attrs[key] = value


def read_group(name: str, stored: Any) -> Group:
    """A group of an open file."""
    group = Group(name)
    for key, variable in stored.variables.items():
        if key in DRAWN:
            continue
        if key in stored.dimensions:
            group.labels[key] = tuple(
                label.decode() if isinstance(label, bytes) else str(label) for label in variable[...]
            )
            continue
        attributes = {
            each: value.item() if hasattr(value, "item") else value
            for each, value in variable.attrs.items()
            if each != "dtype"
        }
        values = variable[...]
        values = values.astype(bool) if variable.attrs.get("dtype") == "bool" else values
        group.variables[key] = Variable(tuple(variable.dimensions), values, attributes)
    return group
