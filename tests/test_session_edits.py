"""A file that is checked again after an edit is found to be what it is when it is read afresh."""

import re
import time
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.generated import HUNDRED_LINES, long_model
from forecast.language.source import Source, Span
from forecast.session import ModelFile, Remembered

TESTS = Path(__file__).parent
ROOT = TESTS.parent

LIBRARY = """unit token
index maker = acme, umbra
speed[maker] ~ 1 to 3
fn twice(x) = x + x
price ~ twice(2 to 4)
event arrival ~ 2027 to 2031
"""

WITH_IMPORTS = """import "lib.fcst" as lib
as_of 2026-01-01
## The speed. source: a guess
fast[lib.maker] = lib.speed * 2
cost = lib.twice(lib.price) + 3 tokens / 1 token
size ~ 3 tokens to 4 tokens  # allow: unused (on purpose)
event later ~ lib.arrival + (1 to 2 years)
question q = later before 2030 given lib.price > 2
question f = max(fast over lib.maker)
expect cost > 2 "why"
"""

PLAIN = """## A model of everything. note: no
model m
as_of 2026-01-01
unit run
index lab = a, b, c
index year = 2026 to 2030

# how it goes
fn grown(x, y) = x * scale(y)
fn scale(x) = x / 2
base ~ 1 to 5
rate[lab] ~ 1 to 9
level : USD = 3 USD + 4 USD
table[lab] = {
    a: base,
    b: grown(rate, 3),  # allow: year-as-number (a price)

    else: 7
}
far ~ normal(table, 1)
count = 3 run; more = count * 2
wind = 3 m/s
both[lab, year] ~ normal(0, 1)
sure ~ 3
product = 3 USD*run
delay ~ 6 months to 8 months
wait = delay + delay
event first_one ~ 2027 to 2030, never 10%
event later = first_one + 2 years + wait
chance_of = 30%
coin ~ chance(chance_of * 3)
kind ~ choice(slow: 60%, fast: 40%)
speed = case kind { slow: 1, fast: base }
correlate base, rate[a] with 0.4
expect speed > 0
expect base > 0 "why"
question q1 = sum(far over lab) + level / 1 USD
question q2 = later before 2031 given coin {
    title "When?"
}
# the end
"""
NOTHING_ASKED = "".join(line for line in PLAIN.splitlines(keepends=True) if line[:8] not in ("question", "    titl"))
NOTHING_ASKED = NOTHING_ASKED.replace("}\n# the end", "# the end")

STARTS = [
    PLAIN,
    NOTHING_ASKED,
    WITH_IMPORTS,
    (TESTS / "language/syntax/every_construct.fcst").read_text(encoding="utf-8"),
    HUNDRED_LINES.read_text(encoding="utf-8"),
    *(path.read_text(encoding="utf-8") for path in sorted((TESTS / "bad").glob("*/*.fcst"))[::12]),
]
LINES = sorted({line for text in STARTS for line in text.splitlines()})
WORDS = sorted(set(re.findall(r"\w+", PLAIN + WITH_IMPORTS)))
PIECES = [
    *sorted(set(re.findall(r"\w+|[^\w\s]+|[^\S\n]+", PLAIN + WITH_IMPORTS))),
    *"'“{}()[]≤;:\\$%&?#~\t\r\n\u00a0\x00",
    *("##", "//", "/*", "*/", "1e", "1,000", "\r\n", "# comment\n", "## doc\n", "\n\n", ",\n", " \\\n", "unit a\n"),
    *("\nindex d = a, x\n", "\nworldview w {\n", "\na = 1\n", "# allow: unused\n", "é", 'import "lib.fcst" as l2\n'),
]


def plain(part: Any, seen: dict[int, Any] | None = None) -> Any:
    """A value as tuples, with places as texts and offsets."""
    match part:
        case Source(name=name, text=text):
            return name, text
        case Span(source=source, start=start, end=end):
            return source.name, len(source.text), start, end, part.text
        case tuple() | list():
            return tuple(plain(item) for item in part)
        case dict():
            return tuple((plain(key), plain(value)) for key, value in part.items())
        case _ if is_dataclass(part):
            return (
                type(part).__name__,
                *(plain(getattr(part, f.name)) for f in fields(part) if f.name != "catalogue"),
            )
        case _:
            return repr(part)


def assert_same(edited: ModelFile) -> None:
    fresh = ModelFile(Source(edited.source.name, edited.source.text))
    assert plain(edited.check()) == plain(fresh.check())
    assert plain(edited.parsed.file) == plain(fresh.parsed.file)
    assert plain(edited.checked.model) == plain(fresh.checked.model)
    assert plain(edited.checked.sources) == plain(fresh.checked.sources)


