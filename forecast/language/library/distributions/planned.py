"""Distributions that are known by name and cannot be used yet."""

from forecast.language.library.record import planned

TOPIC = "distributions"

_LINES = (
    ("student_t", "Like the normal, with tails that fall off as a power."),
    ("half_student_t", "The size of a Student's t around 0."),
    ("skew_normal", "A normal that leans to one side."),
    ("binomial", "The number of successes in n tries."),
    ("negative_binomial", "Counts that vary more than a Poisson's."),
    ("poisson", "The number of events in a time, at a constant rate."),
    ("dirichlet", "Shares that sum to 1."),
    ("multivariate_normal", "Normals with given correlations."),
    ("empirical", "A value of the data, each equally likely."),
    ("truncated", "A distribution cut off at bounds and renormalised."),
    ("censored", "A distribution of which only an upper part's total is known."),
    ("shifted", "A distribution moved by an amount."),
    ("flat", "Density 1 between bounds; for use under evidence."),
)

FUNCTIONS = tuple(planned(name, TOPIC, doc, "distribution") for name, doc in _LINES)
