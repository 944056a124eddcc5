"""The grammar has no conflicts, and its tables are kept where they can be."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from forecast.language.syntax import tables as module
from forecast.language.syntax.tables import STARTS, tables
from forecast.resources import grammar_text


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(module, "_cache_file", lambda key: tmp_path / "cache" / f"{key}.json")
    tables.cache_clear()
    yield tmp_path / "cache"
    tables.cache_clear()


def test_the_grammar_has_no_conflicts(caplog: pytest.LogCaptureFixture) -> None:
    from lark import Lark, logger

    # Lark settles conflicts between shifting and reducing by itself and only mentions them.
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(caplog.handler)
    try:
        Lark(grammar_text(), parser="lalr", lexer="basic", start=list(STARTS), debug=True)
    finally:
        logger.setLevel(level)
        logger.removeHandler(caplog.handler)
    assert "conflict" not in caplog.text.lower()


def test_tables_are_kept_and_read_back(fresh: Path) -> None:
    made = tables()
    (kept,) = fresh.iterdir()
    tables.cache_clear()
    assert tables() == made
    assert json.loads(kept.read_text(encoding="utf-8"))["starts"] == made.starts


@pytest.mark.parametrize("spoilt", [b"{", b'{"words": {}}', b"\xff\xfe"])
def test_spoilt_tables_are_made_anew(fresh: Path, spoilt: bytes) -> None:
    made = tables()
    (kept,) = fresh.iterdir()
    kept.write_bytes(spoilt)
    tables.cache_clear()
    # Lark numbers the states in another order each time.
    assert sorted(tables().words) == sorted(made.words)
    assert len(tables().actions) == len(made.actions)
    assert len(kept.read_bytes()) > 1000


def test_a_folder_that_cannot_be_written_to_does_no_harm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(module, "_cache_file", lambda key: tmp_path / "file" / "below" / f"{key}.json")
    tables.cache_clear()
    assert tables().rules
    tables.cache_clear()


def test_the_parser_library_is_not_imported_where_tables_are_kept() -> None:
    tables()
    code = (
        "import sys; from forecast.language.source import Source; from forecast.language.syntax import parse\n"
        "parse(Source('m', 'x = 1'))\n"
        "print([name for name in ('lark', 'wadler_lindig', 'numpy', 'jax') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
