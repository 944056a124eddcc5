"""The pins and the project's metadata say the same."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(name: str) -> dict[str, str]:
    lines = (CHECKOUT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(each.name): str(each.specifier) for each in requirements}


@pytest.mark.parametrize("name", ["run.txt", "dev.txt", "bench.txt"])
def test_every_line_pins_one_version(name: str) -> None:
    assert all(re.fullmatch(r"==[\w.]+", specifier) for specifier in pins(name).values())


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("run.txt", PROJECT["project"]["dependencies"]),
        ("dev.txt", PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]),
    ],
)
def test_pins_fit_what_the_project_asks_for(name: str, asked: list[str]) -> None:
    pinned = pins(name)
    for requirement in map(Requirement, asked):
        version = pinned[canonicalize_name(requirement.name)].removeprefix("==")
        assert requirement.specifier.contains(version), requirement


@pytest.mark.parametrize("name", ["run.txt", "bench.txt"])
def test_all_sets_of_pins_agree(name: str) -> None:
    dev = pins("dev.txt")
    shared = {package: version for package, version in pins(name).items() if package in dev}
    assert shared
    assert shared == {package: dev[package] for package in shared}
