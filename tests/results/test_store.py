import stat
import subprocess
import sys
import textwrap
import warnings
from pathlib import Path

import h5netcdf
import numpy as np
import pytest
import xarray as xr

from forecast.results import store
from forecast.results.draws import Draws
from forecast.results.errors import StoreError
from forecast.results.forecast import Forecast
from forecast.results.question import Question
from forecast.results.store import load, save


@pytest.mark.parametrize("budget", [2**27, 0])
def test_a_run_comes_back_as_it_was(make_forecast, tmp_path, budget: int) -> None:
    forecast = make_forecast(budget=budget)
    save(forecast, tmp_path / "run.nc")
    loaded = load(tmp_path / "run.nc")
    for name in ("questions", "expectations", "failures", "reasons", "provenance", "epoch", "model", "doc"):
        assert getattr(loaded, name) == getattr(forecast, name)
    assert loaded.draws.names == forecast.draws.names
    for name in forecast.draws.names:
        assert loaded.draws[name].tobytes() == forecast.draws[name].tobytes()
    assert loaded.to_json() == forecast.to_json()
    assert [path.name for path in tmp_path.iterdir()] == ["run.nc"]


def test_every_bit_is_kept(tmp_path) -> None:
    payload = np.array([0x7FF8000000000001, 0xFFF8000000000002, 0x7FF0000000000000, 1, 1 << 63], dtype=np.uint64)
    draws = Draws()
    draws.append({"x": payload.view(np.float64), "y": payload.view(np.float64)})
    questions = (Question("x", "number", "x"), Question("y", "boolean", "y"))
    save(Forecast(questions, draws, epoch=1), tmp_path / "run.nc")
    for name in ("x", "y"):
        np.testing.assert_array_equal(load(tmp_path / "run.nc").draws[name].view(np.uint64), payload)


def test_names_that_xarray_would_misread_are_kept(tmp_path) -> None:
    draws = Draws()
    names = ("lab", "chain", "draw", "lib.x", "a/b", "a_b", "größe", "lab_")
    rng = np.random.default_rng(0)
    draws.append({name: rng.normal(size=(3, 2) if name == "lab" else 3) for name in names})
    questions = (Question("lag", "number", "lab", dims=("lab",), elements=(("a", "b c"),)),)
    forecast = Forecast(questions, draws, epoch=1)
    save(forecast, tmp_path / "run.nc")
    loaded = load(tmp_path / "run.nc")
    for name in names:
        np.testing.assert_array_equal(loaded.draws[name], draws[name])
    tree = xr.open_datatree(tmp_path / "run.nc", engine="h5netcdf")
    outputs = {variable.attrs["output"]: name for name, variable in tree["prior"].data_vars.items()}
    assert set(outputs) == set(names)
    assert outputs["größe"] == "größe"
    assert list(tree["prior"]["lab"].values) == ["a", "b c"]
    assert set(forecast.to_datatree()["prior"].data_vars) == set(outputs.values())


def test_arviz_opens_a_run_and_summarises_it(make_forecast, tmp_path) -> None:
    import arviz

    forecast = make_forecast()
    save(forecast, tmp_path / "run.nc")
    tree = arviz.from_netcdf(tmp_path / "run.nc")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = arviz.summary(tree, group="prior", var_names=["revenue", "growth"], kind="stats", round_to="none")
    assert float(table.loc["growth", "mean"]) == pytest.approx(forecast.draws["growth"].mean())
    expected = forecast.draws["revenue"][:, 1].mean()
    assert float(table.loc["revenue[anthropic]", "mean"]) == pytest.approx(expected)


def test_xarray_reads_dates_as_the_numbers_they_are(make_forecast, tmp_path) -> None:
    forecast = make_forecast()
    save(forecast, tmp_path / "run.nc")
    prior = xr.open_datatree(tmp_path / "run.nc", engine="h5netcdf")["prior"]
    assert prior["arrival"].dims == ("chain", "draw")
    assert prior["revenue"].dims == ("chain", "draw", "lab")
    np.testing.assert_array_equal(prior["arrival"].values[0], forecast.draws["arrival"])
    assert prior["arrival"].attrs["kind"] == "date"
    assert prior.attrs["epoch"] == "2026-11-23"
    assert prior["revenue"].attrs["unit"] == "B USD"
    assert prior["revenue"].attrs["scale"] == 1e9
    assert dict(prior["path"].attrs)["labels"] == "slow, fast, none"
    xr.testing.assert_identical(prior.to_dataset().load(), forecast.to_datatree()["prior"].to_dataset())


