"""Distributions over an index, and their matrices."""

from forecast.language.diagnostics.catalogue.entry import mistake

_LABS = "index lab = openai, google\n"
_THREE = "index lab = openai, google, meta\n"

RULES = (
    mistake(
        "over-in-its-own-cell",
        "A distribution over an index stands in the cell of one of its elements.",
        "`dirichlet` and `multivariate_normal` draw all elements of an index together, so they stand outside of tables along "
        "that index. What they drew can be used in the cells.",
        bad=_LABS + "x[lab] ~ {openai: dirichlet(2 over lab), else: 1}",
        good=_LABS + "share[lab] ~ dirichlet(2 over lab)\nx[lab] = {openai: share, else: 1}",
    ),
    mistake(
        "one-for-all",
        "A number that serves a whole index differs along it.",
        "The `n` of a `dirichlet` says how much all of its shares vary, and a matrix that is written out has one number in "
        "each place.",
        bad=_LABS + "n[lab] = {openai: 10, google: 20}\nshare[lab] ~ dirichlet(mean: 50%, n: n over lab)",
        good=_LABS + "share[lab] ~ dirichlet(mean: 50%, n: 20 over lab)",
    ),
    mistake(
        "matrix-shape",
        "A matrix does not fit its index.",
        "It has a row and a column for each element, in the order of the index, and the same numbers below the diagonal as "
        "above it; that of correlations has 1 on the diagonal. It is written out, or a quantity that is indexed by the index "
        "and by a second name of it.",
        bad=_LABS + "x[lab] ~ multivariate_normal(3, sd: 1, correlation: [[1, 0.5], [0.4, 1]] over lab)",
        good=_LABS + "x[lab] ~ multivariate_normal(3, sd: 1, correlation: [[1, 0.5], [0.5, 1]] over lab)",
    ),
    mistake(
        "not-positive-definite",
        "No quantities can have the correlations or covariances of a matrix.",
        "If a goes closely with b and b with c, a and c cannot go their own ways, and every variance is above 0: the matrix "
        "has to be positive definite. Where it is uncertain, the draws in which it is not fail, and are counted.",
        bad=_THREE
        + "x[lab] ~ multivariate_normal(3, sd: 1, correlation: [[1, 0.9, 0], [0.9, 1, 0.9], [0, 0.9, 1]] over lab)",
        good=_THREE
        + "x[lab] ~ multivariate_normal(3, sd: 1, correlation: [[1, 0.9, 0.7], [0.9, 1, 0.9], [0.7, 0.9, 1]] over lab)",
    ),
)
