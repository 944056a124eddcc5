"""Files of runs: NetCDF (HDF5) that keeps the draws to the bit and opens in ArviZ and xarray."""

import json
import os
import secrets
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from forecast.results.datatree import (
    ANSWERS,
    TIME_ATTRIBUTES,
    Variable,
    answers_group,
    clock,
    date_name,
    group_attributes,
    layout,
)
from forecast.results.draws import Draws
from forecast.results.errors import StoreError
from forecast.results.forecast import Forecast
from forecast.results.groups import PRIOR, Group, learnt_from_groups
from forecast.results.learnt import Learnt
from forecast.results.patient_file import PatientFile
from forecast.results.question import TIME
from forecast.results.record import (
    correlation_from_record,
    expectation_from_record,
    failure_from_record,
    provenance_from_record,
    question_from_record,
    to_record,
)
from forecast.results.stored_group import read_group, write_group

FORMAT = "forecast-run"
VERSION = 1
PACKED_KINDS = ("boolean", "category")
"""Few distinct values: worth compressing; the others are noise."""


def save(forecast: Forecast, path: Path | str) -> None:
    """Write a run to a file; an existing one is replaced in one step, or stays as it was where anything fails.

    Raises StoreError.
    """
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise StoreError(f"{path} is a folder; name a file to write the run to, such as {Path(path) / 'run.nc'}.")
    if not target.parent.is_dir():
        raise StoreError(f"{path} cannot be written: the folder {target.parent} does not exist.")
    partial = target.parent / f".{target.name}.{secrets.token_hex(4)}.partial"
    try:
        _write(forecast, partial)
        if target.exists():
            partial.chmod(target.stat().st_mode & 0o777)
        partial.replace(target)
        _settle_folder(target.parent)
    except StoreError:
        raise
    except OSError as error:
        raise StoreError(f"{path} could not be written: {_reason(error)}. {_left(target)}") from error
    finally:
        # Also after an interruption; after success there is nothing left of that name.
        partial.unlink(missing_ok=True)


def load(path: Path | str) -> Forecast:
    """Read a run from a file, without its model: everything but ``probability`` of new expressions works.

    Raises StoreError.
    """
    import h5netcdf

    place = Path(path)
    if not place.exists():
        raise StoreError(f"There is no file {path}.")
    if place.is_dir():
        raise StoreError(f"{path} is a folder, not a file of a run.")
    try:
        with h5netcdf.File(place, "r") as file:
            return _read(file, path)
    except StoreError:
        raise
    except OSError as error:
        raise StoreError(_unreadable(place, error)) from error
    except (KeyError, TypeError, ValueError, AttributeError, RuntimeError, UnicodeDecodeError) as error:
        raise StoreError(_damaged(path)) from error


def _write(forecast: Forecast, place: Path) -> None:
    import h5netcdf

    with PatientFile(place) as disk:
        with h5netcdf.File(disk, "w") as file:
            _write_run(forecast, file, disk)
        disk.check()
        disk.settle()


def _write_run(forecast: Forecast, file: Any, disk: PatientFile) -> None:
    import h5py
    import numpy as np

    variables, dims = layout(forecast)
    count = forecast.draws.count
    file.attrs["format"] = FORMAT
    file.attrs["format_version"] = VERSION
    file.attrs["forecast"] = json.dumps(_record(forecast, variables), ensure_ascii=False)
    group = file.create_group(answers_group(forecast))
    for name, value in group_attributes(forecast).items():
        group.attrs[name] = value
    group.dimensions = {"chain": 1, "draw": count, **{dim: len(labels) for dim, labels in dims.items()}}
    group.create_variable("chain", ("chain",), data=np.arange(1))
    group.create_variable("draw", ("draw",), data=np.arange(count), **_packing(count))
    if TIME in dims:
        stored = group.create_variable(TIME, (TIME,), data=np.array(clock(forecast)))
        for name, value in TIME_ATTRIBUTES.items():
            stored.attrs[name] = value
        # By this the days are read as a coordinate too.
        group.attrs["coordinates"] = date_name(dims)
    for dim, labels in dims.items():
        name = date_name(dims) if dim == TIME else dim
        column = group.create_variable(name, (dim,), dtype=h5py.string_dtype())
        column[...] = np.array(labels, dtype=object)
    for variable in variables:
        _write_variable(group, variable, forecast.draws, disk)
    for learnt in () if forecast.learnt is None else forecast.learnt.groups(forecast.epoch):
        write_group(file, learnt, group_attributes(forecast))
        disk.check()


