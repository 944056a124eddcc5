"""Distributions that resemble the normal, and the sizes of such values."""

from forecast.language.library.constraint import positive
from forecast.language.library.record import Example, Form, Function

TOPIC = "distributions"

FUNCTIONS = (
    Function(
        "logistic",
        TOPIC,
        "Like the normal, with heavier tails; the standard deviation is scale * pi / sqrt(3).",
        (Form("logistic(mean: L, scale: spread L) -> L", "logistic", (positive("scale"),)),),
        (("mean", "the mean"), ("scale", "the scale, above 0; half of it lies within 1.1 scales of the mean")),
        (
            Example("price : USD ~ logistic(40 USD, 5 USD)", "40 USD"),
            Example("event launch ~ logistic(2031-06, 6 months)", "2031-06"),
        ),
        kind="distribution",
        noise="uniform",
    ),
    Function(
        "cauchy",
        TOPIC,
        "A bell with tails so heavy that it has no mean: Student's t with one degree of freedom.",
        (Form("cauchy(median: L, scale: spread L) -> L", "cauchy", (positive("scale"),)),),
        (("median", "the median"), ("scale", "half of it lies within this of the median, above 0")),
        (
            Example("price : USD ~ cauchy(40 USD, 5 USD)", "40 USD"),
            Example("event launch ~ cauchy(2031-06, 6 months)", "2031-06"),
        ),
        kind="distribution",
        noise="uniform",
    ),
    Function(
        "skew_normal",
        TOPIC,
        "A normal that leans to one side: to higher values where shape is above 0, to lower ones where it is below. Its "
        "density is 2 phi(y) Phi(shape y) / scale at location + scale y (Azzalini's).",
        (
            Form(
                "skew_normal(location: L, scale: spread L, shape: number) -> L",
                "skew_normal",
                (positive("scale"),),
            ),
        ),
        (
            ("location", "the mean and median where shape is 0; with a shape the bulk lies to one side of it"),
            ("scale", "the scale, above 0; the standard deviation where shape is 0, and less with a shape"),
            ("shape", "how much it leans; 0 is the normal, a large one the half-normal"),
        ),
        (
            Example("price : USD ~ skew_normal(40 USD, 5 USD, 0)", "40 USD"),
            Example("price : USD ~ skew_normal(40 USD, 5 USD, 1)", "40 USD + 5 USD * normal_quantile(sqrt(50%))"),
            Example(
                "event launch ~ skew_normal(location: 2031-06, scale: 6 months, shape: -1)",
                "2031-06 - 6 months * normal_quantile(sqrt(50%))",
            ),
        ),
        kind="distribution",
        noise="score",
    ),
    Function(
        "half_normal",
        TOPIC,
        "The size of a normal around 0, whatever its sign.",
        (Form("half_normal(sd: number D) -> number D", "half_normal", (positive("sd"),)),),
        (("sd", "the standard deviation of the whole normal, above 0; the half has 0.6 times that"),),
        (Example("error : USD ~ half_normal(10 USD)", "10 USD * normal_quantile(75%)"),),
        kind="distribution",
        noise="uniform",
    ),
    Function(
        "half_cauchy",
        TOPIC,
        "The size of a Cauchy around 0, whatever its sign; it has no mean.",
        (Form("half_cauchy(scale: number D) -> number D", "half_cauchy", (positive("scale"),)),),
        (("scale", "the median, above 0"),),
        (Example("spread : USD ~ half_cauchy(10 USD)", "10 USD"),),
        kind="distribution",
        noise="uniform",
    ),
    Function(
        "student_t",
        TOPIC,
        "Like the normal, with tails that fall off as a power: the smaller df, the heavier they are.",
        (
            Form(
                "student_t(df: number, mean: L, scale: spread L) -> L",
                "student_t",
                (positive("df"), positive("scale")),
            ),
        ),
        (
            ("df", "the degrees of freedom, above 0; 1 is the Cauchy, many are the normal"),
            ("mean", "the middle, which is the mean where df is above 1"),
            ("scale", "the scale, above 0; the standard deviation is scale * sqrt(df / (df - 2))"),
        ),
        (
            Example("price : USD ~ student_t(4, 40 USD, 5 USD)", "40 USD"),
            Example("event launch ~ student_t(df: 3, mean: 2031-06, scale: 6 months)", "2031-06"),
        ),
        kind="distribution",
        noise="score",
    ),
    Function(
        "half_student_t",
        TOPIC,
        "The size of a Student's t around 0, whatever its sign.",
        (
            Form(
                "half_student_t(df: number, scale: number D) -> number D",
                "half_student_t",
                (positive("df"), positive("scale")),
            ),
        ),
        (("df", "the degrees of freedom, above 0"), ("scale", "the scale of the whole, above 0")),
        (Example("spread : USD ~ half_student_t(1, 10 USD)", "10 USD"),),
        kind="distribution",
        noise="score",
    ),
)
