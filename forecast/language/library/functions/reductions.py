"""What makes one value of several: along an index, or of arguments."""

from forecast.language.library.constraint import within
from forecast.language.library.record import Example, Form, Function

TOPIC = "reductions"

_SPEND = "index lab = a, b, c\nspend[lab] = {a: 3 USD, b: 5 USD, c: 1 USD}"
_X = (("x", "values along the index"),)
_SEVERAL = (("a", "a value"), ("b", "another value; any number of them"), ("x", "values along the index"))

FUNCTIONS = (
    Function(
        "max",
        TOPIC,
        "The largest of several values, or along an index; of dates, the latest.",
        (Form("max(a: L, b: L, ...) -> L", "max"), Form("max(x: L over index) -> L", "max")),
        _SEVERAL,
        (
            Example("max(2, 7, 3) == 7"),
            Example("max(3 months, 1 year) == 1 year"),
            Example("max(spend over lab) == 5 USD", given=_SPEND),
        ),
        kind="reduction",
    ),
    Function(
        "min",
        TOPIC,
        "The smallest of several values, or along an index; of dates, the earliest.",
        (Form("min(a: L, b: L, ...) -> L", "min"), Form("min(x: L over index) -> L", "min")),
        _SEVERAL,
        (
            Example("min(2, 7, 3) == 2"),
            Example("min(2030-01, never) == 2030-01"),
            Example("min(spend over lab) == 1 USD", given=_SPEND),
        ),
        kind="reduction",
    ),
    Function(
        "sum",
        TOPIC,
        "The sum along an index; the sum of growths compounds them.",
        (
            Form("sum(x: number D over index) -> number D", "sum"),
            Form("sum(x: growth over index) -> growth", "sum"),
        ),
        _X,
        (Example("sum(spend over lab) == 9 USD", given=_SPEND),),
        kind="reduction",
    ),
    Function(
        "product",
        TOPIC,
        "The product along an index, of plain numbers.",
        (Form("product(x: number over index) -> number", "product"),),
        _X,
        (Example("product(spend / 1 USD over lab) == 15", given=_SPEND),),
        kind="reduction",
    ),
    Function(
        "mean",
        TOPIC,
        "The mean along an index, within one possible world; of dates, the mean date.",
        (Form("mean(x: L over index) -> L", "mean"),),
        _X,
        (Example("mean(spend over lab) == 3 USD", given=_SPEND),),
        kind="reduction",
    ),
    Function(
        "sd",
        TOPIC,
        "The standard deviation along an index (with n - 1 below the line), within one possible world.",
        (Form("sd(x: L over index) -> spread L", "sd"),),
        _X,
        (Example("abs(sd(spend over lab) - 2 USD) < 1e-9 USD", given=_SPEND),),
        kind="reduction",
    ),
    Function(
        "argmax",
        TOPIC,
        "The element of an index whose value is the largest; the first of equals.",
        (Form("argmax(x: L over index) -> element", "argmax"),),
        _X,
        (Example("argmax(spend over lab) == b", given=_SPEND),),
        kind="reduction",
    ),
    Function(
        "argmin",
        TOPIC,
        "The element of an index whose value is the smallest; the first of equals.",
        (Form("argmin(x: L over index) -> element", "argmin"),),
        _X,
        (Example("argmin(spend over lab) == c", given=_SPEND),),
        kind="reduction",
    ),
    Function(
        "quantile",
        TOPIC,
        "The value below which a share of the values along an index lies, within one possible world; between two of them "
        "it is interpolated.",
        (Form("quantile(p: number, x: L over index) -> L", "quantile", (within("p", 0, 1),)),),
        (("p", "the share that lies below, from 0 to 1"), ("x", "values along the index")),
        (
            Example("quantile(50%, spend over lab) == 3 USD", given=_SPEND),
            Example("quantile(75%, spend over lab) == 4 USD", given=_SPEND),
        ),
        kind="reduction",
    ),
    Function(
        "cumulative",
        TOPIC,
        "The running sum along an index, in the order in which its elements are declared.",
        (
            Form("cumulative(x: number D over index) -> number D along index", "cumulative"),
            Form("cumulative(x: growth over index) -> growth along index", "cumulative"),
        ),
        _X,
        (
            Example("cumulative(spend over lab)[b] == 8 USD", given=_SPEND),
            Example("cumulative(spend over lab)[c] == sum(spend over lab)", given=_SPEND),
        ),
        kind="reduction",
    ),
    Function(
        "running_max",
        TOPIC,
        "The largest value so far along an index, in the order in which its elements are declared; of dates, the latest.",
        (Form("running_max(x: L over index) -> L along index", "running_max"),),
        _X,
        (
            Example("running_max(spend over lab)[a] == 3 USD", given=_SPEND),
            Example("running_max(spend over lab)[c] == 5 USD", given=_SPEND),
        ),
        kind="reduction",
    ),
    Function(
        "derivative",
        TOPIC,
        "How fast a quantity changes in time: of a plain number a rate, of another its unit per year. A stock with noise has "
        "none.",
        (Form("derivative(x: number) -> rate", "derivative"),),
        (("x", "what changes over time"),),
        (
            Example("abs((derivative(schedule(2030: 1, 2034: 5)) at 2032) - 1 per year) < 0.001 per year"),
            Example("derivative(year(t)^2) at 2030 == 4060 per year"),
        ),
    ),
    Function(
        "shift",
        TOPIC,
        "The value some places earlier along an index, in the order in which its elements are declared or their rows stand in a "
        "table. Before the first there is none, or what follows `else:`.",
        (),
        (),
        (
            Example("shift(spend, 1)[b] == spend[a]", given=_SPEND),
            Example("shift(spend, 2, else: 0 USD)[b] == 0 USD", given=_SPEND),
            Example("missing(shift(spend, 1 over lab)[a])", given=_SPEND),
        ),
        special=True,
    ),
)
