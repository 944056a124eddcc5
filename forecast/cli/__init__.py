"""The command line. A door: it reads arguments, asks the session, shows what comes back, and says how it went by an exit code."""

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (see ``forecast.cli.exit_code``). Without arguments: those of the process."""
    from forecast.cli.door import enter

    return enter(arguments)
