"""The wheel, built and installed into an environment of its own, used from another folder.

Packages it depends on are borrowed from the environment that runs the tests, so that this needs no network;
`make wheel` installs them for real.
"""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

import forecast

CHECKOUT = Path(__file__).resolve().parents[2]
EXAMPLE = "what_are_we_scaling.fcst"


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    # The checkout may be on PYTHONPATH; the installed package must be found without it.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def succeed(*command: str | Path, cwd: Path) -> str:
    done = run(*command, cwd=cwd)
    assert done.returncode == 0, f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    succeed(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", folder, CHECKOUT, cwd=CHECKOUT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of an environment that holds the wheel."""
    root = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(root, with_pip=False)
    python = root / "bin" / "python"
    succeed(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=root)
    site = Path(succeed(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=root).strip())
    # A folder named in a .pth file is searched last; .pth files in it (the editable install) have no effect.
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "borrowed.pth").write_text("\n".join(sorted(borrowed)) + "\n", encoding="utf-8")
    return root


def test_wheel_holds_the_package_the_grammar_and_the_models_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {name.split("/")[0] for name in names} == {
        "forecast",
        f"forecast_lang-{forecast.__version__}.dist-info",
    }
    assert {"forecast/py.typed", "forecast/_resources/grammar/fcst.lark"} <= names
    models = {
        f"forecast/_resources/models/{path.relative_to(CHECKOUT / 'models').as_posix()}"
        for path in (CHECKOUT / "models").rglob("*.fcst")
    }
    assert f"forecast/_resources/models/{EXAMPLE}" in models
    assert models <= names


def test_installed_command_tells_its_version(installed: Path, tmp_path: Path) -> None:
    assert forecast.__version__ in succeed(installed / "bin" / "forecast", "--version", cwd=tmp_path)


def test_installed_package_finds_its_own_grammar_and_models(installed: Path, tmp_path: Path) -> None:
    code = "from forecast.resources import *; print(grammar_path(), models_folder(), sep='\\n')"
    grammar, models = map(Path, succeed(installed / "bin" / "python", "-c", code, cwd=tmp_path).splitlines())
    assert grammar.is_relative_to(installed)
    assert models.is_relative_to(installed)
    assert grammar.read_bytes() == (CHECKOUT / "grammar" / "fcst.lark").read_bytes()


def test_installed_command_checks_a_model_of_the_library(installed: Path, tmp_path: Path) -> None:
    code = "from forecast.resources import models_folder; print(models_folder())"
    models = Path(succeed(installed / "bin" / "python", "-c", code, cwd=tmp_path).strip())
    succeed(installed / "bin" / "forecast", "check", models / EXAMPLE, cwd=tmp_path)


def test_installed_command_finds_mistakes(installed: Path, tmp_path: Path) -> None:
    mistaken = tmp_path / "mistaken.fcst"
    mistaken.write_text("model mistaken\nx = no_such_name + 1\n", encoding="utf-8")
    done = run(installed / "bin" / "forecast", "check", mistaken, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "no_such_name" in done.stdout + done.stderr