def test_an_error_leaves_the_old_file_and_no_other(make_forecast, tmp_path, monkeypatch) -> None:
    place = tmp_path / "run.nc"
    save(make_forecast(), place)
    before = place.read_bytes()
    write, written = store._write_variable, []

    def fail(group, variable, draws, disk) -> None:
        if written:
            raise OSError(28, "No space left on device")
        written.append(variable)
        write(group, variable, draws, disk)

    monkeypatch.setattr(store, "_write_variable", fail)
    with pytest.raises(StoreError, match=r"no space left on device\. The file that was there is unchanged"):
        save(make_forecast(), place)
    assert place.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["run.nc"]


def test_an_interruption_leaves_no_partial_file(make_forecast, tmp_path, monkeypatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "_write_variable", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(make_forecast(), tmp_path / "run.nc")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_and_leaves_the_old_file(tmp_path) -> None:
    script = """
        import resource, signal, sys
        import numpy as np
        from forecast.results.draws import Draws
        from forecast.results.errors import StoreError
        from forecast.results.forecast import Forecast
        from forecast.results.store import save
        def run(count):
            draws = Draws()
            draws.append({"x": np.random.default_rng(0).normal(size=count)})
            save(Forecast((), draws, epoch=1), sys.argv[1])
        run(10)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        try:
            run(100_000)
        except StoreError as error:
            print(error)
    """
    place = tmp_path / "run.nc"
    command = [sys.executable, "-c", textwrap.dedent(script), str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "could not be written" in done.stdout
    assert "unchanged" in done.stdout
    assert done.stderr == ""
    assert load(place).draws.count == 10
    assert [path.name for path in tmp_path.iterdir()] == ["run.nc"]


def test_a_file_keeps_its_permissions_and_a_link_stays_one(make_forecast, tmp_path) -> None:
    place, link = tmp_path / "run.nc", tmp_path / "latest.nc"
    save(make_forecast(), place)
    place.chmod(0o640)
    link.symlink_to(place)
    save(make_forecast(), link)
    assert link.is_symlink()
    assert stat.S_IMODE(place.stat().st_mode) == 0o640


@pytest.mark.parametrize(("name", "words"), [("no/run.nc", "folder .* does not exist"), (".", "is a folder")])
def test_a_place_that_cannot_be_written_to(make_forecast, tmp_path, name: str, words: str) -> None:
    with pytest.raises(StoreError, match=words):
        save(make_forecast(), tmp_path / name)


def written(place: Path, make_forecast) -> Path:
    save(make_forecast(), place)
    return place


def test_a_file_that_is_not_there(tmp_path) -> None:
    with pytest.raises(StoreError, match=r"no file .*gone\.nc"):
        load(tmp_path / "gone.nc")


def test_a_folder_is_no_run(tmp_path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        load(tmp_path)


@pytest.mark.parametrize("content", [b"", b"question q = 3\n", b"\x00" * 5000])
def test_another_file_is_no_run(tmp_path, content: bytes) -> None:
    (tmp_path / "m.fcst").write_bytes(content)
    with pytest.raises(StoreError, match="not a file of a run"):
        load(tmp_path / "m.fcst")


@pytest.mark.parametrize("part", [0.3, 0.9, 0.999])
def test_a_run_cut_short(make_forecast, tmp_path, part: float) -> None:
    place = written(tmp_path / "run.nc", make_forecast)
    content = place.read_bytes()
    place.write_bytes(content[: int(len(content) * part)])
    with pytest.raises(StoreError, match="damaged or cut short"):
        load(place)


def test_another_netcdf_file(tmp_path) -> None:
    xr.Dataset({"x": ("i", np.arange(3))}).to_netcdf(tmp_path / "x.nc", engine="h5netcdf")
    with pytest.raises(StoreError, match=r"not one of a forecast's run"):
        load(tmp_path / "x.nc")


def test_a_run_of_another_version(make_forecast, tmp_path) -> None:
    place = written(tmp_path / "run.nc", make_forecast)
    with h5netcdf.File(place, "a") as file:
        file.attrs["format_version"] = 99
    with pytest.raises(StoreError, match=r"version 99 .* Update forecast"):
        load(place)


@pytest.mark.parametrize(
    "text", ["{", "{}", "[]", '{"variables": {"nothing": "nothing"}}', '{"variables": {}, "draws": 3}']
)
def test_a_damaged_run(make_forecast, tmp_path, text: str) -> None:
    place = written(tmp_path / "run.nc", make_forecast)
    with h5netcdf.File(place, "a") as file:
        file.attrs["forecast"] = text
    with pytest.raises(StoreError, match="damaged"):
        load(place)


def test_fields_of_a_later_release_are_passed_over(make_forecast, tmp_path) -> None:
    import json

    place = written(tmp_path / "run.nc", make_forecast)
    with h5netcdf.File(place, "a") as file:
        record = json.loads(file.attrs["forecast"])
        record["questions"][0]["colour"] = "red"
        file.attrs["forecast"] = json.dumps(record)
    assert load(place).questions == make_forecast().questions
