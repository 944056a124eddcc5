"""The figures as tables and as JSON."""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from benchmarks.contestants import CONTESTANTS, OURS, REFERENCE
from benchmarks.measurement import Line, Measured, Part, Target
from benchmarks.race import Race

_PACKAGES = ("jax", "numpyro", "numpy", "scipy")


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    packages: dict[str, str] = {}
    for package in _PACKAGES:
        try:
            packages[package] = version(package)
        except PackageNotFoundError:
            continue
    return {
        "taken": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "load": [load()],
        "packages": packages,
    }


def load() -> float | None:
    """How many processes want a processor, over the last minute. More than there are processors spoil every time."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def to_json(about: Mapping[str, Any], race: Race | None, parts: Mapping[str, Part]) -> dict[str, Any]:
    found: dict[str, Any] = {"machine": dict(about)}
    if race is not None:
        found["forward"] = race.to_json()
    return found | {name: part.to_json() for name, part in parts.items()}


def report(about: Mapping[str, Any], race: Race | None, parts: Mapping[str, Part]) -> RenderableType:
    """Everything, one table under the other."""
    packages = ", ".join(f"{name} {number}" for name, number in about["packages"].items())
    loads = " to ".join(f"{load:.1f}" for load in about["load"] if load is not None) or "unknown"
    where = f"{about['system']}, {about['processors']} processors, load {loads}, Python {about['python']}, {packages}"
    pieces: list[RenderableType] = [Text(where, style="dim")]
    if race is not None:
        pieces += _race(race)
    for part in parts.values():
        pieces += _part(part)
    return Group(*pieces)


def _race(race: Race) -> Iterator[RenderableType]:
    largest = max(race.sizes)
    busy = 1_000_000 if 1_000_000 in race.sizes else largest
    table = Table(
        title="\nForward Monte Carlo: ten inputs, five answers, warm; best wall seconds (median), times straight NumPy's",
        title_justify="left",
        caption_justify="left",
    )
    table.add_column("draws", no_wrap=True)
    for size in race.sizes:
        table.add_column(_power(size), justify="right", no_wrap=True)
    table.add_column(f"CPU s at {_power(busy)}", justify="right")
    table.add_column(f"MB at {_power(largest)}", justify="right")
    table.add_column("agrees", justify="center")
    for contestant in CONTESTANTS:
        cells = race.cells.get(contestant.name)
        if not cells:
            continue
        row = [contestant.title]
        for size in race.sizes:
            cell = cells.get(size)
            ratio = race.ratio(contestant.name, size)
            shown = "" if ratio is None or contestant.name == REFERENCE else f"  {ratio:.2f}×"
            row.append("–" if cell is None else f"{_seconds(cell.wall)}{shown}")
        row.append(f"{cells[busy].cpu.best:.2g}" if busy in cells else "–")
        row.append(f"{cells[largest].peak_bytes / 1e6:.0f}" if largest in cells else "–")
        row.append("yes" if all(cell.agrees for cell in cells.values()) else "NO")
        table.add_row(*row, style="bold" if contestant.name == OURS else "")
    yield table
    for name, size in race.disagreeing:
        deviation = race.cells[name][size].deviation
        yield Text(
            f"{_title(name)} at {_power(size)} draws is {deviation:.0f} standard errors off: another model?",
            style="red",
        )
    for name, reason in race.absent.items():
        yield Text(f"{_title(name)} does not take part: {reason.splitlines()[-1]}", style="dim")
    yield from _targets(race.targets)


def _part(part: Part) -> Iterator[RenderableType]:
    if part.failure:
        yield Text(f"\n{part.title} could not be measured: {part.failure}", style="red")
        return
    table = Table(title=f"\n{part.title}", title_justify="left")
    table.add_column("")
    for heading in ("best", "median"):
        table.add_column(heading, justify="right", no_wrap=True)
    with_cpu = any(line.cpu is not None for line in part.lines)
    if with_cpu:
        table.add_column("best CPU", justify="right", no_wrap=True)
    for line in part.lines:
        table.add_row(*_cells(line, with_cpu))
    yield table
    yield from _targets(part.targets)


def _cells(line: Line, with_cpu: bool) -> list[str]:
    row = [line.what, f"{line.measured.best:.3g} {line.unit}", f"{line.measured.median:.3g} {line.unit}"]
    if with_cpu:
        row.append("–" if line.cpu is None else f"{line.cpu.best:.3g} {line.unit}")
    return row


def _targets(targets: Sequence[Target]) -> Iterator[RenderableType]:
    for target in targets:
        word = "at least" if target.at_least else "at most"
        unit = f" {target.unit}" if target.unit else ""
        mark, style = ("met", "green") if target.met else ("MISSED", "red")
        yield Text.assemble(
            "  ",
            (f"{mark:6}", style),
            f"  {target.what}: {target.value:.3g}{unit}, target {word} {target.limit:g}{unit}",
        )


def _title(name: str) -> str:
    return next(contestant.title for contestant in CONTESTANTS if contestant.name == name)


def _power(size: int) -> str:
    return f"{size:.0e}".replace("e+0", "e")


def _seconds(measured: Measured) -> str:
    return " ".join((_short(measured.best), f"({_short(measured.median)})"))


def _short(seconds: float) -> str:
    return f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.2g}"
