"""Reading model files from disk, with every way in which that fails said in plain words."""

from pathlib import Path

from forecast.language.source import Source
from forecast.language.syntax import MAX_SIZE


class LoadError(Exception):
    """A model file could not be read. The message is a sentence for the user."""


def read_source(path: Path) -> Source:
    """The text of a model file. Raises LoadError."""
    shown = str(path)
    try:
        if path.is_dir():
            raise LoadError(f"{shown} is a folder; name the model file in it")
        size = path.stat().st_size
        if size > MAX_SIZE:
            raise LoadError(f"{shown} has {size / 1e6:.1f} MB; a model file has at most {MAX_SIZE / 1e6:.0f} MB")
        data = path.read_bytes()
    except FileNotFoundError:
        raise LoadError(f"there is no file {shown}{_near(path)}") from None
    except PermissionError:
        raise LoadError(f"{shown} may not be read: ask its owner for permission") from None
    except (OSError, ValueError) as problem:
        raise LoadError(f"{shown} could not be read: {problem}") from None
    if b"\0" in data[:8192]:
        raise LoadError(f"{shown} is not a text file; a model file is plain text (UTF-8)")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise LoadError(f"{shown} is not UTF-8 text: a wrong byte on line {line}; save it as UTF-8") from None
    return Source(shown, text)


def _near(path: Path) -> str:
    """A file of the same folder that may have been meant."""
    from forecast.language.diagnostics import nearest

    if path.suffix == "" and path.with_suffix(".fcst").is_file():
        return f"; did you mean {path.with_suffix('.fcst')}?"
    folder = path.parent
    if not folder.is_dir():
        return ""
    names = [other.name for other in folder.glob("*.fcst")][:1000]
    near = nearest(path.name, names, most=1)
    return f"; did you mean {folder / near[0]}?" if near else ""
