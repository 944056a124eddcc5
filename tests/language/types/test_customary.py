import pytest

from forecast.language.types.catalogue import parse_unit
from forecast.language.types.customary import customary_unit
from forecast.session import load


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("kW*h", "J"),
        ("kg*m^2/s^2", "J"),
        ("J/year", "W"),
        ("m/year", "m/s"),
        ("FLOP/s/W", "FLOP/J"),
        ("USD/J", "USD/kWh"),
        ("FLOP/s", "FLOP/year"),
        ("USD/month", "USD/year"),
        ("kg*person", "kg*person"),
        ("%", ""),
    ],
)
def test_an_amount_without_a_written_unit_is_shown_in_the_customary_one(written: str, shown: str) -> None:
    dimension = parse_unit(written).dimension
    assert customary_unit(dimension) == shown
    if shown:
        assert parse_unit(shown).dimension == dimension


def test_a_product_of_power_and_time_is_shown_in_joules_and_a_written_unit_stays() -> None:
    answer = load("a = 5 kW * 2 hours\nb : kWh = 5 kW * 2 hours\nc = 3 kWh + a\n").run(draws=10, ask=("a", "b", "c"))
    units = [(summary.question.unit, summary.median.value / summary.question.scale) for summary in answer.summaries]
    assert units == [("J", pytest.approx(3.6e7)), ("kWh", pytest.approx(10)), ("kWh", pytest.approx(13))]