type Edit = tuple[str, float, int, str, bool]
"""What it replaces, where (as a part of the text), how many, by what; and whether it is taken back if it makes errors."""

places = st.integers(0, 1000).map(lambda place: place / 1000)
edits = st.one_of(
    st.tuples(st.just("lines"), places, st.integers(0, 2), st.sampled_from([*LINES, ""]), st.booleans()),
    st.tuples(st.just("words"), places, st.just(1), st.sampled_from(WORDS), st.booleans()),
    st.tuples(st.just("characters"), places, st.integers(0, 3), st.sampled_from([*PIECES, ""]), st.booleans()),
)


def applied(edit: Edit, text: str) -> str:
    what, place, count, new, _ = edit
    if what == "words":
        units = re.split(r"(\w+)", text)
        units[round(place * (len(units) // 2 - 1)) * 2 + 1 if len(units) > 1 else 0] = new
        return "".join(units)
    units = text.splitlines(keepends=True) if what == "lines" else list(text)
    at = round(place * len(units))
    end = "\n" if what == "lines" and new else ""
    return "".join([*units[:at], new + end, *units[at + count :]])


def test_the_cells_of_what_is_remembered_count(tmp_path) -> None:
    start = (
        "index day = 1 to 9000\nindex step = 1 to 11\na[day] ~ {1: 0, else: 1 to 5}\n"
        "b[step, day] ~ {else: {1: 0, else: 1 to 5}}\nquestion q = max(a over day)\nquestion r = max(b over step, day)\n"
    )
    model = ModelFile(Source(str(tmp_path / "m.fcst"), start), remembered=Remembered())
    assert "too-many-values" in [finding.code for finding in model.check()]
    edited = model.edited(start + "question wrong = max(a over nothing)\n")
    assert "too-many-values" in [finding.code for finding in edited.check()]
    assert_same(edited)


@given(st.sampled_from(STARTS), st.lists(edits, min_size=1, max_size=8))
@settings(max_examples=60)
def test_any_edits(tmp_path_factory: pytest.TempPathFactory, start: str, edits: list[Edit]) -> None:
    folder = tmp_path_factory.getbasetemp() / "edits"
    folder.mkdir(exist_ok=True)
    (folder / "lib.fcst").write_text(LIBRARY, encoding="utf-8")
    model = ModelFile(Source(str(folder / "m.fcst"), start), remembered=Remembered())
    assert_same(model)
    for edit in edits:
        before, model = model, model.edited(applied(edit, model.source.text))
        assert_same(model)
        if edit[-1] and model.checked.model is None:
            model = before.edited(before.source.text)
            assert_same(model)


@given(st.lists(edits, min_size=1, max_size=4), st.lists(edits, min_size=1, max_size=2))
@settings(max_examples=20)
def test_edits_of_an_imported_file(
    tmp_path_factory: pytest.TempPathFactory, edits: list[Edit], own: list[Edit]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "imported"
    folder.mkdir(exist_ok=True)
    library = LIBRARY
    (folder / "lib.fcst").write_text(library, encoding="utf-8", newline="")
    model = ModelFile(Source(str(folder / "m.fcst"), WITH_IMPORTS), remembered=Remembered())
    assert_same(model)
    for edit in edits:
        library = applied(edit, library)
        (folder / "lib.fcst").write_text(library, encoding="utf-8", newline="")
        model = model.edited(model.source.text)
        assert_same(model)
    for edit in own:
        model = model.edited(applied(edit, model.source.text))
        assert_same(model)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lib.fcst").write_text(LIBRARY, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("text", [PLAIN, NOTHING_ASKED, WITH_IMPORTS])
def test_the_models_here_are_right(folder: Path, text: str) -> None:
    assert ModelFile(Source(str(folder / "m.fcst"), text)).checked.model is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("base ~ 1 to 5", "base ~ 1 to 6"),
        ("base ~ 1 to 5", "base ~ 1 USD to 5 USD"),
        ("base ~ 1 to 5", "base ~ -1 to 5"),
        ("base ~ 1 to 5", "base ~ "),
        ("delay ~ 6 months to 8 months", "delay ~ 6 years to 8 years"),
        ("fn scale(x) = x / 2", "fn scale(x) = x / 3"),
        ("fn scale(x) = x / 2", "fn scale(x) = x / 2 USD"),
        ("fn scale(x) = x / 2", "fn scale(x) = x / base"),
        ("fn scale(x) = x / 2", "fn scale(x) = x / max(far over lab)"),
        ("fn scale(x) = x / 2", "\n\nfn scale(x) = x / 2"),
        ("index lab = a, b, c", "index lab = c, b, a"),
        ("index lab = a, b, c\nindex year = 2026 to 2030", "index year = 2026 to 2030\nindex lab = a, b, c"),
        ("unit run", "unit run = 3 USD"),
        ("unit run", ""),
        ("unit run", "unit runs"),
        ("unit run\n", "run ~ 1 to 3\n"),
        ("as_of 2026-01-01", "as_of 2026-01-02"),
        ("as_of 2026-01-01", ""),
        ("# the end", "run ~ 1 to 3"),
        ("# the end", "s ~ 1 to 3"),
        ("# the end", "slow ~ 1 to 3"),
        ("# the end", "base = 1"),
        ("chance_of = 30%", "chance_of = 40%"),
        ("expect speed > 0\n", ""),
        ("wind = 3 m/s", "wind = = 3 m/s\nto 5"),
        ("wind = 3 m/s", "wind = 3 m/s \\"),
        ("wind = 3 m/s", "wind = 3 m/s\n\v# a comment"),
        ("wind = 3 m/s", "/* wind\nwas = 3\n*/"),
        ("index lab = a, b, c", "index lab = a, b,\nc"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("start", [PLAIN, NOTHING_ASKED], ids=["asked", "nothing-asked"])
def test_what_an_edit_changes_elsewhere(old: str, new: str, start: str) -> None:
    assert old in start
    model = ModelFile(Source("<m>", start), remembered=Remembered())
    assert_same(model)
    model = model.edited(start.replace(old, new))
    assert_same(model)
    assert_same(model.edited(start))


def test_another_name_for_an_imported_file(folder: Path) -> None:
    model = ModelFile(Source(str(folder / "m.fcst"), WITH_IMPORTS), remembered=Remembered())
    assert_same(model)
    model = model.edited(f'import "lib.fcst" as other\n{WITH_IMPORTS}')
    assert_same(model)
    assert "other.price" in model.model.nodes


def test_many_mistakes() -> None:
    """Limits of the whole file hold in pieces too."""
    model = ModelFile(Source("<m>", PLAIN), remembered=Remembered())
    for text in (
        "x = = 1\n" * 250,
        "x = 3 $\n" * 150 + "y = ]\n" * 100,
        "worldview w {\n    a = 1\n" * 15 + "b = 1\n",
        "worldview w {\n    a = 1\nb = 1\nworldview v {}\nc = 1\n" * 15,
        "".join(f"a{i} = missing{i}\n" for i in range(150)),
    ):
        for edited in (text, text.replace("1\n", "2\n", 3), PLAIN + text, text + text.replace("a", "b")):
            model = model.edited(edited)
            assert_same(model)


def test_calls_are_counted_in_the_whole_file() -> None:
    functions = "fn f0(x) = x\n" + "".join(f"fn f{i}(x) = f{i - 1}(x) + f{i - 1}(x)\n" for i in range(1, 11))
    some, more = ("".join(f"{name}{i} = f10(1)\n" for i in range(9)) for name in "ab")
    model = ModelFile(Source("<m>", functions + some), remembered=Remembered())
    assert model.check() == ()
    for text in (functions + more + some, functions + some, functions + some + more):
        model = model.edited(text)
        assert_same(model)


def test_edits_of_one_file_do_not_disturb_each_other() -> None:
    first = ModelFile(Source("<m>", PLAIN), remembered=Remembered())
    first.check()
    one, two = first.edited("x = 1\n" + PLAIN), first.edited(PLAIN.replace("base", "basis"))
    for model in (two, one, first):
        assert_same(model)


def test_an_edit_costs_less_than_the_file() -> None:
    text = long_model(1000)
    model = ModelFile(Source("<long>", text), remembered=Remembered())

    def seconds(text: str) -> float:
        nonlocal model
        model = model.edited(text)
        started = time.process_time()
        assert model.checked.found is not None
        return time.process_time() - started

    whole = seconds(text)
    again = min(
        seconds(text.replace("doublings_needed_1 ~ 2 to 9", f"doublings_needed_1 ~ 2 to {n}")) for n in range(3, 9)
    )
    assert again < whole / 3


def test_a_changed_number_needs_no_new_program() -> None:
    model = ModelFile(Source("<m>", "a = 3\nx ~ 1 to 5\nquestion q = a * x\n"), remembered=Remembered())
    before = model.run(draws=1000)
    compiled = model._forward._compiled
    kept = list(compiled)
    edited = model.edited("# a comment\na = 6\n\nx ~ 1 to 5\nquestion q = a * x\n")
    after = edited.run(draws=1000)
    assert edited._forward is model._forward
    assert list(compiled) == kept
    assert after.quantile("q", 0.5) == pytest.approx(2 * before.quantile("q", 0.5), rel=1e-12)
    edited.edited("a = 6\nx ~ 1 to 5\nquestion q = a + x\n").run(draws=1000)
    assert len(compiled) == len(kept) + 1
