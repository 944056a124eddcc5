"""`forecast new`: a first model file."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from forecast.cli.exit_code import ExitCode
from forecast.cli.terminal import reason, write
from forecast.cli.usage import UsageError
from forecast.language.source import Source
from forecast.report.inert import inert

STARTER = Path(__file__).parents[1] / "starter.fcst"
PLACEHOLDER = "STARTER_NAME"


def new(
    name: Annotated[str, Parameter(name="NAME", help="The model's name: letters, digits and underscores.")],
    /,
) -> int:
    """Start a model file: write NAME.fcst, a small commented forecast to change into yours."""
    path = Path(name if name.endswith(".fcst") else f"{name}.fcst")
    text = starter(path.stem)
    try:
        # Refuses what is there already, a dangling link included.
        with path.open("x", encoding="utf-8", newline="\n") as file:
            try:
                file.write(text)
                file.flush()
            except BaseException:
                path.unlink(missing_ok=True)
                raise
    except FileExistsError:
        raise UsageError(f"{path} is there already; nothing was written") from None
    except FileNotFoundError:
        raise UsageError(f"{path} cannot be written: there is no folder {path.parent}") from None
    except OSError as error:
        raise UsageError(f"{path} could not be written: {reason(error)}") from None
    write(f"{inert(str(path))} is written. Its answers: forecast run {inert(str(path))}\n")
    return ExitCode.FINE


def starter(name: str) -> str:
    """The text of a first model of that name. Raises UsageError where a model cannot be called so."""
    from forecast.session import ModelFile

    if not name.isidentifier():
        proposed = "".join(character if f"a{character}".isidentifier() else "_" for character in name).strip("_")
        hint = f"Try `forecast new {proposed}`." if proposed.isidentifier() else ""
        raise UsageError(
            f"a model cannot be called {name!r}: a name has letters, digits and underscores, and begins with a letter",
            hint=hint,
        )
    text = STARTER.read_text(encoding="utf-8").replace(PLACEHOLDER, name)
    errors = [finding for finding in ModelFile(Source("<new>", text)).check() if finding.is_error]
    if errors:
        raise UsageError(f"a model cannot be called {name!r}: {errors[0].headline}")
    return text
