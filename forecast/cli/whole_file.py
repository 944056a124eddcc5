"""Writing text files in one step: the old content or the new one, never a part."""

import os
import secrets
from pathlib import Path

from forecast.cli.model_files import STDIN
from forecast.cli.terminal import reason
from forecast.cli.usage import UsageError


def write_whole(path: Path, text: str) -> None:
    """Replace a file's content, or make the file. Permission bits stay, and a link stays a link. Raises UsageError."""
    check_writable(path)
    target = Path(os.path.realpath(path))
    partial = target.parent / f".{target.name[:100]}.{secrets.token_hex(4)}.partial"
    try:
        with partial.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            partial.chmod(target.stat().st_mode & 0o7777)
        partial.replace(target)
    except OSError as error:
        raise UsageError(f"{path} could not be written: {reason(error)}; it is as it was") from None
    finally:
        # Also after an interruption; after success there is nothing left of that name.
        partial.unlink(missing_ok=True)


def check_output(path: Path) -> None:
    """Raise UsageError where an answer or a program cannot be written to a file, or would take the place of a model."""
    if path.suffix == ".fcst":
        raise UsageError(f"{path} is the name of a model file, and nothing else is written over those")
    check_writable(path)


def check_writable(path: Path) -> None:
    """Raise UsageError where a file cannot be written for a reason that can be seen beforehand."""
    if str(path) in ("", STDIN):
        raise UsageError("an output needs the name of a file")
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise UsageError(f"{path} is a folder; name a file to write to")
    if not target.parent.is_dir():
        raise UsageError(f"{path} cannot be written: there is no folder {path.parent}")
    if target.exists() and not target.is_file():
        raise UsageError(f"{path} is no ordinary file")
    if (target.exists() and not os.access(target, os.W_OK)) or not os.access(target.parent, os.W_OK):
        raise UsageError(f"{path} may not be written: permission denied")
