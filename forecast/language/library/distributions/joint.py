"""Distributions that draw the elements of an index together."""

from forecast.language.library.constraint import positive
from forecast.language.library.record import Example, Form, Function

TOPIC = "distributions"

_PARTS = "index part = chips, power, staff"
_SITES = "index site = north, south\nindex other_site = site"

FUNCTIONS = (
    Function(
        "dirichlet",
        TOPIC,
        "Shares along an index that sum to 1. The larger the concentrations, the less the shares vary; 1 throughout makes all "
        "shares equally likely.",
        (
            Form(
                "dirichlet(concentration: number over index) -> number",
                "dirichlet",
                (positive("concentration"),),
            ),
            Form(
                "dirichlet(*, mean: number over index, n: number) -> number",
                "dirichlet_mean",
                (positive("mean"), positive("n")),
            ),
        ),
        (
            ("concentration", "the weight of each element, above 0; one number serves all of them"),
            ("mean", "the mean share of each element, above 0; together 100%"),
            ("n", "the sum of the concentrations, above 0: the number of observations that the knowledge is worth"),
        ),
        (
            Example("share[part] ~ dirichlet(2 over part)", given=_PARTS),
            Example(
                "share[part] ~ dirichlet(mean: usual, n: 20 over part)",
                given=f"{_PARTS}\nusual[part] = {{chips: 60%, power: 10%, staff: 30%}}",
            ),
        ),
        kind="distribution",
        noise="score",
    ),
    Function(
        "multivariate_normal",
        TOPIC,
        "Normals along an index with given correlations or covariances: a matrix that is written out, or indexed by the index "
        "and its second name.",
        (
            Form(
                "multivariate_normal(mean: L over index, *, sd: spread L, correlation: number over pairs) -> L",
                "multivariate_normal",
                (positive("sd"),),
            ),
            Form(
                "multivariate_normal(mean: L over index, *, covariance: square L over pairs) -> L",
                "multivariate_normal_covariance",
            ),
        ),
        (
            ("mean", "the mean of each element, or one that serves all of them"),
            ("sd", "the standard deviation of each element, above 0, or one that serves all of them"),
            ("correlation", "the correlations: symmetric, positive definite, 1 on the diagonal"),
            ("covariance", "the covariances: symmetric, positive definite, the variances on the diagonal"),
        ),
        (
            Example(
                "price[site] ~ multivariate_normal(40 USD, sd: 5 USD, correlation: [[1, 0.5], [0.5, 1]] over site)",
                "40 USD",
                given=_SITES,
            ),
            Example(
                "price[site] ~ multivariate_normal(40 USD, covariance: together over site)",
                "40 USD",
                given=f"{_SITES}\ntogether[site, other_site] = if site == other_site then 25 USD^2 else 10 USD^2",
            ),
        ),
        kind="distribution",
        noise="score",
    ),
)
