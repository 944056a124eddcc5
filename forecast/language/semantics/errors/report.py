"""How an error of meaning is put together."""

import re
from collections.abc import Iterable

from forecast.language.diagnostics import Diagnostic, Edit, Fix, Label, Safety, Severity
from forecast.language.source import Span
from forecast.language.types.kind import Kind, Number, describe

SHOWN = 40


def error(
    code: str,
    headline: str,
    span: Span,
    label: str = "",
    *,
    second: Iterable[tuple[Span, str]] = (),
    notes: Iterable[str] = (),
    hints: Iterable[str] = (),
    fixes: Iterable[Fix] = (),
) -> Diagnostic:
    return Diagnostic(
        code,
        Severity.ERROR,
        headline,
        Label(span, label),
        tuple(Label(place, text) for place, text in second),
        tuple(notes),
        tuple(hints),
        tuple(fixes),
    )


def replace(title: str, span: Span, text: str, safety: Safety = Safety.SUGGESTED) -> Fix:
    return Fix(title, (Edit(span, text),), safety)


def quoted(names: Iterable[str], most: int = 12, *, last: str = "or", whole: bool = False) -> str:
    """`a`, `b` or `c` — for lists of what is allowed; long ones are cut, unless they are to be shown `whole`."""
    shown = [f"`{name if whole else shorten(name)}`" for name in names]
    if len(shown) > most:
        shown = [*shown[:most], "…"]
    if len(shown) < 2:
        return "".join(shown)
    return ", ".join(shown[:-1]) + (", " if shown[-1] == "…" else f" {last} ") + shown[-1]


def spelling(span: Span, near: tuple[str, ...]) -> list[Fix]:
    """The fix for a misspelt name: the nearest one."""
    return [replace(f"write `{near[0]}`", span, near[0])] if near else []


def did_you_mean(names: tuple[str, ...]) -> tuple[str, ...]:
    return (f"did you mean {quoted(names)}?",) if names else ()


def amount(kind: Kind, unit: str = "") -> str:
    """A kind in words, an amount with the unit in which its author writes it: "an amount of FLOP/s"."""
    words = describe(kind)
    return f"an amount of {unit}" if unit and isinstance(kind, Number) and words.startswith("an amount") else words


def operand(text: str) -> str:
    """An expression as it stands on one side of an operator in a hint: in brackets, if it has an operator itself."""
    line = shorten(text)
    depth = 0
    for sign in _INSIDE.sub("", line) if not _AMOUNT.fullmatch(line) else "":
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0 and not (sign.isalnum() or sign in "_.)]}%"):
            return f"({line})"
    return line


_INSIDE = re.compile(r'"[^"]*"')
_AMOUNT = re.compile(r"[0-9][\w.]*%?( ?[A-Za-z%][\w/]*)?|[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


def measured(text: str, unit: str) -> str:
    """A literal, or an interval of them, with its unit: `90k to 160k USD`. "" for anything else."""
    found = _LITERALS.fullmatch(" ".join(text.split()))
    if found is None:
        return ""
    space = "" if unit.startswith("%") else " "
    return f"{found[1]}{space}{unit}{found[2] or ''}"


_NUMBER = r"[-+]?[0-9][0-9_]*(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?[kMBT]?"
_LITERALS = re.compile(rf"({_NUMBER}(?: to {_NUMBER})?)( @ [^@]*?| as \w+)?")


def shorten(text: str) -> str:
    """The text of a message's quotation: on one line, and not endless."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
