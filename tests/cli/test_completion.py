"""The scripts are run in the shells that are installed."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from forecast.cli.app import COMMANDS

SHELLS = ("bash", "zsh", "fish")

BASH = """
source ./script
COMP_WORDS=({words})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_forecast
printf '%s\\n' "${{COMPREPLY[@]}}"
"""

FISH = "source ./script; complete -C {line}"

type Complete = Callable[[str], list[str]]


@pytest.fixture
def folder(tmp_path: Path, forecast) -> Path:
    for name in ("model.fcst", "more.fcst", "with space.fcst", "notes.txt", "run.nc"):
        (tmp_path / name).touch()
    (tmp_path / "models").mkdir()
    return tmp_path


def installed(shell: str) -> str:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed")
    return found


@pytest.fixture(params=["bash", "fish"])
def complete(request: pytest.FixtureRequest, folder: Path, forecast) -> Complete:
    """What a shell proposes for the last word of a line."""
    shell = request.param
    program = installed(shell)
    (folder / "script").write_text(forecast("completion", shell).out)

    def proposed(line: str) -> list[str]:
        if shell == "bash":
            text = BASH.format(words=" ".join(f"'{word}'" for word in line.split(" ")))
        else:
            text = FISH.format(line=f"'{line}'")
        ended = subprocess.run(
            [program, *(["--norc", "--noprofile"] if shell == "bash" else ["--no-config"]), "-c", text],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder)},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert ended.stderr == ""
        found = [line.partition("\t")[0].removesuffix("/") for line in ended.stdout.splitlines()]
        return sorted({word for word in found if word})

    return proposed


def test_commands(complete):
    assert set(complete("forecast ")) >= {command.name for command in COMMANDS}
    assert complete("forecast ch") == ["check"]
    assert complete("forecast --vers") == ["--version"]


def test_options(complete):
    assert complete("forecast run --dr") == ["--draws"]
    assert complete("forecast run model.fcst --str") == ["--strict"]
    assert complete("forecast watch --check") == ["--check-only"]
    assert complete("forecast fmt --dr") == []


def test_choices(complete):
    assert set(complete("forecast check --format ")) == {"full", "concise", "json", "github"}
    assert complete("forecast dump --stage pro") == ["program"]
    assert complete("forecast completion z") == ["zsh"]


def test_files(complete):
    assert set(complete("forecast run mo")) == {"model.fcst", "more.fcst", "models"}
    assert complete("forecast check --strict model") == ["model.fcst", "models"]
    assert complete("forecast show ru") == ["run.nc"]
    assert complete("forecast run model.fcst -o no") == ["notes.txt"]
    assert complete("forecast run --draws mo") == []


def test_bash_takes_a_name_with_a_space_for_one(folder, forecast):
    installed("bash")
    (folder / "script").write_text(forecast("completion", "bash").out)
    text = BASH.format(words="forecast run with") + 'echo "${#COMPREPLY[@]}"'
    ended = subprocess.run(["bash", "--norc", "-c", text], cwd=folder, capture_output=True, text=True, check=True)
    assert ended.stdout == "with space.fcst\n1\n"


def test_bash_knows_a_value_after_an_equals_sign(complete, request):
    if request.node.callspec.params["complete"] != "bash":
        pytest.skip("bash alone takes it for three words")
    assert complete("forecast check --format = js") == ["json"]
    assert complete("forecast check --format =") == ["concise", "full", "github", "json"]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_can_read_its_script(folder, forecast, shell):
    program = installed(shell)
    (folder / "script").write_text(forecast("completion", shell).out)
    ended = subprocess.run([program, "-n", "script"], cwd=folder, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_and_option_is_there(forecast, shell):
    from forecast.cli.completion.words import words

    script = forecast("completion", shell).out
    for word in words():
        assert word.name in script
        for option in word.options:
            for name in option.names:
                assert (name if shell != "fish" else name.lstrip("-")) in script


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("forecast che", "forecast check "),
        ("forecast run more", "forecast run more.fcst "),
        ("forecast run with", "forecast run with\\ space.fcst "),
        ("forecast dump --sta", "forecast dump --stage="),
        ("forecast dump --stage pro", "forecast dump --stage program "),
        ("forecast completion fi", "forecast completion fish "),
        ("forecast show r", "forecast show run.nc "),
    ],
)
def test_zsh_completes(folder, forecast, line, completed):
    """In a zsh on a terminal, with the script found by its name in a folder of $fpath."""
    program = installed("zsh")
    (folder / "functions").mkdir()
    (folder / "functions" / "_forecast").write_text(forecast("completion", "zsh").out)
    # What is on the line after the completion is written into a file by a key of its own.
    (folder / ".zshrc").write_text(
        """PS1= fpath=($PWD/functions $fpath); autoload -Uz compinit; compinit -u -D
        told() { print -rn -- "$BUFFER" > told; exit }; zle -N told; bindkey '^I' complete-word '^T' told
        print ready"""
    )
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [program, "-i", "-d"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "ZDOTDIR": str(folder), "TERM": "dumb"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as running:
        os.close(theirs)
        said = b""
        while b"ready" not in said:
            said += os.read(ours, 1000)
        os.write(ours, f"{line}\t\x14".encode())
        running.wait(60)
    os.close(ours)
    assert (folder / "told").read_text() == completed


def test_an_unknown_shell(forecast):
    ended = forecast("completion", "tcsh")
    assert ended.code == 2
    assert "bash, zsh, fish" in ended.err
