from forecast import load
from forecast.results.from_graph import questions_of

MODEL = """model m

## source: the record of last year
gap ~ 1 to 3 year

question wait = gap {
  title "How long?"
  resolves 2030-01-01
  source "the table"
}
question wait_again = gap
"""


def test_questions_carry_what_the_model_says_about_them() -> None:
    model = load(MODEL)
    wait, again, *_ = questions_of(model.graph, model.model.catalogue)
    assert (wait.title, wait.resolves, wait.source) == ("How long?", "2030-01-01", "the table")
    assert (again.title, again.resolves) == (None, None)
    assert wait.unit == "years", "whether the model writes year or years"


def test_a_model_file_shows_its_name() -> None:
    assert repr(load(MODEL)) == "<ModelFile <text>>"
