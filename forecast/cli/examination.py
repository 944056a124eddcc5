"""What `forecast doctor` looks at: each examination gives one finding, and none raises."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from forecast.version import __version__

PACKAGES = (
    "jax", "jaxlib", "numpyro", "numpy", "scipy", "arviz", "xarray", "h5netcdf", "h5py",
    "lark", "wadler-lindig", "rich", "cyclopts", "platformdirs", "watchfiles",
)  # fmt: skip
SELF_TEST = "as_of 2026-01-01\nevent arrival ~ 2028 to 2032\n"
EXPECTED, TOLERANCE = 2030.0, 0.1
"""The median of a normal distribution lies in the middle of its interval; of 10,000 draws within six standard errors."""


@dataclass(frozen=True, slots=True)
class Finding:
    subject: str
    works: bool
    detail: str
    advice: str = ""


class BrokenError(Exception):
    """Something does not work. The message says what, `advice` what to do."""

    def __init__(self, message: str, advice: str = "") -> None:
        self.advice = advice
        super().__init__(message)


def examine() -> Iterator[Finding]:
    """One finding after the other, the quick ones first."""
    examinations: tuple[tuple[str, Callable[[], str]], ...] = (
        ("forecast", _forecast),
        ("python", _python),
        ("machine", _machine),
        ("packages", _packages),
        ("grammar", _grammar),
        ("models", _models),
        ("terminal", _terminal),
        ("cache", _cache),
        ("devices", _devices),
        ("forecasting", _forecasting),
        ("saving", _saving),
    )
    for subject, examination in examinations:
        yield _examined(subject, examination)


def _examined(subject: str, examination: Callable[[], str]) -> Finding:
    try:
        return Finding(subject, works=True, detail=examination())
    except BrokenError as broken:
        return Finding(subject, works=False, detail=str(broken), advice=broken.advice)
    except Exception as error:
        # Whatever a broken installation does is a finding.
        message = " ".join(str(error).split())[:300]
        return Finding(
            subject, works=False, detail=f"{type(error).__name__}: {message}" if message else type(error).__name__
        )


def _forecast() -> str:
    return f"{__version__}, in {Path(__file__).resolve().parents[1]}"


def _python() -> str:
    import platform

    return f"{platform.python_version()} ({sys.executable})"


def _machine() -> str:
    from forecast.results.provenance import platform

    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{platform()}, {usable} {'core' if usable == 1 else 'cores'}"


def _packages() -> str:
    from importlib import metadata

    found: list[str] = []
    missing: list[str] = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            missing.append(package)
    if missing:
        raise BrokenError(
            f"not installed: {', '.join(missing)}", "Install the package again: python -m pip install forecast-lang"
        )
    return ", ".join(found)


def _grammar() -> str:
    from forecast.language.source import Source
    from forecast.language.syntax import parse
    from forecast.resources import grammar_path

    path = grammar_path()
    start = time.perf_counter()
    if parse(Source("<test>", SELF_TEST)).diagnostics:
        raise BrokenError(f"{path} does not read a correct model", "Install the package again.")
    return f"{path}, ready in {time.perf_counter() - start:.2f} s"


def _models() -> str:
    from forecast.resources import models_folder

    folder = models_folder()
    return f"{len(list(folder.glob('*.fcst')))} in {folder}"


def _terminal() -> str:
    from forecast.cli.terminal import console, is_terminal

    to = console(sys.stdout)
    what = "a terminal" if is_terminal(sys.stdout) else "no terminal (a file or a pipe)"
    colour = f"{to.color_system} colours" if to.color_system and not to.no_color else "no colours"
    characters = "ASCII only" if to.options.ascii_only else "Unicode"
    return f"{what}, {to.width} columns, {colour}, {characters} ({to.encoding})"


def _cache() -> str:
    from forecast.sampling.xla import cache_folder

    folder = cache_folder()
    if folder is None:
        # Slower, not broken.
        return "no folder that can be written; every run compiles anew (FORECAST_CACHE_DIR names another one)"
    files = [path for path in folder.rglob("*") if path.is_file()]
    return f"{folder}, {len(files):,} files, {sum(path.stat().st_size for path in files) / 1e6:,.1f} MB"


def _devices() -> str:
    import jax

    from forecast.sampling.xla import prepare

    prepare()
    if not jax.config.jax_enable_x64:  # pyright: ignore[reportAttributeAccessIssue]
        raise BrokenError("JAX calculates with 32 bits", "Unset JAX_ENABLE_X64.")
    return ", ".join(f"{device.platform}:{device.id} ({device.device_kind})" for device in jax.devices())


def _forecasting() -> str:
    from forecast.language.source import Source
    from forecast.session import ModelFile

    start = time.perf_counter()
    model = ModelFile(Source("<test>", SELF_TEST))
    median = model.run(draws=10_000).quantile("arrival", 0.5)
    first = time.perf_counter() - start
    if not abs(median - EXPECTED) < TOLERANCE:
        raise BrokenError(
            f"a date between 2028 and 2032 has its median at {median:.2f}, not at {EXPECTED:.0f}", "Please report it."
        )
    start = time.perf_counter()
    model.run(draws=10_000, seed=1)
    return f"a tiny forecast took {first:.2f} s, another one {time.perf_counter() - start:.3f} s; its median is right"


def _saving() -> str:
    from forecast.language.source import Source
    from forecast.results.store import load, save
    from forecast.session import ModelFile

    forecast = ModelFile(Source("<test>", SELF_TEST)).run(draws=1000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.nc"
        save(forecast, path)
        if load(path).quantile("arrival", 0.5) != forecast.quantile("arrival", 0.5):
            raise BrokenError("a saved run reads differently", "Please report it.")
    return f"a run was saved and read again ({tempfile.gettempdir()})"
