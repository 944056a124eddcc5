"""The system as a model file."""

from benchmarks.coupled import STEP, TICKS


def model_text(*, noise: bool, ticks: int = TICKS) -> str:
    """With more ticks the same twenty years."""
    share, amount = ("    noise 10%\n", "    noise 0.1\n") if noise else ("", "")
    return f"""model coupled

as_of 2026-01-01
time 2026 to 2046 by {STEP * TICKS / ticks:g} years
index lab = a, b, c, d

pace[lab] ~ 0.1 to 0.4 per year
pull ~ 0.05 to 0.2 per year
payoff ~ 0.1 to 0.3 per year
threshold ~ 5 to 20

stock compute[lab] {{
    start 1
    grows growth(continuous: pace[lab] * revenue[lab] / (1 + revenue[lab]))
{share}}}

stock skill[lab] {{
    start 1
    rate 0.3 per year * compute[lab] / (1 + skill[lab]) + pull * (mean(skill over lab) - skill[lab])
{amount}}}

stock revenue[lab] {{
    start 1
    rate payoff * skill[lab] - 0.1 per year * revenue[lab]
{amount}}}

event crossing when max(skill over lab) >= threshold

question arrival = crossing
question size = max((revenue at 2045) over lab)
"""
