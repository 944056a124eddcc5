import stat

import pytest

UNTIDY = "x   ~  1   to 2\nquestion q = x\n"
TIDY = "x ~ 1 to 2\nquestion q = x\n"


@pytest.fixture
def untidy(tmp_path):
    path = tmp_path / "untidy.fcst"
    path.write_text(UNTIDY)
    return path


def test_rewrites_in_place(forecast, untidy):
    ended = forecast("fmt", untidy)
    assert (ended.code, ended.out, ended.err) == (0, "", "1 file formatted\n")
    assert untidy.read_text() == TIDY


def test_what_is_formatted_stays(forecast, tmp_path):
    path = tmp_path / "tidy.fcst"
    path.write_text(TIDY)
    before = path.stat()
    assert forecast("fmt", path).code == 0
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_check_names_what_would_change_and_writes_nothing(forecast, untidy, model):
    forecast("fmt", model)
    ended = forecast("fmt", "--check", untidy, model)
    assert (ended.code, ended.out) == (1, f"{untidy}\n")
    assert untidy.read_text() == UNTIDY
    forecast("fmt", untidy)
    assert forecast("fmt", "--check", untidy).code == 0


def test_diff_shows_and_writes_nothing(forecast, untidy):
    ended = forecast("fmt", "--diff", untidy)
    assert ended.code == 0
    assert "-x   ~  1   to 2\n+x ~ 1 to 2\n" in ended.out
    assert untidy.read_text() == UNTIDY
    assert forecast("fmt", "--diff", "--check", untidy).code == 1


def test_standard_input_to_standard_output(forecast):
    ended = forecast("fmt", "-", stdin=UNTIDY)
    assert (ended.code, ended.out, ended.err) == (0, TIDY, "")


def test_standard_input_goes_alone(forecast, untidy):
    ended = forecast("fmt", "-", untidy, stdin=UNTIDY)
    assert ended.code == 2
    assert "by itself" in ended.err


def test_a_broken_file_stays_as_it_is(forecast, untidy, tmp_path):
    path = tmp_path / "broken.fcst"
    path.write_text("x   ~  1 to\n")
    ended = forecast("fmt", path, untidy)
    assert ended.code == 1
    assert "error[" in ended.err
    assert path.read_text() == "x   ~  1 to\n"
    assert untidy.read_text() == TIDY, "one broken file does not keep the others from being formatted"


def test_permission_bits_and_links_stay(forecast, untidy, tmp_path):
    untidy.chmod(0o640)
    link = tmp_path / "link.fcst"
    link.symlink_to(untidy.name)
    assert forecast("fmt", link).code == 0
    assert link.is_symlink()
    assert untidy.read_text() == TIDY
    assert stat.S_IMODE(untidy.stat().st_mode) == 0o640


def test_lines_end_with_a_newline_alone(forecast, tmp_path):
    path = tmp_path / "windows.fcst"
    path.write_bytes(b"\xef\xbb\xbf" + TIDY.replace("\n", "\r\n").encode())
    assert forecast("fmt", "--check", path).code == 1
    assert forecast("fmt", path).code == 0
    assert path.read_bytes() == TIDY.encode()


def test_a_full_disk_leaves_the_old_file(forecast, untidy, monkeypatch, tmp_path):
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    ended = forecast("fmt", untidy)
    assert ended.code == 2
    assert "no space left on device" in ended.err
    assert untidy.read_text() == UNTIDY
    assert [path.name for path in tmp_path.iterdir()] == ["untidy.fcst"]