def _write_variable(group: Any, variable: Variable, draws: Draws, disk: PatientFile) -> None:
    count, *sizes = draws.shape(variable.output)
    packed = variable.attributes.get("kind") in PACKED_KINDS
    stored = group.create_variable(
        variable.name,
        ("chain", "draw", *variable.dims),
        dtype="f8",
        **(_packing(1, count, *sizes) if packed else {}),
    )
    for name, value in variable.attributes.items():
        stored.attrs[name] = value
    start = 0
    for piece in draws.pieces(variable.output):
        if piece.size:
            stored[0, start : start + len(piece)] = piece
        start += len(piece)
        disk.check()


def _packing(*shape: int) -> dict[str, Any]:
    if 0 in shape:
        return {}
    chunks = tuple(min(size, 65_536) for size in shape)
    return {"compression": "gzip", "compression_opts": 1, "shuffle": True, "chunks": chunks}


def _record(forecast: Forecast, variables: tuple[Variable, ...]) -> dict[str, Any]:
    return {
        "model": forecast.model,
        "doc": forecast.doc,
        "epoch": forecast.epoch,
        "draws": forecast.draws.count,
        "reasons": list(forecast.reasons),
        "questions": [to_record(question) for question in forecast.questions],
        "expectations": [to_record(expectation) for expectation in forecast.expectations],
        "correlations": [to_record(result) for result in forecast.correlations],
        "failures": [to_record(failure) for failure in forecast.failures],
        "provenance": to_record(forecast.provenance),
        "learnt": None
        if forecast.learnt is None
        else {
            "parameters": [to_record(question) for question in forecast.learnt.parameters],
            "answers": [to_record(question) for question in forecast.learnt.answers],
            "replicates": forecast.learnt.posterior.replicates,
            "effective": forecast.learnt.effective,
        },
        "variables": {variable.output: variable.name for variable in variables},
    }


def _read(file: Any, path: Path | str) -> Forecast:
    if file.attrs.get("format") != FORMAT:
        raise StoreError(f"{path} is a NetCDF file, but not one of a forecast's run.")
    version = int(file.attrs["format_version"])
    if version != VERSION:
        raise StoreError(
            f"{path} was written in version {version} of the format, and this release reads version {VERSION}. "
            f"{'Update forecast' if version > VERSION else 'Run the forecast again'} to read it."
        )
    record = json.loads(file.attrs["forecast"])
    provenance = provenance_from_record(record["provenance"])
    draws = Draws(replicates=provenance.replicates)
    learnt = record.get("learnt")
    group = file[PRIOR if learnt is None else ANSWERS]
    # Read now, for the file will be closed.
    groups = () if learnt is None else tuple(read_group(n, g) for n, g in file.groups.items() if n != ANSWERS)
    for output, name in record["variables"].items():
        stored = group[name]
        rows = max(1, 2**22 // max(1, 8 * stored[0, :1].size))
        if not stored.shape[1]:
            draws.extend(output, stored[0])
        for start in range(0, stored.shape[1], rows):
            draws.extend(output, stored[0, start : start + rows])
    if draws.count != record["draws"]:
        raise StoreError(f"{path} is damaged: it should hold {record['draws']} draws and holds {draws.count}.")
    return Forecast(
        tuple(question_from_record(data) for data in record["questions"]),
        draws,
        epoch=int(record["epoch"]),
        model=str(record["model"]),
        doc=record["doc"],
        expectations=tuple(expectation_from_record(data) for data in record["expectations"]),
        correlations=tuple(correlation_from_record(data) for data in record.get("correlations", ())),
        failures=tuple(failure_from_record(data) for data in record["failures"]),
        reasons=tuple(record["reasons"]),
        provenance=provenance,
        teach=None if learnt is None else partial(_learnt, groups, learnt),
    )


def _learnt(groups: tuple[Group, ...], record: Mapping[str, Any]) -> Learnt:
    questions = {part: tuple(question_from_record(data) for data in record[part]) for part in ("parameters", "answers")}
    return learnt_from_groups(groups, questions, int(record["replicates"]), float(record["effective"]))


def _unreadable(place: Path, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return f"{place} cannot be read: permission denied."
    text = str(error)
    if "signature not found" in text:
        return f"{place} is not a file of a run (those are NetCDF files, as `forecast run --output` writes them)."
    # What the system refuses has a number; what the format's library cannot make sense of has none.
    return f"{place} cannot be read: {_reason(error)}." if error.errno else _damaged(place)


def _damaged(place: Path | str) -> str:
    return f"{place} is damaged or cut short. Copy it anew, or run the forecast again to get a new one."


def _settle_folder(folder: Path) -> None:
    """Wait until the disk knows the new name."""
    if os.name != "posix":
        # Elsewhere a folder cannot be opened.
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror and error.errno:
        return error.strerror.lower()
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _left(target: Path) -> str:
    return "The file that was there is unchanged." if target.exists() else "No file was left behind."
