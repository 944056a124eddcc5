from hypothesis import given
from hypothesis import strategies as st

from forecast.report.fold import folds
from forecast.report.inert import inert, one_line


def test_escape_sequences_and_reordering_marks_become_visible() -> None:
    assert inert("\x1b[31mred\x1b[0m") == "␛[31mred␛[0m"
    assert inert("a\u202eb") == "a<U+202E>b"
    assert inert("\x9b31m") == "<U+009B>31m"
    assert inert("\ud800") == "<U+D800>"
    assert inert("\x7f") == "␡"


@given(st.text())
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    shown = inert(text)
    assert not any(ord(c) < 0x20 and c not in "\t\n" for c in shown)
    assert not any(0x7F <= ord(c) < 0xA0 for c in shown)
    shown.encode()
    assert "\n" not in one_line(text)


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N"]) | st.just(" ")), st.integers(2, 30))
def test_folding_loses_no_word_and_fits(text: str, width: int) -> None:
    from rich.cells import cell_len

    lines = [text[start:end] for start, end in folds(text, width, width)]
    assert "".join("".join(lines).split()) == "".join(text.split(" "))
    assert all(cell_len(line) <= width for line in lines)
