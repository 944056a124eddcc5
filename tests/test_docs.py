"""What the documents say is true: their models check, their commands print what they show, their links lead somewhere."""

import doctest
import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

import forecast
from forecast.cli import main

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
ELISION = "…"
FENCE = re.compile(r"^(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=fence)`*[ ]*$", re.DOTALL | re.MULTILINE)
INLINE_CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\[[^\]]*\]\(([^()\s]+)\)")
SECONDS = re.compile(r"in [\d.]+ s\b")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the words `key=value` after it, its text, and where it stands."""

    path: Path
    line: int
    language: str
    words: dict[str, str]
    text: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}"


def blocks_of(path: Path) -> list[Block]:
    text = path.read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(text):
        language, *words = match["info"].split() or [""]
        pairs = dict(word.split("=", 1) for word in words)
        found.append(Block(path, text.count("\n", 0, match.start()) + 1, language, pairs, match["text"]))
    return found


BLOCKS = [block for path in DOCUMENTS for block in blocks_of(path)]
MODELS = [block for block in BLOCKS if block.language == "fcst"]
SESSIONS = [block for block in BLOCKS if block.language == "console"]
PYTHON = [block for block in BLOCKS if block.language == "python" and ">>>" in block.text]


@pytest.mark.parametrize("block", MODELS, ids=str)
def test_models_give_the_findings_that_are_announced_and_no_others(
    block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for table in (b for b in BLOCKS if b.path == block.path and b.language == "csv"):
        (tmp_path / table.words["file"]).write_text(table.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = {finding.code for finding in forecast.load(f"{block.text}\n").check()}
    assert found == set(filter(None, block.words.get("error", "").split(",")))


@pytest.mark.parametrize("block", [b for b in MODELS if "error" not in b.words], ids=str)
def test_models_are_in_the_canonical_layout(block: Block) -> None:
    assert forecast.load(f"{block.text}\n").format().rstrip("\n") == block.text.rstrip("\n")


@pytest.mark.parametrize("block", [b for b in MODELS if "/" in b.words.get("file", "")], ids=str)
def test_models_that_are_files_of_the_project_are_those_files(block: Block) -> None:
    assert (ROOT / block.words["file"]).read_text(encoding="utf-8") == block.text


@pytest.mark.parametrize("block", SESSIONS, ids=str)
def test_commands_print_what_is_shown(
    block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for folder in ("examples", "models"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    for model in (b for b in MODELS if b.path == block.path and "file" in b.words):
        if "/" not in model.words["file"]:
            (tmp_path / model.words["file"]).write_text(model.text, encoding="utf-8")
    for table in (b for b in BLOCKS if b.path == block.path and b.language == "csv"):
        (tmp_path / table.words["file"]).write_text(table.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for command, shown in runs(block):
        main(command)
        captured = capsys.readouterr()
        # Warnings come after the answer, on the standard error.
        lines = [*captured.out.splitlines(), *captured.err.splitlines()]
        printed = [SECONDS.sub("in … s", line.rstrip()) for line in lines]
        place = 0
        for part in parts(shown):
            place = position(part, printed, place)
            assert place >= 0, "\n".join(["not printed:", *part, "but:", *printed])
            place += len(part)


def runs(block: Block) -> list[tuple[list[str], list[str]]]:
    """The commands of a session, each with the lines that are shown as its output."""
    found: list[tuple[list[str], list[str]]] = []
    for line in block.text.splitlines():
        if line.startswith("$ forecast "):
            found.append((line.split()[2:], []))
        else:
            assert found, "a session begins with `$ forecast …`"
            found[-1][1].append(SECONDS.sub("in … s", line.rstrip()))
    return found


def parts(shown: list[str]) -> list[list[str]]:
    """The output between the lines that stand for what is left out."""
    found: list[list[str]] = [[]]
    for line in shown:
        if line == ELISION:
            found.append([])
        else:
            found[-1].append(line)
    return [part for part in (strip(part) for part in found) if part]


def strip(lines: list[str]) -> list[str]:
    """The lines without empty ones at both ends."""
    kept = [number for number, line in enumerate(lines) if line]
    return lines[kept[0] : kept[-1] + 1] if kept else []


def position(part: list[str], lines: list[str], start: int) -> int:
    for place in range(start, len(lines) - len(part) + 1):
        if lines[place : place + len(part)] == part:
            return place
    return -1


@pytest.mark.parametrize("block", PYTHON, ids=str)
def test_python_gives_what_is_shown(block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    test = doctest.DocTestParser().get_doctest(block.text, {}, str(block), str(block.path), block.line)
    report: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=report.append)
    assert result.attempted
    assert not result.failed, "".join(report)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    text = INLINE_CODE.sub("", FENCE.sub("", path.read_text(encoding="utf-8")))
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, heading = target.partition("#")
        other = (path.parent / name).resolve() if name else path
        assert other.is_relative_to(ROOT), target
        assert other.exists(), f"{target} is missing"
        if heading:
            assert heading in headings(other), f"{target}: there is no such heading"


def headings(path: Path) -> set[str]:
    """The anchors that GitHub makes of headings."""
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def generator() -> ModuleType:
    """docs/make_model_pages.py, which lies outside the package."""
    spec = importlib.util.spec_from_file_location("make_model_pages", ROOT / "docs" / "make_model_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGES = generator()
WRITE_AGAIN = "run `python docs/make_model_pages.py` and put the pages in with your change"


@pytest.mark.parametrize("model", PAGES.model_files(), ids=lambda path: path.stem)
def test_pages_of_models_say_what_the_models_say(model: Path) -> None:
    # The answers are not made anew here: that takes seconds for each model (see the slow test).
    page = ROOT / "docs" / "models" / f"{model.stem}.md"
    assert page.exists(), WRITE_AGAIN
    text = page.read_text(encoding="utf-8")
    answer = PAGES.answer_of(text)
    assert PAGES.page(model, answer=answer) == text, WRITE_AGAIN
    for question in forecast.load(model).model.questions:
        assert re.search(rf"^{re.escape(question.name)}\b", answer, re.MULTILINE), WRITE_AGAIN


def test_the_list_of_models_is_complete_and_nothing_else_has_a_page() -> None:
    folder = ROOT / "docs" / "models"
    assert (folder / "README.md").read_text(encoding="utf-8") == PAGES.index_page(), WRITE_AGAIN
    known = {"README", *(path.stem for path in PAGES.model_files())}
    assert {path.stem for path in folder.glob("*.md")} == known, WRITE_AGAIN


@pytest.mark.slow
@pytest.mark.parametrize("model", PAGES.model_files(), ids=lambda path: path.stem)
def test_pages_of_models_give_the_answers_of_the_models(model: Path) -> None:
    page = ROOT / "docs" / "models" / f"{model.stem}.md"
    assert PAGES.page(model) == page.read_text(encoding="utf-8"), WRITE_AGAIN
