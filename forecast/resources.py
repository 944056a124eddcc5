"""Where the grammar and the model library are: inside an installed package, or beside it in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def grammar_text() -> str:
    """The definition of the syntax, for Lark. Raises FileNotFoundError if the installation is incomplete."""
    return grammar_path().read_text(encoding="utf-8")


def grammar_path() -> Path:
    """The file `fcst.lark`. Raises FileNotFoundError if the installation is incomplete."""
    return _find("grammar/fcst.lark", _PACKAGE)


def models_folder() -> Path:
    """The folder of the model library. Raises FileNotFoundError if the installation is incomplete."""
    return _find("models", _PACKAGE)


def _find(name: str, package: Path) -> Path:
    """The file or folder `name` for a package that lies in the folder `package`."""
    packaged = package / "_resources" / name
    if packaged.exists():
        return packaged
    checkout = package.parent
    beside = checkout / name
    # In an environment's site-packages another distribution may own a folder called "models".
    if beside.exists() and (checkout / "pyproject.toml").is_file():
        return beside
    raise FileNotFoundError(
        f"Forecast's own {name} is missing: it is neither at {packaged} nor at {beside} in a checkout. "
        "The installation is incomplete; install the package again "
        "(python -m pip install --force-reinstall --no-deps forecast-lang)."
    )
