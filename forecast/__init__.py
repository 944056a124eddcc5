"""Causal, uncertain models of the future, and the timelines that follow from them.

>>> import forecast
>>> model = forecast.load("event agi ~ 2028 to 2045")
>>> answer = model.run()
>>> answer.quantile("agi", 0.5)
"""

from typing import TYPE_CHECKING, Any

from forecast.version import __version__

if TYPE_CHECKING:
    from forecast.language.diagnostics import Diagnostic, DiagnosticError
    from forecast.loading import LoadError
    from forecast.results.forecast import Forecast
    from forecast.results.store import load as load_run
    from forecast.session import ModelFile, load

__all__ = ["Diagnostic", "DiagnosticError", "Forecast", "LoadError", "ModelFile", "__version__", "load", "load_run"]

_PLACES = {
    "Diagnostic": ("forecast.language.diagnostics", "Diagnostic"),
    "DiagnosticError": ("forecast.language.diagnostics", "DiagnosticError"),
    "Forecast": ("forecast.results.forecast", "Forecast"),
    "LoadError": ("forecast.loading", "LoadError"),
    "ModelFile": ("forecast.session", "ModelFile"),
    "load": ("forecast.session", "load"),
    "load_run": ("forecast.results.store", "load"),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import forecast` costs nothing."""
    if name not in _PLACES:
        raise AttributeError(f"module 'forecast' has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _PLACES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
