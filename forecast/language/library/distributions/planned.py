"""Distributions that are known by name and cannot be used yet."""

from forecast.language.library.record import planned

TOPIC = "distributions"

_LINES = (
    ("loguniform", "Uniform on the logarithm."),
    ("uniform_int", "Whole numbers, each equally likely."),
    ("weibull", "Times to failure whose rate rises or falls as a power of age."),
    ("gompertz", "Times to failure whose rate grows exponentially with age."),
    ("logistic", "Like the normal, with heavier tails."),
    ("loglogistic", "Its logarithm is logistic."),
    ("student_t", "Like the normal, with tails that fall off as a power."),
    ("cauchy", "Student's t with one degree of freedom; it has no mean."),
    ("half_normal", "The size of a normal around 0."),
    ("half_cauchy", "The size of a Cauchy around 0."),
    ("half_student_t", "The size of a Student's t around 0."),
    ("pareto", "Amounts above a least one, with a tail that falls off as a power."),
    ("skew_normal", "A normal that leans to one side."),
    ("binomial", "The number of successes in n tries."),
    ("negative_binomial", "Counts that vary more than a Poisson's."),
    ("poisson", "The number of events in a time, at a constant rate."),
    ("geometric", "The number of failures before the first success."),
    ("dirichlet", "Shares that sum to 1."),
    ("multivariate_normal", "Normals with given correlations."),
    ("empirical", "A value of the data, each equally likely."),
    ("truncated", "A distribution cut off at bounds and renormalised."),
    ("censored", "A distribution of which only an upper part's total is known."),
    ("shifted", "A distribution moved by an amount."),
    ("flat", "Density 1 between bounds; for use under evidence."),
)

FUNCTIONS = tuple(planned(name, TOPIC, doc, "distribution") for name, doc in _LINES)
