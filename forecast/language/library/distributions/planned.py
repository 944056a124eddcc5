"""Distributions that are known by name and cannot be used yet."""

from forecast.language.library.record import planned

TOPIC = "distributions"

_LINES = (
    ("skew_normal", "A normal that leans to one side."),
    ("dirichlet", "Shares that sum to 1."),
    ("multivariate_normal", "Normals with given correlations."),
    ("empirical", "A value of the data, each equally likely."),
    ("flat", "Density 1 between bounds; for use under evidence."),
)

FUNCTIONS = tuple(planned(name, TOPIC, doc, "distribution") for name, doc in _LINES)
