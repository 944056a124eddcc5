"""Distributions that are known by name and cannot be used yet."""

from forecast.language.library.record import planned

TOPIC = "distributions"

_LINES = (("flat", "Density 1 between bounds; for use under evidence."),)

FUNCTIONS = tuple(planned(name, TOPIC, doc, "distribution") for name, doc in _LINES)
