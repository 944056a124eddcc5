import pytest


def test_the_program_is_printed_as_it_is(forecast, model):
    ended = forecast("compile", model)
    assert (ended.code, ended.err) == (0, "")
    program = compile(ended.out, "program.py", "exec")
    assert "model" in program.co_names


def test_the_program_in_a_file(forecast, model, tmp_path):
    ended = forecast("compile", model, "-o", "program.py")
    assert (ended.code, ended.out) == (0, "")
    assert (tmp_path / "program.py").read_text() == forecast("compile", model).out
    assert forecast("compile", model, "-o", "no/program.py").code == 2


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("text", "    <- launch"),
        ("mermaid", "flowchart LR"),
        ("dot", '    "launch" -> "launch_date";'),
    ],
)
def test_the_graph(forecast, model, form, line):
    ended = forecast("graph", model, "--format", form)
    assert ended.code == 0
    assert line in ended.out.splitlines()


@pytest.mark.parametrize(
    ("stage", "part"),
    [
        ("tree", "Definition ~"),
        ("model", "parameter sales\n    kind: a plain number"),
        ("graph", "    <- launch at 9:24"),
        ("program", "def model("),
    ],
)
def test_every_stage(forecast, model, stage, part):
    ended = forecast("dump", model, "--stage", stage)
    assert ended.code == 0
    assert part in ended.out


def test_the_tree_of_a_file_with_mistakes(forecast, tmp_path):
    (tmp_path / "half.fcst").write_text("x ~ 1 to\ny ~ 1 to 2\n")
    ended = forecast("dump", "half.fcst", "--stage", "tree")
    assert ended.code == 1
    assert "Broken x" in ended.out
    assert "Target y" in ended.out
    assert "error[" in ended.err


@pytest.mark.parametrize("arguments", [["compile"], ["graph"], ["dump", "--stage", "model"]])
def test_a_model_with_errors_has_no_later_stage(forecast, broken, arguments):
    ended = forecast(*arguments, broken)
    assert (ended.code, ended.out) == (1, "")
    assert "2 errors" in ended.err
