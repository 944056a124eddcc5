import os
import subprocess
import sys
from pathlib import Path

from forecast.sampling.xla import cache_folder

RUN = """
import jax
from forecast.sampling.xla import prepare
prepare()
assert jax.config.jax_enable_x64
jax.jit(lambda x: x * 3 + 1)(2.0)
print(jax.config.jax_compilation_cache_dir)
"""


def run(**environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def test_compiled_programs_are_kept_in_the_folder_that_the_user_names(tmp_path: Path) -> None:
    assert run(FORECAST_CACHE_DIR=str(tmp_path)) == str(tmp_path / "xla")
    assert any((tmp_path / "xla").iterdir())


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert run(FORECAST_CACHE_DIR=str(tmp_path / "file")) == "None"


def test_a_cache_that_the_user_chose_for_jax_stays(tmp_path: Path) -> None:
    own = str(tmp_path / "own")
    assert run(FORECAST_CACHE_DIR=str(tmp_path / "other"), JAX_COMPILATION_CACHE_DIR=own) == own


def test_the_folder_is_in_the_users_cache(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("FORECAST_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    if sys.platform == "linux":
        assert cache_folder() == tmp_path / "forecast" / "xla"
