"""`forecast explain`: a name of a model, a finding's code, or a function of the language."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from forecast.cli.arguments import Json
from forecast.cli.exit_code import ExitCode
from forecast.cli.json_text import json_text
from forecast.cli.terminal import show, write
from forecast.cli.usage import UsageError
from forecast.report.inert import one_line


def explain(
    subject: Annotated[
        str, Parameter(name="FILE|WORD", help="A model file; or a finding's code, or a function or distribution.")
    ],
    name: Annotated[str | None, Parameter(name="NAME", help="A name of that model file.")] = None,
    /,
    *,
    json: Json = False,
) -> int:
    """Explain a name of a model, a finding's code, or a function.

    `forecast explain model.fcst growth`: what growth is, which distributions it has, what it is computed from and goes
    into, and how it is distributed before any evidence.
    `forecast explain unit-mismatch`: what a finding means, with an example.
    `forecast explain lognormal`: how a distribution or function is called.
    """
    if name is not None:
        return _explain_name(subject, name, json=json)
    if subject.endswith(".fcst") or Path(subject).is_file():
        raise UsageError(
            f"which name of {subject} is to be explained?",
            hint=f"`forecast graph {subject}` lists its names; then: forecast explain {subject} NAME",
        )
    return _explain_word(subject, json=json)


def _explain_name(file: str, name: str, *, json: bool) -> int:
    from forecast.cli.explained_name import as_data, explained, renderable
    from forecast.cli.model_files import are_usable, open_model

    model = open_model(file)
    if not are_usable([model], quiet=True):
        return ExitCode.FINDINGS
    found = explained(model, name)
    if json:
        write(json_text(as_data(found)))
    else:
        show(renderable(found))
    return ExitCode.FINE


def _explain_word(word: str, *, json: bool) -> int:
    from forecast.cli import explained_word
    from forecast.language.diagnostics import nearest
    from forecast.language.library import lookup, names

    function = lookup(word)
    if function is not None:
        if json:
            write(json_text(explained_word.function_data(function)))
        else:
            show(explained_word.function_page(function))
        return ExitCode.FINE
    from forecast.language.diagnostics.rules import RULES

    codes = {rule.code: rule for rule in RULES}
    # Also as findings show it: error[unit-mismatch].
    code = word.removeprefix("error").removeprefix("warning").strip("[]") if "[" in word else word
    if code in codes:
        rule = codes[code]
        if json:
            write(json_text(explained_word.rule_data(rule)))
        else:
            show(explained_word.rule_page(rule))
        return ExitCode.FINE
    near = nearest(word, [*codes, *names()])
    hint = (
        f"Did you mean {_listed(near)}?"
        if near
        else "A name of a model file is explained by: forecast explain FILE NAME"
    )
    raise UsageError(f"there is no finding and no function called {one_line(word)!r}", hint=hint)


def _listed(names: tuple[str, ...]) -> str:
    return " or ".join(names)
