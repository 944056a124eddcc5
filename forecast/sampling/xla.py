"""JAX as the engine needs it: 64 bits, and compiled programs kept between processes."""

import os
import tempfile
from functools import cache
from pathlib import Path

import jax

CACHE_VARIABLE = "FORECAST_CACHE_DIR"


def cache_folder() -> Path | None:
    """``xla``, where compiled programs are kept, in ``$FORECAST_CACHE_DIR`` or the user's cache folder; None if not writable."""
    override = os.environ.get(CACHE_VARIABLE)
    if override:
        base = Path(override)
    else:
        from platformdirs import user_cache_path

        base = user_cache_path("forecast", appauthor=False)
    folder = base / "xla"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return None


@cache
def prepare() -> None:
    """Set JAX up, once in a process. A compilation cache that the user has chosen for JAX stays."""
    jax.config.update("jax_enable_x64", True)
    if jax.config.jax_compilation_cache_dir is None and (folder := cache_folder()) is not None:
        jax.config.update("jax_compilation_cache_dir", str(folder))
    if jax.config.jax_compilation_cache_dir is not None:
        jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
        jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
