import pytest

from forecast.cli.count import parse_count
from forecast.cli.usage import UsageError


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1), ("100000", 100_000), ("1e6", 1_000_000), ("2.5e3", 2500), ("1_000_000", 1_000_000),
        ("1,000", 1000), ("100k", 100_000), ("1.5M", 1_500_000), ("1m", 1_000_000), (" 7 ", 7), ("1B", 10**9),
    ],
)  # fmt: skip
def test_counts_as_people_type_them(text, number):
    assert parse_count(text, option="--draws", least=1, most=10**9) == number


@pytest.mark.parametrize(
    "text", ["", "k", "1e", "0x10", "1 000", "½", "nan", "inf", "١", "1e999999", "9" * 100, "--", "1e-3"]
)
def test_what_is_no_count(text):
    with pytest.raises(UsageError, match=r"^--draws "):
        parse_count(text, option="--draws", least=1, most=10**9)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["chek"], "there is no command 'chek'\nDid you mean `forecast check`?"),
        (["model.fcst"], "'model.fcst' is no command\nDid you mean `forecast run model.fcst`?"),
        (["check"], "forecast check: FILE is missing"),
        (["check", "--fast", "a.fcst"], "forecast check: unknown option: --fast"),
        (
            ["check", "--format", "yaml", "a.fcst"],
            "forecast check: --format cannot be 'yaml'; it is one of full, concise, json, github",
        ),
        (["run", "a.fcst", "--draws"], "forecast run: --draws needs a value"),
        (["new", "a", "b"], "forecast new: there is no place for 'b'"),
        (["dump", "a.fcst"], "forecast dump: --stage is missing; it is one of tree, model, graph, program"),
        (["check", ""], "the name of a file is empty"),
    ],
)
def test_wrong_calls_are_told_in_a_sentence(forecast, arguments, sentence):
    ended = forecast(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"error: {sentence}")
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("command", ["check", "run", "fmt", "compile", "graph"])
def test_files_that_cannot_be_read(forecast, tmp_path, command):
    (tmp_path / "binary.fcst").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "latin.fcst").write_bytes("## Überraschung\nx ~ 1 to 2\n".encode("latin-1"))
    (tmp_path / "huge.fcst").write_bytes(b"x" * 10_000_000)
    (tmp_path / "folder.fcst").mkdir()
    (tmp_path / "circle.fcst").symlink_to("circle.fcst")
    for name, sentence in (
        ("absent.fcst", "there is no file"),
        ("circle.fcst", "it is a link that leads back to itself"),
        ("folder.fcst", "is a folder"),
        ("binary.fcst", "is not a text file"),
        ("latin.fcst", "is not UTF-8 text: a wrong byte on line 1"),
        ("huge.fcst", "has 10.0 MB"),
        ("a\0b", "could not be read"),
    ):
        ended = forecast(command, name)
        assert (ended.code, ended.out) == (2, ""), name
        assert sentence in ended.err, name


def test_a_standard_input_that_is_no_text(forecast):
    assert "not UTF-8" in forecast("check", "-", stdin=b"\xff\xfe").err
    assert forecast("check", "-", stdin=b"x\0").code == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not a run", "is not a file of a run"),
        (b"\x89HDF\r\n\x1a\n" + bytes(100), "is damaged or cut short"),
        (None, "There is no file"),
    ],
)
def test_files_that_are_no_runs(forecast, tmp_path, content, sentence):
    if content is not None:
        (tmp_path / "run.nc").write_bytes(content)
    ended = forecast("show", "run.nc")
    assert (ended.code, ended.out) == (2, "")
    assert sentence in ended.err


def test_show_of_a_model_says_what_to_do(forecast, model):
    ended = forecast("show", model)
    assert ended.code == 2
    assert "forecast run model.fcst" in ended.err


def test_a_bug_is_told_as_one(forecast, model, monkeypatch):
    def fail(*_: object) -> None:
        raise RuntimeError("the \x1b[31mmoon is in the wrong phase")

    monkeypatch.setattr("forecast.session.from_model", fail)
    ended = forecast("graph", model)
    assert (ended.code, ended.out) == (101, "")
    assert "this is a bug in forecast 0." in ended.err
    assert "RuntimeError" in ended.err
    assert "stage: session (session.py:" in ended.err
    assert "report it" in ended.err
    assert "Traceback" not in ended.err
    assert "\x1b" not in ended.err
    monkeypatch.setenv("FORECAST_TRACEBACK", "1")
    assert "Traceback" in forecast("graph", model).err


def test_an_interruption_anywhere(forecast, model, monkeypatch):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("forecast.session.from_model", interrupt)
    ended = forecast("graph", model)
    assert (ended.code, ended.out, ended.err.strip()) == (130, "", "interrupted")


def test_too_little_memory(forecast, model, monkeypatch):
    def exhaust(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("forecast.session.from_model", exhaust)
    ended = forecast("graph", model)
    assert ended.code == 2
    assert "memory" in ended.err
