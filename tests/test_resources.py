import subprocess
import sys
from pathlib import Path

import pytest

from forecast import resources

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place where the package is made to believe it lies."""
    folder = tmp_path / "site" / "forecast"
    folder.mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", folder)
    return folder


def fill(folder: Path, grammar: str) -> None:
    (folder / "grammar").mkdir(parents=True)
    (folder / "grammar" / "fcst.lark").write_text(grammar, encoding="utf-8")
    (folder / "models").mkdir()


def test_checkout_offers_its_own_grammar_and_models() -> None:
    assert resources.grammar_path() == CHECKOUT / "grammar" / "fcst.lark"
    assert resources.grammar_text() == (CHECKOUT / "grammar" / "fcst.lark").read_text(encoding="utf-8")
    assert resources.models_folder() == CHECKOUT / "models"


def test_packaged_files_win_over_those_beside_the_package(package: Path) -> None:
    fill(package / "_resources", "packaged: “é”")
    fill(package.parent, "beside")
    (package.parent / "pyproject.toml").touch()
    assert resources.grammar_text() == "packaged: “é”"
    assert resources.models_folder() == package / "_resources" / "models"


def test_folders_beside_the_package_count_in_a_checkout_only(package: Path) -> None:
    fill(package.parent, "somebody else's")
    with pytest.raises(FileNotFoundError):
        resources.models_folder()
    (package.parent / "pyproject.toml").touch()
    assert resources.models_folder() == package.parent / "models"


@pytest.mark.parametrize(
    ("ask", "name"), [(resources.grammar_text, "grammar/fcst.lark"), (resources.models_folder, "models")]
)
def test_missing_files_are_named_with_both_places_and_a_remedy(ask, name: str, package: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        ask()
    text = str(caught.value)
    assert str(package / "_resources" / name) in text
    assert str(package.parent / name) in text
    assert "pip install --force-reinstall" in text


def test_resources_import_nothing_heavy() -> None:
    heavy = ["jax", "numpy", "numpyro", "scipy", "xarray", "arviz", "pandas", "lark", "rich"]
    code = f"import sys, forecast.resources; print(*sorted(set({heavy}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
