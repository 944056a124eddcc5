"""Noticing that files have changed."""

import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Self

PATIENCE = 1.0
"""Seconds after which files are looked at unasked: not every file system tells of changes, and a folder may come back."""
TOGETHER = 50
"""Milliseconds: what an editor does to a file within so short a time is one change."""

type _Stamp = tuple[int, int, int] | None


class WatchedFiles:
    """Files that may change, vanish, be replaced and come back. A thread hears of it from the operating system."""

    def __init__(self) -> None:
        self._stamps: dict[Path, _Stamp] = {}
        self._folders: frozenset[Path] = frozenset()
        self._told = threading.Event()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        # A thread that is in foreign code while Python ends can take the process down.
        for thread in self._threads:
            thread.join()

    def watch(self, files: Iterable[Path]) -> bool:
        """Watch these files and no others; whether there are new ones among them, of which changes count from now on."""
        wanted = set(files)
        new = not wanted <= self._stamps.keys()
        self._stamps = {file: self._stamps[file] if file in self._stamps else _stamp(file) for file in wanted}
        # Editors put a new file in the place of the old one, so the folders are watched; a link may lead to another one.
        around = {folder for file in wanted for folder in (file.parent, _real(file).parent)}
        folders = frozenset(folder for folder in around if folder.is_dir())
        if folders != self._folders:
            self._stop.set()
            self._folders, self._stop = folders, threading.Event()
            thread = threading.Thread(target=self._listen, args=(folders, self._stop), daemon=True)
            self._threads = [*(other for other in self._threads if other.is_alive()), thread]
            thread.start()
        return new

    def wait(self) -> None:
        """Wait until some of the files have changed since they were last looked at."""
        while not self.changed():
            self._told.wait(PATIENCE)
            self._told.clear()
        self._stamps = {file: _stamp(file) for file in self._stamps}

    def changed(self) -> bool:
        """Whether some of the files have changed."""
        return any(_stamp(file) != stamp for file, stamp in self._stamps.items())

    def _listen(self, folders: frozenset[Path], stop: threading.Event) -> None:
        from watchfiles import watch

        # Where nothing is told (there is a limit to what can be watched), the files are still looked at now and then.
        with suppress(OSError, RuntimeError):
            for _ in watch(
                *folders,
                watch_filter=None,
                step=TOGETHER,
                debounce=10 * TOGETHER,
                stop_event=stop,
                rust_timeout=2 * TOGETHER,
                recursive=False,
                raise_interrupt=False,
            ):
                self._told.set()


def _stamp(file: Path) -> _Stamp:
    try:
        found = file.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _real(file: Path) -> Path:
    try:
        return file.resolve()
    except (OSError, RuntimeError):
        return file
