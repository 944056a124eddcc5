import gc
import subprocess
import sys
import textwrap

import numpy as np
import pytest

from forecast.results.draws import Draws


def blocks() -> list[dict[str, np.ndarray]]:
    rng = np.random.default_rng(1)
    return [{"x": rng.normal(size=n), "y": rng.normal(size=(n, 3, 2))} for n in (5, 7, 1)]


@pytest.mark.parametrize("budget", [2**20, 300, 0])
def test_blocks_come_back_as_one_array_in_memory_and_from_files(budget: int) -> None:
    draws = Draws(budget=budget)
    for block in blocks():
        draws.append(block)
    assert draws.spilled == (budget < 2**20)
    assert draws.names == ("x", "y")
    assert draws.count == 13
    for name in draws.names:
        expected = np.concatenate([block[name] for block in blocks()])
        assert draws.shape(name) == expected.shape
        np.testing.assert_array_equal(draws[name], expected)
        np.testing.assert_array_equal(draws[name], expected)
        np.testing.assert_array_equal(np.concatenate(list(draws.pieces(name))), expected)
    np.testing.assert_array_equal(draws.column("y", (2, 1)), np.concatenate([b["y"] for b in blocks()])[:, 2, 1])


@pytest.mark.parametrize("budget", [2**20, 0])
def test_what_callers_do_to_their_arrays_leaves_the_draws_alone(budget: int) -> None:
    draws = Draws(budget=budget)
    draws.append({"x": np.arange(4.0)})
    with pytest.raises(ValueError, match="read-only"):
        draws["x"][0] = 9
    draws.column("x")[:] = 0
    np.testing.assert_array_equal(draws["x"], np.arange(4.0))


def test_a_block_that_does_not_fit_is_refused() -> None:
    draws = Draws()
    draws.append({"x": np.zeros(2), "y": np.zeros(2)})
    with pytest.raises(ValueError, match="different numbers of draws"):
        draws.append({"x": np.zeros(2), "y": np.zeros(3)})
    with pytest.raises(ValueError, match="same outputs"):
        draws.append({"x": np.zeros(2)})
    with pytest.raises(ValueError, match="shape"):
        draws.append({"x": np.zeros((2, 2)), "y": np.zeros(2)})
    with pytest.raises(KeyError, match="z"):
        draws["z"]


def test_an_output_without_elements_is_kept() -> None:
    draws = Draws(budget=0)
    draws.append({"x": np.zeros((3, 0)), "y": np.ones(3)})
    assert draws["x"].shape == (3, 0)
    np.testing.assert_array_equal(draws["y"], np.ones(3))


def test_temporary_files_go_with_the_draws(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    draws = Draws(budget=0)
    draws.append({"x": np.zeros(10)})
    files = draws._files
    (file,) = files.values()
    assert not file.closed
    assert list(tmp_path.iterdir()) == [], "an anonymous file has no name to be left behind"
    del draws
    gc.collect()
    assert file.closed


def test_a_full_temporary_disk_is_told_in_words() -> None:
    script = """
        import resource, signal
        import numpy as np
        from forecast.results.draws import Draws
        from forecast.results.errors import StoreError
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        draws = Draws(budget=0)
        try:
            for _ in range(20):
                draws.append({"x": np.zeros(1000)})
        except StoreError as error:
            print(error)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=True)
    assert "temporary folder" in done.stdout
    assert "TMPDIR" in done.stdout


@pytest.mark.slow
def test_ten_million_draws_take_little_memory(tmp_path) -> None:
    script = """
        import sys
        import numpy as np
        from forecast.results.draws import Draws
        from forecast.results.forecast import Forecast
        from forecast.results.question import Question
        from forecast.results.store import save
        rng = np.random.default_rng(0)
        draws, names = Draws(), "abcde"
        for _ in range(200):
            draws.append(dict(zip(names, rng.standard_normal((5, 50_000)))))
        forecast = Forecast(tuple(Question(n, "number", n) for n in names), draws, epoch=1)
        assert len(forecast.summaries) == 5
        save(forecast, sys.argv[1])
        # Not ru_maxrss, which begins at the size of the process that started this one.
        (peak,) = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
        print(int(peak.split()[1]) // 1024)
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(tmp_path / "run.nc")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    # 400 MB of draws; with 300 MB for the engine this keeps a run below 600 MB.
    assert int(done.stdout) < 320
