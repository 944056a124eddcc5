"""Lints: what means something, but probably not what its author wants."""

from forecast.language.diagnostics.catalogue.entry import doubt

RULES = (
    doubt(
        "year-as-number",
        "A number that looks like a year is computed with as a number.",
        "A bare year is read as a date only where a date is wanted (in an event, after `: date`) or beside another date. "
        "Elsewhere it is a plain number, and so is what is computed from it, which is rarely meant.",
        bad="arrival ~ 2030 to 2040",
        good="event arrival ~ 2030 to 2040",
    ),
    doubt(
        "shared-draw",
        "One draw serves all elements of an index.",
        "Independent draws for each element are asked for on the left: `x[lab] ~ …`. Without it the draw is one, and all "
        "elements are high together or low together. That can be meant: allow it then.",
        bad="index lab = a, b\nmid[lab] = {a: 1, b: 2}\nx ~ normal(mid, 0.5)",
        good="index lab = a, b\nmid[lab] = {a: 1, b: 2}\nx[lab] ~ normal(mid, 0.5)",
    ),
    doubt(
        "chance-past-one",
        "An uncertain chance can leave the range from 0% to 100%.",
        "Where it does, the draw fails, and the run is not to be trusted. An interval between two percentages is a "
        "distribution that stays inside.",
        bad="p ~ 0.6 to 1.2\nstarts ~ chance(p)",
        good="p ~ 60% to 95%\nstarts ~ chance(p)",
    ),
    doubt(
        "truncation-keeps-little",
        "A truncation keeps less than 1% of its distribution.",
        "What is left is the far tail of a family that was chosen for its middle. Mostly a bound or a unit is wrong. Found "
        "where the parameters are constant and the family has a distribution function in closed form.",
        bad="x ~ truncated(1 to 2, min: 5)\nquestion q = x",
        good="x ~ truncated(1 to 2, min: 1.5)\nquestion q = x",
    ),
    doubt(
        "blow-up",
        "After a run: a stock grows beyond all bounds within a finite time.",
        "Growth that itself grows with what has grown gets there. From that date on the stock is infinite, and all stocks of "
        "that possible world stand still. The date and the share are those of the first block of draws.",
        bad="time 2026 to 2040 by 1 year\nstock s { start 1; grows growth(continuous: s * 20%/year) }\nquestion q = s at 2040",
        good="time 2026 to 2040 by 1 year\nstock s { start 1; grows growth(continuous: min(s, 9) * 1%/year) }\n"
        "question q = s at 2040",
    ),
    doubt(
        "coarse-dates",
        "After a run: the dates of an event are not as exact as two days.",
        "Steps between ticks are halved until the dates of events stay, at most 16 times as fine as the clock, 4 times where "
        "there is noise: what strays crosses a threshold between any two steps.",
        bad="time 2026 to 2046 by 2 years\nstock s { start 1; grows 1.1x/year; noise 60% }\nevent e when s > 3\nquestion q = e",
        good="time 2026 to 2046 by 1 month\nstock s { start 1; grows 1.5x/year; noise 0.1% }\nevent e when s > 3\nquestion q = e",
    ),
    doubt(
        "stiff",
        "After a run: a stock changes faster than any step can follow.",
        "What settles within minutes, seen over years, is better written as settled: as a quantity in place of a stock.",
        bad="time 2026 to 2040 by 1 year\nstock s { start 2; rate (1 - s) * 1e9 per year }\nquestion q = s at 2030",
        good="time 2026 to 2040 by 1 year\nstock s { start 2; rate (1 - s) * 2 per year }\nquestion q = s at 2030",
    ),
    doubt(
        "idle-input",
        "An input hardly moves any answer.",
        "Found after a run. The noise of the input alone is drawn anew while all other noise stays, in at least 4,096 of "
        "the same possible worlds; for each answer, condition and expectation (at up to nine ticks of the clock) this gives "
        "the total effect: the share of the variance of its ranks that is left when all but the input is known. It counts "
        "what the input does alone and what it does together with others. An input is idle if that is below 0.1% everywhere, and "
        "if fewer than one draw in 2,000 changes its label or truth or passes "
        "more than a twentieth of the others. Inputs that `correlate` holds together are drawn anew together, and nothing "
        "is said where an answer is too rare to tell. Looked at are the first 200 inputs of the file itself, fewer in "
        "models with very many values, and models with at most 200 answers. Most often a term was forgotten, a bound "
        "never binds, or the input could as well be a constant.",
        bad="x ~ 1 to 2\ny ~ 1e6 to 2e6\nquestion q = x + y",
        good="x ~ 1e6 to 2e6\ny ~ 1e6 to 2e6\nquestion q = x + y",
    ),
    doubt(
        "surprising-evidence",
        "What was observed is far from what the model predicted before it.",
        "Found after a run. Without its evidence the model is drawn 10,000 times, and from the distribution that a value is "
        "compared with comes a prediction in each. A value is a surprise where, of n values together, less than a share of "
        "0.001/n of its predictions lies as far out; of many values more have to lie beyond all predictions than chance "
        "explains. Either the unit or the distribution is not what was meant, or the model was too sure of something. Nothing "
        "is told where a parameter is `flat`: then there are no predictions.",
        bad="x ~ normal(0, 1)\nobserve 40 ~ normal(x, 1)\nquestion q = x",
        good="x ~ normal(0, 50)\nobserve 40 ~ normal(x, 1)\nquestion q = x",
    ),
    doubt(
        "no-mean",
        "The answer to a question has no mean.",
        "Found after a run. Of a Cauchy, of a Pareto whose shape is at most 1, and of most ratios whose lower part can come "
        "near 0, the average of the draws never settles: a few of them are larger than all others together. Where that does not "
        "follow from the distribution, at least 30,000 draws decide: the generalised Pareto distribution "
        "that fits the farthest ones has a shape of at least 0.9 (from 1 on there is no mean, and that is told with an error of "
        "0.06), and the farthest twentieth thins out as a power does, which no lognormal does, however wide. The quantiles "
        "are sound; the mean is left out of the answer as JSON.",
        bad="x ~ cauchy(10, 2)\nquestion q = x",
        good="x ~ normal(10, 2)\nquestion q = x",
    ),
    doubt(
        "no-source",
        "What is drawn does not say where its numbers come from.",
        "Off unless asked for: `forecast check --sources FILE`. Each parameter, and each event that is drawn, has a "
        "`source:` in its documentation, so that a reader can follow the numbers up. A judgement is a source too, "
        "if it says so.",
        bad="## How many units a year.\nsales ~ 100 to 400\nquestion q = sales",
        good="## How many units a year.\n## source: last year's ledger; the spread is our judgement\nsales ~ 100 to 400\n"
        "question q = sales",
    ),
    doubt(
        "unused",
        "Nothing that is asked depends on a part of the model.",
        "Something was forgotten: the question, or the place where it should enter. Allow it where it is kept for a "
        "later use.",
        bad="x ~ 1 to 2\ny ~ 1 to 2\nquestion q = x",
        good="x ~ 1 to 2\ny ~ 1 to 2\nquestion q = x + y",
    ),
    doubt(
        "unknown-lint",
        "A comment allows something that no lint is called.",
        "`# allow: name (reason)` silences the lint of that name in one statement. Errors cannot be silenced.",
        bad="x ~ 1 to 2  # allow: unusd\nquestion q = x",
        good="x ~ 1 to 2\nquestion q = x",
    ),
    doubt(
        "idle-allow",
        "A comment allows a lint that has nothing to say there.",
        "What it allowed has been mended, or it stands at the wrong statement. Take it out, so that it hides nothing "
        "later. Lints that only a run can tell depend on its draws: a comment that allows one is never idle.",
        bad="x ~ 1 to 2  # allow: unused\nquestion q = x",
        good="x ~ 1 to 2\nquestion q = x",
    ),
)
