"""Names."""

from forecast.language.diagnostics.catalogue.entry import mistake

RULES = (
    mistake(
        "unknown-name",
        "A name is used that nothing in the model has.",
        "Most often it is misspelt: capital and small letters differ. The elements of an index have names too, but "
        "they are no amounts: they can only be compared with, or stand in brackets to say which value is meant. "
        "Declare the name on a line of its own, before or after; the order of lines never matters.",
        bad="revenue ~ 5B to 60B USD\nquestion q = revenu * 2",
        good="revenue ~ 5B to 60B USD\nquestion q = revenue * 2",
    ),
    mistake(
        "duplicate-name",
        "A name is declared twice.",
        "A name has one meaning in a model. As the order of lines does not matter, neither of two definitions could "
        "win. Quantities, events, indexes, functions and questions share their names, so a question cannot be "
        "called like the event that it asks for. Give one of them another name.",
        bad="price ~ 3 to 5 USD\nprice ~ 4 to 8 USD",
        good="price ~ 3 to 5 USD\nlater_price ~ 4 to 8 USD",
    ),
    mistake(
        "name-is-a-unit",
        "A quantity bears the name of a unit.",
        "A word right after a number is its unit. If `days` were a quantity too, `3 days` could be read in two "
        "ways. Choose another name; single letters are free.",
        bad="days ~ 3 to 5",
        good="working_days ~ 3 to 5",
    ),
    mistake(
        "unit-without-number",
        "A unit stands where a value should.",
        "A unit belongs to a number and follows it directly: `1 year`. A rate is written in one piece as well, "
        "`2%/year` or `0.2 per year`.",
        bad="rate = 3 / year",
        good="rate = 3 per year",
    ),
    mistake(
        "function-without-call",
        "A function stands where a value should.",
        "A function has a value only together with its arguments, which follow it in brackets.",
        bad="fn double(x) = 2 * x\nq = double + 1",
        good="fn double(x) = 2 * x\nq = double(3) + 1",
    ),
    mistake(
        "unknown-function",
        "Something is called that is no function.",
        "Either the function's name is misspelt, or brackets follow a quantity. A product is always written with "
        "`*`; one element of an indexed quantity is taken with `[ ]`.",
        bad="x ~ 1 to 5\ny = sqroot(x)",
        good="x ~ 1 to 5\ny = sqrt(x)",
    ),
    mistake(
        "function-exists",
        "A function is declared with the name of one that the language has.",
        "If it could be replaced, the same line would mean different things in different models. Choose another name.",
        bad="fn sqrt(x) = x ^ 0.5",
        good="fn root(x) = x ^ 0.5",
    ),
    mistake(
        "repeated-parameter",
        "A function has two parameters of one name.",
        "In the function's body the name could mean either of them. Give each parameter a name of its own.",
        bad="fn total(x, x) = x + 1",
        good="fn total(x, y) = x + y",
    ),
    mistake(
        "function-arity",
        "A function of the model is called with too few or too many arguments.",
        "Each parameter needs exactly one argument, in the order in which the function declares them, or by name.",
        bad="fn npv(flow, discount) = flow / (1 + discount)\nx = npv(3 USD)",
        good="fn npv(flow, discount) = flow / (1 + discount)\nx = npv(3 USD, 5%)",
    ),
    mistake(
        "recursive-function",
        "A function calls itself.",
        "Functions are unfolded where they are called: the body takes the place of the call. One that calls itself, "
        "directly or by way of others, would unfold without end. Write the steps as quantities, or what builds up "
        "over time as a stock.",
        bad="fn grow(x) = grow(x) * 2\ny = grow(3)",
        good="fn grow(x) = x * 2\ny = grow(grow(3))",
    ),
    mistake(
        "function-too-large",
        "Calls of functions unfold into too many calls.",
        "Functions are unfolded where they are called, so one that calls another ten times, which calls a third ten "
        "times, grows quickly. Give results that are used repeatedly a name of their own, as quantities.",
        bad="fn a(x) = x + x\n"
        "fn b(x) = a(a(a(a(a(a(a(a(a(a(x))))))))))\n"
        "fn c(x) = b(x) + b(x) + b(x) + b(x) + b(x) + b(x) + b(x) + b(x) + b(x) + b(x) + b(x) + b(x)\n"
        "fn d(x) = c(x) + c(x) + c(x) + c(x) + c(x) + c(x) + c(x) + c(x) + c(x) + c(x) + c(x) + c(x)\n"
        "fn e(x) = d(x) + d(x) + d(x) + d(x) + d(x) + d(x) + d(x) + d(x) + d(x) + d(x) + d(x) + d(x)\n"
        "y = e(3) + e(4)",
        good="fn a(x) = x + x\ny = a(3)\nz = y * 12",
    ),
    mistake(
        "cycle",
        "Something is computed from itself.",
        "Each arrow of the circle is shown where it is used. Within one moment nothing can be its own cause. "
        "Feedback takes time, so it has to pass through something that looks at the past, such as a stock or a "
        "delay. Otherwise break the circle by letting one of its members depend on something else.",
        bad="demand = 100 - price\nprice = demand / 3",
        good="demand = 100 - price\nprice ~ 20 to 30",
    ),
    mistake(
        "repeated-header",
        "`model` or `as_of` is stated twice.",
        "A file has one name and speaks as of one date. Keep one of the lines.",
        bad="as_of 2026-11-23\nas_of 2027-01-01\nevent launch ~ 2028 to 2030",
        good="as_of 2026-11-23\nevent launch ~ 2028 to 2030",
    ),
    mistake(
        "empty-model",
        "The file declares nothing.",
        "Without a quantity or an event there is nothing to forecast.",
        bad="# nothing yet",
        good="event agi ~ 2028 to 2045",
    ),
    mistake(
        "not-supported-yet",
        "A part of the language is used that this version cannot run yet.",
        "Nothing is wrong with the line. The language is larger than what this version can compute, and a model is "
        "only answered as a whole: leaving the line out silently would answer another question. Remove it, or write "
        "what it says in another way.",
        bad="x ~ 1 to 5\nworldview mine { override x ~ 2 to 3 }",
        good="x ~ 2 to 3",
    ),
    mistake(
        "text-as-value",
        "A quantity is defined as a text.",
        "Texts can only be compared, or be shown as titles and sources. What describes a quantity stands above it, "
        "in lines that begin with `##`.",
        bad='label = "AGI"',
        good="## AGI\nlabel ~ 3 to 5",
    ),
    mistake(
        "too-many-nodes",
        "A model declares more quantities than can be run.",
        "What is said of each of many things is said once, with an index: `index lab = a, b` and `x[lab] ~ …`. A table gives "
        "each element its own value.",
        bad="\n".join(f"x{i} ~ 1 to 2" for i in range(3001)),
        good="index i = 1 to 3001\nx[i] ~ 1 to 2",
    ),
)
