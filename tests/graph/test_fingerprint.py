"""Fingerprints: equal where nothing of the meaning changed, different where something did."""

from collections.abc import Mapping

import pytest

import forecast
from forecast.graph.fingerprint import fingerprint, fingerprints

BASE = """
model small
as_of 2026-01-01
index lab = a, b, c
## How much is wanted.
demand ~ 2 to 8
share[lab] ~ beta(2, 5)
level = demand * share[a]
event done ~ 2030 to 2035, never 10%
apart = 1 + 2
question late = done given level > 4
"""


def prints(text: str) -> Mapping[str, str]:
    return fingerprints(forecast.load(text).graph)


def whole(text: str) -> str:
    return fingerprint(forecast.load(text).graph)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("demand ~ 2 to 8", "demand   ~   2 to 8   # a remark"),
        ("## How much is wanted.", "## Something else.\n## source: a book"),
        ("demand * share[a]", "(demand) * ((share[a]))"),
        ("demand * share[a]", "(\n    demand\n    * share[a])"),
        ("2 to 8", "2.0 to 8e0"),
        ("never 10%", "never 0.1"),
        ("level > 4", 'level > 4 { title "Late?" }'),
        ("2030 to 2035", "2030-01-01 to 2035-01"),
        ("\nmodel small", "\nmodel another"),
    ],
)
def test_layout_words_and_ways_of_writing_do_not_enter(old: str, new: str) -> None:
    assert old in BASE
    changed = BASE.replace(old, new)
    assert prints(changed) == prints(BASE)
    assert whole(changed) == whole(BASE)


def test_the_order_of_lines_does_not_enter() -> None:
    changed = "\n".join(reversed(BASE.replace("## How much is wanted.\n", "").splitlines())) + "\n"
    assert dict(prints(changed)) == dict(prints(BASE))
    assert whole(changed) == whole(BASE)


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    [
        ("2 to 8", "2 to 9", {"demand", "level", "late.given"}),
        ("2 to 8", "2 to 8 @ 80%", {"demand", "level", "late.given"}),
        ("2 to 8", "2 to 8 as normal", {"demand", "level", "late.given"}),
        ("share[a]", "share[b]", {"level", "late.given"}),
        ("demand * share", "demand / share", {"level", "late.given"}),
        ("never 10%", "never 20%", {"done", "late"}),
        ("level > 4", "level > 5", {"late.given"}),
        ("level > 4", "level >= 4", {"late.given"}),
        ("1 + 2", "2 + 1", {"apart"}),
        ("a, b, c", "a, b, d", {"share", "level", "late.given"}),
        ("share[lab] ~ beta(2, 5)", "share[lab] = 0.5", {"share", "level", "late.given"}),
    ],
)
def test_a_change_of_meaning_moves_what_is_computed_from_it_and_nothing_else(
    old: str, new: str, moved: set[str]
) -> None:
    assert old in BASE
    changed, base = prints(BASE.replace(old, new)), prints(BASE)
    assert {name for name in base if changed[name] != base[name]} == moved
    assert whole(BASE.replace(old, new)) != whole(BASE)


def test_a_moved_as_of_enters_where_it_is_meant() -> None:
    text = """
    as_of 2026-01-01
    index start = 2027-01-01, 2028-06-15
    event dated ~ 2030 to 2035-03-07
    event struck ~ hazard(10%/year)
    event later ~ hazard(10%/year, after: 2027)
    event soon = as_of + 1 year
    listed = start + 1 year
    none = dated == never
    """
    here, moved = prints(text), prints(text.replace("as_of 2026-01-01", "as_of 2029-11-30"))
    assert {name for name in here if here[name] != moved[name]} == {"struck", "soon"}


def test_a_new_question_or_expectation_changes_the_whole_and_no_node() -> None:
    for line in ("question early = done before 2031\n", "expect demand < 100\n"):
        changed = prints(BASE + line)
        assert {name: changed[name] for name in prints(BASE)} == dict(prints(BASE))
        assert whole(BASE + line) != whole(BASE)


def test_which_draw_it_is_enters() -> None:
    text = "x ~ {right}\ny = x\n"
    one, two = text.format(right="normal(0, 1) - normal(0, 1)"), text.format(right="normal(0, 1) + normal(0, 1)")
    assert prints(one)["y"] != prints(two)["y"]
    assert prints("x ~ 1 to 2\n")["x"] != prints("z ~ 1 to 2\n")["z"]


def test_fingerprints_are_the_same_in_every_process() -> None:
    assert prints("x ~ 1 to 2\n")["x"] == prints("x ~ 1 to 2\n")["x"]
    assert len(prints("x ~ 1 to 2\n")["x"]) == 32
    assert int(whole(BASE), 16) > 0


def test_a_correlation_is_part_of_what_its_members_mean() -> None:
    text = "a ~ 1 to 5\nb ~ 1 to 5\nc ~ 1 to 5\nd = 2 * b\n"
    before, after = prints(text), prints(text + "correlate a, b with 0.5\n")
    assert {name for name in before if before[name] != after[name]} == {"a", "b", "d"}
    assert prints(text + "correlate b, a with 0.50  # the same\n") == after
    assert prints(text + "correlate a, b with gaussian 0.5\n") != after
