"""The text of generated programs, and that they run by themselves.

After a wanted change of the text write the files anew with `WRITE_GOLDEN=1 pytest tests/program` and read the difference.
"""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import forecast
from forecast.session import ModelFile

FOLDER = Path(__file__).parent / "golden"
MODELS = sorted(path.stem for path in FOLDER.glob("*.fcst"))


def load(name: str) -> ModelFile:
    return forecast.load(FOLDER / f"{name}.fcst")


@pytest.mark.parametrize("name", MODELS)
def test_the_text_of_the_program(name: str) -> None:
    model, golden = load(name), FOLDER / f"{name}.txt"
    assert not any(finding.is_error for finding in model.check())
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(model.program.text, encoding="utf-8")
    assert model.program.text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MODELS)
def test_the_program_is_python_of_the_expected_shape(name: str) -> None:
    """Three imports, the constants, one function; in it nothing but assignments, some in plates, and functions of rows."""
    body = ast.parse(load(name).program.text).body
    kinds = [type(statement) for statement in body]
    assert kinds == [ast.Expr, ast.Import, ast.Import, ast.ImportFrom, ast.Assign, ast.FunctionDef]
    function = body[-1]
    assert isinstance(function, ast.FunctionDef)
    for statement in function.body:
        assert isinstance(statement, (ast.Assign, ast.With, ast.FunctionDef))


@pytest.mark.parametrize("name", MODELS)
def test_the_sites_are_those_that_the_program_says(name: str) -> None:
    program = load(name).program
    called = [
        (call.func.attr, call.args[0].value)
        for call in ast.walk(ast.parse(program.text))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "numpyro"
        and isinstance(call.args[0], ast.Constant)
    ]
    sampled = {site for kind, site in called if kind == "sample"}
    assert sampled == {site.name for site in program.sites}
    named = {site for kind, site in called if kind in ("sample", "deterministic")}
    assert set(program.outputs) <= named
    plates = {site for kind, site in called if kind == "plate"}
    assert plates <= set(load(name).graph.indexes)


ALONE = """
import json, runpy, sys
import jax, numpyro
import numpy as np
found = {}
for path in sys.argv[1:]:
    module = runpy.run_path(path)
    model = module["model"]
    trace = numpyro.handlers.trace(numpyro.handlers.seed(model, 1)).get_trace()
    found[path] = {
        name: np.shape(site["value"]) for name, site in trace.items() if site["type"] in ("sample", "deterministic")
    }
path = sys.argv[-1]
draws = numpyro.infer.Predictive(runpy.run_path(path)["model"], num_samples=3)(jax.random.key(2))
assert {name: np.shape(values) for name, values in draws.items()} == {
    name: (3, *shape) for name, shape in found[path].items()
}
loaded = [name for name in sys.modules if name.startswith("forecast.") and not name.startswith("forecast.runtime")]
print(json.dumps([found, loaded]))
"""


@pytest.mark.slow
def test_the_programs_run_with_nothing_but_jax_numpyro_and_the_runtime() -> None:
    names = [name for name in MODELS if name != "simple"] + ["simple"]
    paths = [str(FOLDER / f"{name}.txt") for name in names]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ALONE, *paths], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found, loaded = json.loads(done.stdout)
    assert loaded == ["forecast.version"]
    for name, path in zip(names, paths, strict=True):
        graph = load(name).graph
        for node in graph.nodes.values():
            shape = [graph.size(dim) for dim in node.type.dims]
            assert found[path][node.name] == shape, (name, node.name)
