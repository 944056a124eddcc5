"""`forecast watch`: check and run a model file again at each save."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from forecast.cli.answering import answered
from forecast.cli.arguments import Draws, File, Seed
from forecast.cli.count import parse_count
from forecast.cli.exit_code import ExitCode
from forecast.cli.interruption import forget_interruption
from forecast.cli.model_files import STDIN, open_model
from forecast.cli.terminal import say, show, write
from forecast.cli.usage import UsageError
from forecast.cli.watched_files import WatchedFiles
from forecast.graph.fingerprint import fingerprint
from forecast.loading import LoadError, read_source
from forecast.report.inert import inert
from forecast.session import DEFAULT_DRAWS, MAX_DRAWS, MAX_SEED, ModelFile, Remembered

if TYPE_CHECKING:
    from forecast.language.source import Source

MOMENT = 0.3
"""Seconds for which a file may be away while an editor saves it."""


def watch(
    file: File,
    /,
    *,
    draws: Draws = f"{DEFAULT_DRAWS}",
    seed: Seed = "0",
    check_only: Annotated[bool, Parameter(help="Only look for mistakes; run nothing.")] = False,
) -> int:
    """Check a model file again each time that it or a file that it imports is saved, and run it where its meaning changed.

    Comments and layout change nothing, and another number needs no new compilation. Ctrl-C ends it.
    """
    if file == STDIN:
        raise UsageError("the standard input cannot be watched; name a file")
    wanted = parse_count(draws, option="--draws", least=1, most=MAX_DRAWS)
    start = parse_count(seed, option="--seed", least=0, most=MAX_SEED)
    try:
        with WatchedFiles() as files:
            files.watch({Path(file)})
            model = ModelFile(open_model(file).source, remembered=Remembered())
            _Watch(model, files, None if check_only else wanted, start).follow()
    except KeyboardInterrupt:
        forget_interruption()
        say("\nno longer watching")
    except _NobodyReadsError:
        pass
    return ExitCode.FINE


class _NobodyReadsError(Exception):
    """The reader of the output has gone."""


class _SupersededError(Exception):
    """The file changed while it ran."""


class _Watch:
    """One file that is watched. `draws` is None where nothing is to be run."""

    def __init__(self, model: ModelFile, files: WatchedFiles, draws: int | None, seed: int) -> None:
        self.model = model
        self.path = Path(model.source.name)
        self.name = inert(model.source.name)
        self.files = files
        self.draws = draws
        self.seed = seed
        self.told: object = None
        """What there was to tell when it was told last."""
        self.answered = ""
        """The fingerprint of what was answered last."""

    def follow(self) -> None:
        """Tell what there is to tell now and after each change, until something raises."""
        self._read(self.model.source.text)
        self._tell()
        also = " and what it imports" if self.model.imported else ""
        say(f"watching {self.name}{also}; Ctrl-C ends it")
        away = ""
        while True:
            self.files.wait()
            try:
                source = _patiently_read(self.path)
            except LoadError as error:
                if away != str(error):
                    away = str(error)
                    _write(f"\nwaiting: {inert(away)}\n")
                continue
            self._read(source.text)
            if away or self._state() != self.told:
                _write("\n")
                self._tell()
            away = ""

    def _read(self, text: str) -> None:
        self.model = self.model.edited(text)
        # What was read before it was watched may have changed in between.
        while self.files.watch({self.path, *self.model.imported}):
            self.model = self.model.edited(text)

    def _state(self) -> object:
        # A file with mistakes is not among the sources of the one that imports it.
        texts = [(source.name, source.text) for source in self.model.checked.sources]
        return texts, [(finding.span.place(), finding.headline) for finding in self.model.check()]

    def _tell(self) -> None:
        """The findings, and the answer if it may be another one."""
        self.told = self._state()
        findings = self.model.check()
        if findings:
            from forecast.report.diagnostics import render_full

            if not show(render_full(findings)):
                raise _NobodyReadsError
        if self.model.checked.found is None:
            return
        if self.draws is None:
            _write(f"{self.name}: no mistakes\n")
            return
        meaning = fingerprint(self.model.graph)
        changed = meaning != self.answered
        _write(f"{self.name}: no mistakes{'' if changed else '; nothing that matters changed'}\n")
        if changed and self._answer(self.draws):
            self.answered = meaning

    def _answer(self, draws: int) -> bool:
        """Whether there was an answer."""
        from forecast.report.answer import answer

        try:
            forecast = answered(self.model, draws=draws, seed=self.seed, at_each_step=self._look_up)
        except UsageError as error:
            _write(f"error: {inert(str(error))}\n")
            return False
        except _SupersededError:
            # There is an answer to come, even if the file turns out to be the same.
            self.told = None
            return False
        _write("\n")
        if not show(answer(forecast)):
            raise _NobodyReadsError
        if forecast.findings:
            from forecast.report.diagnostics import render_full

            show(render_full(forecast.findings))
        return True

    def _look_up(self) -> None:
        if self.files.changed():
            raise _SupersededError


def _patiently_read(path: Path) -> "Source":
    """A file that may just be being written, and so be away, or be empty. Raises LoadError."""
    until = time.monotonic() + MOMENT
    while True:
        late = time.monotonic() > until
        try:
            source = read_source(path)
            if source.text or late:
                return source
        except LoadError:
            if late:
                raise
        time.sleep(MOMENT / 10)


def _write(text: str) -> None:
    if not write(text):
        raise _NobodyReadsError
