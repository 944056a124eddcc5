"""Writes a page for each model of the library into docs/models/: `python docs/make_model_pages.py`.

A page holds what the model file says and what it answers at the default number of draws and seed. The tests compare
the pages with the models, so run this after every change of a model.
"""

import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import forecast

if TYPE_CHECKING:
    from forecast.language.semantics.model import Model, Node

ROOT = Path(__file__).resolve().parents[1]
MODELS, PAGES = ROOT / "models", ROOT / "docs" / "models"
COLUMNS = 100

OPERATORS = tuple("+-*/^=~<>")
HOW_TO_READ = (
    "Rounded: drawn. Boxed: computed. Six-sided: an event. Slanted: a question. An arrow means “is used to compute”."
)


def model_files() -> list[Path]:
    return sorted(MODELS.glob("*.fcst"))


def page(path: Path, *, answer: str | None = None) -> str:
    """The page of a model file. With `answer` that text stands in place of the answers, and nothing is run."""
    from forecast.graph.drawing import draw

    model_file = forecast.load(path)
    model = model_file.model
    lines = [
        f"<!-- Written by docs/make_model_pages.py from models/{path.name}. Change the model and run it again. -->",
        f"# {model.name}",
        "",
        model.doc.text,
    ]
    for field, value in model.doc.fields:
        lines += ["", f"{field.capitalize()}: {value}."]
    lines += [
        "",
        f"The model file: [models/{path.name}](../../models/{path.name}). All models: [the list](README.md).",
        "",
        "## Questions",
        "",
        *_table(("question", "asks for", "in words"), _questions(model)),
        "",
        "## Answers",
        "",
        f"`forecast run models/{path.name}`, without its plots:",
        "",
        "```text",
        _answer(model_file) if answer is None else answer,
        "```",
        "",
        "## What causes what",
        "",
        "```mermaid",
        draw(model_file.graph, "mermaid").rstrip("\n"),
        "```",
        "",
        HOW_TO_READ,
        "",
        "## What is put in",
        "",
        *_table(("definition", "meaning", "source"), _definitions(model, put_in=True)),
        "",
        "## What follows from it",
        "",
        *_table(("definition", "meaning", "source"), [*_functions(model_file), *_definitions(model, put_in=False)]),
    ]
    if model.expectations:
        lines += ["", "## What should come out", ""]
        lines += [f"- {_code(e.text)}{f': {_cell(e.why)}' if e.why else ''}" for e in model.expectations]
    return "\n".join(lines) + "\n"


def index_page() -> str:
    """The page that lists all models."""
    rows = []
    for path in model_files():
        model = forecast.load(path).model
        rows.append((f"[{model.name}]({path.stem}.md)", _cell(model.doc.text), str(len(model.questions))))
    lines = [
        "<!-- Written by docs/make_model_pages.py. -->",
        "# The library of models",
        "",
        "Each page shows what a model asks, what it answers, what causes what in it, and every number that is put in, with",
        "its source. The numbers are somebody's beliefs: copy a file, change them, and see what moves.",
        "",
        *_table(("model", "what it says", "questions"), rows),
    ]
    return "\n".join(lines) + "\n"


def answer_of(text: str) -> str:
    """The answers that stand on a page."""
    found = re.search(r"^## Answers\n.*?^```text\n(.*?)\n```$", text, re.DOTALL | re.MULTILINE)
    return found.group(1) if found else ""


def main() -> None:
    PAGES.mkdir(parents=True, exist_ok=True)
    for path in model_files():
        (PAGES / f"{path.stem}.md").write_text(page(path), encoding="utf-8", newline="\n")
    (PAGES / "README.md").write_text(index_page(), encoding="utf-8", newline="\n")
    known = {"README", *(path.stem for path in model_files())}
    for old in PAGES.glob("*.md"):
        if old.stem not in known:
            old.unlink()


def _answer(model_file: "forecast.ModelFile") -> str:
    """What `forecast run` prints, but its plots and its last paragraph, which tells how long it took."""
    from rich.console import Console

    from forecast.report.answer import answer

    console = Console(file=StringIO(), width=COLUMNS, markup=False, highlight=False, emoji=False)
    with console.capture() as capture:
        console.print(answer(model_file.run(), plots=False))
    text = "\n".join(line.rstrip() for line in capture.get().splitlines())
    return text.strip("\n").rpartition("\n\n")[0]


def _questions(model: "Model") -> Iterator[tuple[str, ...]]:
    for question in model.questions:
        given = f" given {question.given_text}" if question.given_text else ""
        yield f"`{question.name}`", _code(question.text + given), _cell(question.title)


def _definitions(model: "Model", *, put_in: bool) -> Iterator[tuple[str, ...]]:
    """The nodes that somebody's numbers go into, or those that are computed; in the order of the file."""
    shown = [node for node in model.nodes.values() if str(node.role) in ("parameter", "constant", "quantity", "event")]
    for node in sorted(shown, key=lambda node: node.span.start):
        if put_in == (node.role == "constant" or _is_drawn(node)):
            yield _code(_one_line(node.statement.text)), _cell(node.doc.text), _cell(node.doc.source)


def _functions(model_file: "forecast.ModelFile") -> Iterator[tuple[str, ...]]:
    from forecast.language.syntax.tree import Function

    for statement in model_file.parsed.file.statements:
        if isinstance(statement, Function):
            yield _code(_one_line(statement.span.text)), _cell(statement.doc.text), _cell(statement.doc.source)


def _is_drawn(node: "Node") -> bool:
    from forecast.language.semantics.term import Draw, walk

    return any(isinstance(part, Draw) for part in walk(node.term))


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]] | list[tuple[str, ...]]) -> list[str]:
    body = [f"| {' | '.join(row)} |" for row in rows]
    return [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *body] if body else ["none"]


def _one_line(definition: str) -> str:
    """A definition of several lines on one, with commas where lines were what parted its entries."""
    lines = [line.partition("#")[0].strip() for line in definition.splitlines()]
    text = ""
    for line in filter(None, lines):
        if text.endswith(("(", "[")) or line.startswith((")", "]")):
            text += line
        elif not text or text.endswith(("{", ",", *OPERATORS)) or line.startswith(("}", *OPERATORS)):
            text += f" {line}"
        else:
            text += f", {line}" if "{" in text else f" {line}"
    return text.strip()


def _code(text: str) -> str:
    return f"`{_cell(text)}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    main()
