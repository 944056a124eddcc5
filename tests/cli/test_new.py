import pytest


def test_the_first_model_is_without_findings_formatted_and_answers(forecast, tmp_path):
    ended = forecast("new", "my_model")
    assert (ended.code, ended.err) == (0, "")
    assert "forecast run my_model.fcst" in ended.out
    assert "\nmodel my_model\n" in (tmp_path / "my_model.fcst").read_text()
    assert forecast("check", "my_model.fcst").out == "no findings\n"
    assert forecast("fmt", "--check", "my_model.fcst").code == 0
    answer = forecast("run", "my_model.fcst", "-n", "20k", "--strict")
    assert answer.code == 0
    assert "never" in answer.out
    assert "given" in answer.out
    assert "holds in" in answer.out


def test_what_it_teaches(forecast, tmp_path):
    forecast("new", "m")
    text = (tmp_path / "m.fcst").read_text()
    for part in (
        "as_of ",
        " ~ ",
        " to ",
        "90%",
        "never ",
        "index ",
        "question ",
        " given ",
        " before ",
        "expect ",
        "##",
    ):
        assert part in text


def test_nothing_is_overwritten(forecast, tmp_path):
    path = tmp_path / "mine.fcst"
    path.write_text("mine")
    ended = forecast("new", "mine")
    assert (ended.code, path.read_text()) == (2, "mine")
    assert "is there already" in ended.err


def test_a_file_name_and_a_folder_will_do(forecast, tmp_path):
    (tmp_path / "models").mkdir()
    assert forecast("new", "models/x.fcst").code == 0
    assert "model x\n" in (tmp_path / "models" / "x.fcst").read_text()
    ended = forecast("new", "nowhere/x")
    assert ended.code == 2
    assert "there is no folder nowhere" in ended.err


@pytest.mark.parametrize("name", ["2x", "a-b", "", "a b", "stock", "../", "x\n", "\x1b[31m", "a" * 300])
def test_names_that_no_model_can_have(forecast, tmp_path, name):
    ended = forecast("new", name)
    assert (ended.code, ended.out) == (2, "")
    assert "\x1b" not in ended.err
    assert list(tmp_path.iterdir()) == []


def test_a_name_near_it_is_proposed(forecast):
    assert "forecast new my_model" in forecast("new", "my-model").err
