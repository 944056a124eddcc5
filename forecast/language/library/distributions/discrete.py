"""Chances, choices, mixtures, hazards and distributions by quantiles."""

from forecast.language.library.constraint import at_least, within
from forecast.language.library.record import Example, Form, Function

TOPIC = "distributions"

FUNCTIONS = (
    Function(
        "bernoulli",
        TOPIC,
        "1 with probability p, else 0: a number. For something that is true or false write chance(p).",
        (Form("bernoulli(p: number) -> number", "bernoulli", (within("p", 0, 1),)),),
        (("p", "the probability of 1"),),
        (Example("tails ~ bernoulli(70%)", "1"),),
        kind="distribution",
        noise="uniform",
    ),
    Function(
        "chance",
        TOPIC,
        "True with probability p.",
        (Form("chance(p: number) -> boolean", "chance", (within("p", 0, 1),)),),
        (("p", "the probability of true"),),
        (Example("approved ~ chance(30%)"),),
        kind="distribution",
        noise="uniform",
    ),
    Function(
        "hazard",
        TOPIC,
        "The date of an event that can come at any moment with a given rate. It cannot come before `after`.",
        (
            Form(
                "hazard(rate: rate, *, after: date = the start of the clock) -> date",
                "hazard",
                (at_least("rate", 0),),
            ),
        ),
        (("rate", "the chance per time, at least 0"), ("after", "the event cannot come before this date")),
        (Example("event outage ~ hazard(10%/year, after: 2030-01-01)", "2030-01-01 + 10 years * log(2)"),),
        kind="distribution",
        noise="uniform",
    ),
    Function(
        "choice",
        TOPIC,
        "One of several labels. Weights in % must sum to 100%; plain numbers are relative.",
        examples=(
            Example("path ~ choice(slow: 60%, fast: 40%)"),
            Example("side ~ choice(left: 1, right: 3)"),
        ),
        kind="distribution",
        noise="uniform",
        special=True,
    ),
    Function(
        "mixture",
        TOPIC,
        "One of several distributions or values, each with its weight; all are drawn and one is used.",
        examples=(Example("price : USD ~ mixture(40%: 2 to 3 USD, 60%: normal(10 USD, 1 USD))"),),
        kind="distribution",
        noise="uniform",
        special=True,
    ),
    Function(
        "quantiles",
        TOPIC,
        "A distribution through given quantiles. Two of them give the same family as an interval; three or more, or "
        "bounds `min:` and `max:`, a metalog, which goes through all of them.",
        examples=(
            Example("price : USD ~ quantiles(10%: 2 USD, 90%: 8 USD)", "4 USD"),
            Example("price : USD ~ quantiles(10%: 2 USD, 50%: 3 USD, 90%: 8 USD, min: 0 USD)", "3 USD"),
            Example("share ~ quantiles(10%: 20%, 50%: 30%, 90%: 60%, min: 0%, max: 100%)", "30%"),
        ),
        kind="distribution",
        noise="score",
        special=True,
    ),
)
