import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode


class TextExtension(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "txt"


def test_the_answer_of_a_small_model(forecast, model, snapshot):
    ended = forecast("run", model)
    assert (ended.code, ended.err) == (0, "")
    numbers, _, remarks = ended.out.rpartition("\n\n")
    # How long it took changes from run to run, and with it where the lines break.
    remarks = re.sub(r" in [\d.]+ s\.", " in … s.", " ".join(remarks.split()))
    assert f"{numbers}\n\n{remarks}\n" == snapshot(extension_class=TextExtension)


def test_json_is_one_document_and_nothing_else(forecast, model):
    ended = forecast("run", model, "--json", "--draws", "20k", "--seed", "3")
    assert (ended.code, ended.err) == (0, "")
    document = json.loads(ended.out)
    assert [question["name"] for question in document["questions"]] == ["launch_date", "soon", "units"]
    assert (document["draws"], document["provenance"]["seed"]) == (20_000, 3)
    # A normal distribution around 2030, in 90% of the worlds; the binomial error of 20,000 draws is 0.0035.
    soon = document["questions"][1]["answers"][0]["probability"]
    assert abs(soon["value"] - 0.45) < 4 * 0.0036
    assert ended.out.isascii()


def test_json_of_several_models_is_a_list(forecast, model, tmp_path):
    (tmp_path / "other.fcst").write_text("model other\nx ~ 1 to 2\nquestion q = x\n")
    ended = forecast("run", model, "other.fcst", "--json", "-n", "100")
    assert [document["model"] for document in json.loads(ended.out)] == ["model", "other"]


def test_the_same_seed_gives_the_same_answer(forecast, model):
    def quantiles(*arguments):
        document = json.loads(forecast("run", model, "--json", "-n", "1000", *arguments).out)
        return document["questions"][2]["answers"][0]["quantiles"]

    assert quantiles() == quantiles("--seed", "0")
    assert quantiles() != quantiles("--seed", "1")


def test_errors_in_one_file_and_nothing_is_run(forecast, broken, model):
    ended = forecast("run", model, broken)
    assert (ended.code, ended.out) == (1, "")
    assert "error[ends-swapped]" in ended.err


def test_a_file_that_cannot_be_read_and_nothing_is_run(forecast, model):
    ended = forecast("run", model, "absent.fcst")
    assert (ended.code, ended.out) == (2, "")


def test_warnings_go_to_the_standard_error_and_quiet_hides_them(forecast, tmp_path):
    (tmp_path / "warned.fcst").write_text("x ~ 1 to 2\nquestion q = x\n\n## Nobody's documentation.\n")
    ended = forecast("run", "warned.fcst", "-n", "100")
    assert ended.code == 0
    assert "warning[stray-doc]" in ended.err
    assert "warning" not in ended.out
    assert forecast("run", "warned.fcst", "-n", "100", "--quiet").err == ""


def test_what_a_run_finds_is_told_after_the_answer(forecast, tmp_path):
    (tmp_path / "idle.fcst").write_text("x ~ 1 to 2\ny ~ 1e6 to 2e6\nquestion q = x + y\n")
    ended = forecast("run", "idle.fcst", "-n", "100", "--strict")
    assert ended.code == 0
    assert "warning[idle-input]: the parameter `x` hardly moves any answer" in ended.err
    assert "--> idle.fcst:1:1" in ended.err
    assert "warning" not in ended.out
    assert forecast("run", "idle.fcst", "-n", "100", "--quiet").err == ""
    as_json = forecast("run", "idle.fcst", "-n", "100", "--json")
    assert as_json.err == ""
    assert [finding["code"] for finding in json.loads(as_json.out)["findings"]] == ["idle-input"]
    assert json.loads(forecast("run", "idle.fcst", "-n", "100", "--json", "--quiet").out)["findings"] is None
    forecast("run", "idle.fcst", "-n", "100", "-o", "run.nc")
    assert json.loads(forecast("show", "run.nc", "--json").out)["findings"] is None


def test_a_run_that_is_not_to_be_trusted(forecast, tmp_path):
    (tmp_path / "failing.fcst").write_text("x ~ normal(0, 1)\ny = sqrt(x)\nquestion q = y\n")
    ended = forecast("run", "failing.fcst", "-n", "1000")
    assert ended.code == 0
    assert ended.out.index("not to be trusted") < ended.out.index("median")
    assert "y" in ended.out
    assert forecast("run", "failing.fcst", "-n", "1000", "--strict").code == 3
    forecast("run", "failing.fcst", "-n", "1000", "-o", "run.nc")
    assert forecast("show", "run.nc").code == 0
    assert forecast("show", "run.nc", "--strict").code == 3


def test_a_condition_that_never_holds_is_no_answer(forecast, tmp_path):
    (tmp_path / "impossible.fcst").write_text("x ~ 1 to 2\nquestion q = x given x > 1000\n")
    ended = forecast("run", str(tmp_path / "impossible.fcst"), "-n", "1000", "--strict")
    assert ended.code == 3
    assert "`q` has no answer: its condition (x > 1000) holds in none of the draws." in ended.out


def test_a_trusted_run_passes_strict(forecast, model):
    assert forecast("run", model, "-n", "100", "--strict").code == 0


def test_a_saved_run_is_shown_as_it_was(forecast, model):
    ran = forecast("run", model, "-n", "1000", "--output", "run.nc")
    assert ran.code == 0
    assert ran.err.startswith("saved to run.nc (")
    assert forecast("show", "run.nc").out == ran.out
    as_json = forecast("run", model, "-n", "1000", "--json")
    saved, new = json.loads(forecast("show", "run.nc", "--json").out), json.loads(as_json.out)
    assert saved["questions"] == new["questions"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["a.fcst", "b.fcst", "-o", "run.nc"], "can hold one run"),
        (["a.fcst", "-o", "nowhere/run.nc"], "there is no folder nowhere"),
        (["a.fcst", "-o", "."], "is a folder"),
        (["a.fcst", "--draws", "0"], "--draws is at least 1"),
        (["a.fcst", "--draws", "-5"], "--draws is at least 1"),
        (["a.fcst", "--draws", "1e15"], "--draws is at most 1,000,000,000"),
        (["a.fcst", "--draws", "many"], "wants a whole number, such as"),
        (["a.fcst", "--draws", "1.5"], "wants a whole number; got '1.5'"),
        (["a.fcst", "--seed", "-1"], "--seed is at least 0"),
    ],
)
def test_wrong_calls_are_refused_before_anything_runs(forecast, tmp_path, arguments, sentence):
    for name in ("a.fcst", "b.fcst"):
        (tmp_path / name).write_text("x ~ 1 to 2\nquestion q = x\n")
    ended = forecast("run", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert sentence in ended.err
    assert len(ended.err.splitlines()) <= 2


def test_a_run_too_large_for_the_machine_is_refused(forecast, tmp_path):
    (tmp_path / "large.fcst").write_text("index i = 1 to 500\nx[i] ~ 1 to 2\nquestion q = x\n")
    ended = forecast("run", "large.fcst", "-n", "1e9")
    assert ended.code == 2
    assert "fewer draws" in ended.err


def test_a_full_disk_keeps_the_saved_run_and_the_answer(forecast, model, monkeypatch, tmp_path):
    (tmp_path / "run.nc").write_text("what was there")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    ended = forecast("run", model, "-n", "100", "-o", "run.nc")
    assert ended.code == 2
    assert "no space left on device" in ended.err
    assert "median" in ended.out
    assert (tmp_path / "run.nc").read_text() == "what was there"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.fcst", "run.nc"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_leaves_nothing_behind(process, tmp_path, number, code):
    (tmp_path / "long.fcst").write_text("x ~ 1 to 2\nquestion q = x\n")
    running = process("run", "long.fcst", "--draws", "200M", "--output", "run.nc")
    time.sleep(3)
    running.send_signal(number)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (code, "")
    assert "Traceback" not in err
    if number == signal.SIGINT:
        assert err.strip() == "interrupted"
    assert [path.name for path in tmp_path.iterdir()] == ["long.fcst"]


IN_A_CALLBACK = """
import gc, signal, sys, time
from forecast.cli import door

def interrupt(phase, info):
    gc.callbacks.remove(interrupt)
    signal.raise_signal(signal.SIGINT)

def work(arguments):
    gc.callbacks.append(interrupt)
    gc.collect()
    time.sleep(30)

import forecast.cli.app
forecast.cli.app.dispatch = work
sys.exit(door.enter(None))
"""


def test_an_interruption_inside_a_callback_is_not_lost(tmp_path):
    started = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", IN_A_CALLBACK, "anything"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr.strip()) == (130, "", "interrupted")
    assert time.monotonic() - started < 25
