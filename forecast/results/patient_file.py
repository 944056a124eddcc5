"""A file that HDF5 can be stopped from writing to."""

import io
import os
from collections.abc import Buffer
from pathlib import Path


class PatientFile(io.RawIOBase):
    """A new file, read and written, that takes note of the first failing write and lets the later ones pass unwritten.

    HDF5 crashes the process when a write fails while it closes a file. Here it never sees a failure: whoever writes asks
    ``check`` between two writes and after the last one.
    """

    def __init__(self, place: Path) -> None:
        super().__init__()
        self._file = place.open("x+b", buffering=0)
        self._error: OSError | None = None
        self._end = 0

    def check(self) -> None:
        """Raise the OSError of the first write that failed, if one did."""
        if self._error is not None:
            raise self._error

    def settle(self) -> None:
        """Wait until the disk has everything."""
        os.fsync(self._file.fileno())

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        # The end is where it would be, had nothing failed.
        if whence == os.SEEK_END:
            offset, whence = self._end + offset, os.SEEK_SET
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer).cast("B")
        got = self._file.readinto(view) or 0
        if self._error is not None and got < len(view):
            view[got:] = bytes(len(view) - got)
            return len(view)
        return got

    def write(self, data: Buffer) -> int:
        view = memoryview(data).cast("B")
        start, rest = self._file.tell(), view
        try:
            while rest and self._error is None:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            self._error = error
        if self._error is not None:
            self._file.seek(start + len(view))
        self._end = max(self._end, start + len(view))
        return len(view)

    def truncate(self, size: int | None = None) -> int:
        size = self._file.tell() if size is None else size
        try:
            if self._error is None:
                self._file.truncate(size)
        except OSError as error:
            self._error = error
        self._end = size
        return size

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        self._file.close()
        super().close()
