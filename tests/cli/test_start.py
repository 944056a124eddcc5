"""What a process imports before it does anything, and what it says of itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from forecast.version import __version__

HEAVY = ("jax", "jaxlib", "numpyro", "numpy", "scipy", "arviz", "xarray", "h5netcdf", "pandas")

DRIVER = """
import json, sys
from forecast.cli import main
code = main(sys.argv[1:])
print(json.dumps([code, sorted({name.partition(".")[0] for name in sys.modules})]), file=sys.stderr)
"""


def _imported(folder: Path, *arguments: str) -> tuple[int, set[str]]:
    import json

    ended = subprocess.run(
        [sys.executable, "-c", DRIVER, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    code, modules = json.loads(ended.stderr.splitlines()[-1])
    return code, set(modules)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["run", "--help"],
        ["check", "model.fcst"],
        ["check", "broken.fcst"],
        ["fmt", "model.fcst"],
        ["compile", "model.fcst"],
        ["graph", "model.fcst"],
        ["dump", "model.fcst", "--stage", "program"],
        ["explain", "lognormal"],
        ["completion", "bash"],
        ["new", "fresh"],
    ],
)
def test_no_numerical_library_is_imported(tmp_path, model, broken, arguments):
    code, modules = _imported(tmp_path, *arguments)
    assert code == (1 if "broken.fcst" in arguments else 0)
    assert modules.isdisjoint(HEAVY)


def test_a_check_without_findings_does_without_the_terminal_library(tmp_path, model):
    assert "rich" not in _imported(tmp_path, "check", "model.fcst")[1]


def test_the_version_alone_imports_next_to_nothing(tmp_path):
    code, modules = _imported(tmp_path, "--version")
    assert code == 0
    assert modules.isdisjoint({"cyclopts", "rich", "lark", *HEAVY})


def test_version(process):
    out, err = process("--version").communicate(timeout=60)
    assert (out, err) == (f"forecast {__version__}\n", "")


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_lists_every_command(forecast, arguments):
    ended = forecast(*arguments)
    assert (ended.code, ended.err) == (0, "")
    for command in (
        "run",
        "show",
        "check",
        "fmt",
        "explain",
        "compile",
        "graph",
        "dump",
        "new",
        "doctor",
        "watch",
        "worlds",
        "completion",
    ):
        assert f"│ {command} " in ended.out
    assert all(len(line) <= 80 for line in ended.out.splitlines())


def test_every_command_has_help(forecast):
    from forecast.cli.app import COMMANDS

    for command in COMMANDS:
        ended = forecast(command.name, "--help")
        assert ended.code == 0
        assert ended.out.startswith(f"Usage: forecast {command.name} ")
        assert command.help.removesuffix(".").split()[0] in ended.out


def test_a_pipe_that_closes_early(tmp_path, model):
    shell = f"{sys.executable} -m forecast.cli graph model.fcst | head -n 1; echo ${{PIPESTATUS[0]}}"
    ended = subprocess.run(
        ["bash", "-c", shell],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ended.stdout == "sales  (parameter)\n0\n"
    assert ended.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_under_the_output(tmp_path, model):
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "forecast.cli", "graph", "model.fcst"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert ended.returncode == 2
    assert ended.stderr == "error: the output could not be written: no space left on device\n"
