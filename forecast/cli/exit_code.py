"""What the exit codes of the commands mean."""

from enum import IntEnum


class ExitCode(IntEnum):
    FINE = 0
    FINDINGS = 1
    """A model file has errors, or is not formatted; the installation is broken (`doctor`)."""
    USAGE = 2
    """The command was called wrongly, or a file could not be read or written."""
    DISTRUST = 3
    """The model ran, but its numbers are not to be trusted (with `--strict`)."""
    BUG = 101
    INTERRUPTED = 130
    TERMINATED = 143
