"""Reading model files from disk, with every way in which that fails said in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from errno import ELOOP
from pathlib import Path

from forecast.data_files import DataFileError, read_table
from forecast.language.data_table import DataTable
from forecast.language.semantics.imports import MAX_FILES, Loaded
from forecast.language.source import Source, Span
from forecast.language.syntax import MAX_SIZE, Parsed, Pieces, parse, tree
from forecast.resources import models_folder


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
    except OSError as problem:
        reason = "it is a link that leads back to itself" if problem.errno == ELOOP else problem.strerror or problem
        raise LoadError(f"{shown} could not be read: {reason}") from None
    except ValueError as problem:
        raise LoadError(f"{shown!r} could not be read: {problem}") from None
    if b"\0" in data[:8192]:
        raise LoadError(f"{shown} is not a text file; a model file is plain text (UTF-8)")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise LoadError(f"{shown} is not UTF-8 text: a wrong byte on line {line}; save it as UTF-8") from None
    return Source(shown, text)


@dataclass(slots=True)
class Readings:
    """What was read before: pieces of a model file, and whole files that it imports."""

    pieces: Pieces = field(default_factory=Pieces)
    files: dict[tuple[str, str, frozenset[str]], Parsed] = field(
        default_factory=dict[tuple[str, str, frozenset[str]], Parsed]
    )

    tables: dict[tuple[str, int, int], DataTable] = field(default_factory=dict[tuple[str, int, int], DataTable])
    """Tables of data by path, time of change and size."""

    def imported(self, source: Source, units: Iterable[str]) -> Parsed:
        key = (source.name, source.text, frozenset(units))
        if key not in self.files:
            if len(self.files) >= 4 * MAX_FILES:
                self.files.clear()
            self.files[key] = parse(source, units=key[2])
        return self.files[key]


class Imports:
    """Reads the files that a model imports, each once, and none outside of the model's folder and the installed models.

    With `readings`, which it adds to, texts that were read before are not read again.
    """

    def __init__(self, source: Source, readings: Readings | None = None) -> None:
        self._source = source
        self._readings = readings
        self._root = _folder_of(source).resolve()
        self.key = str((_folder_of(source) / Path(source.name).name).resolve())
        self._read: dict[Path, Loaded] = {}
        self._tables: dict[Path, DataTable] = {}
        self._found: dict[tuple[str, str], Path] = {}
        self.looked_for: set[Path] = set()
        """The files that were or would have been read."""

    def load(self, path: str, importing: Source) -> Loaded | str:
        """The file of an import line, seen from the file that holds it; or why it cannot be had."""
        found = self._find(path, importing)
        if isinstance(found, str):
            return found
        if found not in self._read:
            try:
                source = read_source(found)
            except LoadError as problem:
                return str(problem)
            shown = Source(_shown(found), source.text)
            self._read[found] = Loaded(str(found), Parsed(tree.File((), Span(shown, 0, 0)), ()))
            self._read[found] = Loaded(str(found), self.parse(shown))
        return self._read[found]

    def parse(self, source: Source) -> Parsed:
        """A file's tree, read with the units of the files that it imports; the places in the model file itself are places
        in its pieces where there are readings.
        """
        parsed = self._parse(source, ())
        units = self._units(parsed, source, set())
        return self._parse(source, units) if units else parsed

    def _parse(self, source: Source, units: Iterable[str]) -> Parsed:
        if self._readings is None:
            return parse(source, units=units)
        if source is self._source:
            return self._readings.pieces.parse(source, units=units)
        return self._readings.imported(source, units)

    def _units(self, parsed: Parsed, source: Source, seen: set[str]) -> set[str]:
        """The names of the units that a file's imports declare."""
        found: set[str] = set()
        for statement in parsed.file.statements:
            if isinstance(statement, tree.Import):
                loaded = self.load(statement.path.value, source)
                if isinstance(loaded, Loaded) and loaded.key not in seen:
                    seen.add(loaded.key)
                    inner = loaded.parsed.file
                    found |= {s.name.id for s in inner.statements if isinstance(s, tree.UnitDecl)}
                    found |= self._units(loaded.parsed, inner.span.source, seen)
        return found

    def table(self, path: str, importing: Source) -> DataTable | str:
        """The table of a data block, seen from the file that holds it; or why it cannot be had."""
        found = self._find(path, importing)
        if isinstance(found, str):
            return found
        try:
            if found not in self._tables:
                self._tables[found] = self._table(found)
            return self._tables[found]
        except DataFileError as problem:
            return str(problem)
        except OSError as problem:
            return f"it could not be read: {problem.strerror or problem}"

    def _table(self, found: Path) -> DataTable:
        if self._readings is None:
            return read_table(found, _shown(found))
        stat = found.stat()
        key = (str(found), stat.st_mtime_ns, stat.st_size)
        tables = self._readings.tables
        if key not in tables:
            if len(tables) >= MAX_FILES:
                tables.clear()
            tables[key] = read_table(found, _shown(found))
        return tables[key]

    def _find(self, path: str, importing: Source) -> Path | str:
        """Where a file is, or why it cannot be had. What was found once stays what it was, whatever becomes of the file."""
        place = path, importing.name
        if place not in self._found:
            found = self._search(path, importing)
            if isinstance(found, str):
                return found
            self._found[place] = found
        return self._found[place]

    def _search(self, path: str, importing: Source) -> Path | str:
        library = models_folder().resolve()
        beside = Path(path) if Path(path).is_absolute() else _folder_of(importing) / path
        for candidate in (beside, library / path):
            self.looked_for.add(candidate)
            try:
                resolved = candidate.resolve()
                if not resolved.is_relative_to(self._root) and not resolved.is_relative_to(library):
                    return "it lies outside of the model's folder"
                if resolved.is_file():
                    return resolved
            except (OSError, ValueError, RuntimeError):
                continue
        return f"there is no such file{_near(beside, library)}"


def _folder_of(source: Source) -> Path:
    """The folder from which a file's imports are looked for; the present one for a text that is no file."""
    path = Path(source.name)
    return path.parent if source.name and not source.name.startswith("<") else Path.cwd()


def _shown(path: Path) -> str:
    """A path as messages show it: from the present folder where it lies below it."""
    here = Path.cwd().resolve()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _near(path: Path, library: Path | None = None) -> str:
    """A file of the same folder that may have been meant."""
    from forecast.language.diagnostics import nearest

    if path.suffix == "" and path.with_suffix(".fcst").is_file():
        return f"; did you mean {path.with_suffix('.fcst')}?"
    folder = path.parent
    if not folder.is_dir():
        return ""
    names = [other.name for other in folder.glob("*.fcst")][:1000]
    near = nearest(path.name, names, most=1)
    if library is not None:
        known = [other.name for other in library.glob("*.fcst")]
        near = nearest(path.name, [*names, *known], most=1)
        return f"; did you mean `{near[0]}`?" if near else ""
    return f"; did you mean {folder / near[0]}?" if near else ""
