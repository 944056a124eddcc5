import json


def test_everything_works_here(forecast):
    ended = forecast("doctor")
    assert ended.code == 0
    assert ended.out.endswith("\neverything works\n")
    for part in ("python", "jax ", "fcst.lark", "cpu", "its median is right"):
        assert part in " ".join(ended.out.split())


def test_something_broken_is_found_and_named(forecast, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise OSError("no such device")

    monkeypatch.setattr("jax.devices", fail)
    ended = forecast("doctor", "--json")
    assert ended.code == 1
    document = json.loads(ended.out)
    assert not document["works"]
    assert [f["subject"] for f in document["findings"] if not f["works"]] == ["devices"]
    assert "no such device" in ended.out


def test_a_wrong_answer_is_found(forecast, monkeypatch):
    monkeypatch.setattr("forecast.results.forecast.Forecast.quantile", lambda *_: 2040.0)
    ended = forecast("doctor")
    assert ended.code == 1
    assert "2040" in ended.out
    assert "broken" in ended.out
