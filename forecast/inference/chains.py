"""NUTS in several chains at once, a thread each, with progress on the way; a run can be ended at any time."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Literal

import jax
import numpy as np
from numpy.typing import NDArray

from forecast.inference.chain import Chain, Recipe
from forecast.inference.nuts import LogDensity
from forecast.inference.start import starts as find_starts
from forecast.inference.stuck import replace_stuck
from forecast.sampling.xla import prepare

type Floats = NDArray[np.float64]

LARGEST_DENSE = 64
"""Up to so many dimensions the products of a dense metric cost next to nothing beside a density."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is asked for: draws after a warmup in each chain, and how NUTS steps.

    ``metric`` is "dense", "diagonal", or "automatic": dense up to ``LARGEST_DENSE`` dimensions. A chain's draws are a
    function of the density, its start and (seed, number of the chain), but where the chain was stuck and began anew.
    """

    chains: int = 4
    warmup: int = 400
    draws: int = 1000
    target_accept: float = 0.8
    max_tree_depth: int = 10
    metric: Literal["automatic", "dense", "diagonal"] = "automatic"
    seed: int = 0

    def is_dense(self, dim: int) -> bool:
        return self.metric == "dense" or (self.metric == "automatic" and dim <= LARGEST_DENSE)


USUAL = Settings()
FEWEST_DRAWS = 16
"""Of each chain, for something to be told of them."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: draws done in each chain, of ``total`` with the warmup; divergences after the warmup."""

    phase: Literal["compiling", "warmup", "sampling"]
    done: tuple[int, ...]
    total: int
    divergences: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Chains:
    """Draws after the warmup, ``[chain, draw]`` first.

    ``leaps`` counts the gradients of a draw, ``energy`` is that of the Hamiltonian at the draw, ``inverse_metric`` is
    ``[chain, dim]`` or ``[chain, dim, dim]``. ``replaced`` are the chains that were stuck and went on from where another
    was; ``gradients`` counts those of the warmup too. A run that was ended early is not ``complete``: all chains are as
    long as the shortest.
    """

    settings: Settings
    positions: Floats
    log_density: Floats
    accept: Floats
    leaps: NDArray[np.int64]
    diverging: NDArray[np.bool_]
    energy: Floats
    step_size: Floats
    inverse_metric: Floats
    replaced: tuple[int, ...]
    gradients: int
    seconds: float
    complete: bool

    @property
    def divergences(self) -> int:
        return int(self.diverging.sum())

    @property
    def depth_hits(self) -> int:
        """Draws whose trajectory was cut off before it turned."""
        return int((self.leaps >= 2**self.settings.max_tree_depth - 1).sum())


class Sampling:
    """A run under way: iterate over it for progress; ``chains`` gives what is drawn, also after an early end.

    It starts from ``starts`` ``[chain, dim]``, by default from possible positions near 0; some chains from ``likely`` ones.
    """

    def __init__(  # noqa: PLR0917
        self,
        log_density: LogDensity,
        data: Any,
        dim: int,
        settings: Settings = USUAL,
        starts: Floats | None = None,
        likely: Sequence[Floats] = (),
    ) -> None:
        self.settings = settings
        self.replaced: tuple[int, ...] = ()
        self._log_density, self._data, self._dim, self._starts = log_density, data, dim, starts
        self._likely = tuple(likely)[: settings.chains]
        self._chains: list[Chain] = []
        self._began = time.perf_counter()

    def __iter__(self) -> Iterator[Progress]:
        """Run what remains, some steps at a time. Closing the iterator ends it after the steps under way.

        Raises NoStartError where no possible start is found.
        """
        yield self.progress
        self._begin()
        # one thread for each chain that can run at once: XLA lets go of the interpreter
        pool = ThreadPoolExecutor(min(len(self._chains), _processors()), thread_name_prefix="chain")
        try:
            yield from self._run(pool, lambda chain: chain.early_end)
            if all(chain.number == chain.early_end > 0 for chain in self._chains):
                self.replaced = replace_stuck(self._chains)
            yield from self._run(pool, lambda chain: chain.end)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _begin(self) -> None:
        if self._chains:
            return
        prepare()
        settings = self.settings
        recipe = Recipe(
            self._log_density,
            jax.device_put(self._data),
            seed=settings.seed,
            warmup=settings.warmup,
            draws=settings.draws,
            target_accept=settings.target_accept,
            max_tree_depth=settings.max_tree_depth,
            dense=settings.is_dense(self._dim),
        )
        if self._starts is None:
            begins = find_starts(
                recipe.look, chains=settings.chains, dim=self._dim, seed=settings.seed, likely=self._likely
            )
        else:
            begins = [recipe.look(start) for start in np.asarray(self._starts, dtype=float)]
        chains = [Chain(recipe, i, start) for i, start in enumerate(begins)]
        # No step, but compiles: NumPyro's handlers are the whole process's, and two threads must not trace at once.
        chains[0].drawn()
        self._chains = chains

    def _run(self, pool: ThreadPoolExecutor, ends: Callable[[Chain], int]) -> Iterator[Progress]:
        def submit(chain: Chain) -> dict[Future[None], Chain]:
            end = ends(chain)
            return {pool.submit(chain.advance, end): chain} if chain.number < end else {}

        under_way: dict[Future[None], Chain] = {}
        for chain in self._chains:
            under_way |= submit(chain)
        while under_way:
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                chain = under_way.pop(future)
                future.result()
                under_way |= submit(chain)
            yield self.progress

    @property
    def has_begun(self) -> bool:
        return bool(self._chains)

    @property
    def progress(self) -> Progress:
        settings = self.settings
        done = tuple(chain.number for chain in self._chains)
        phase = "warmup" if min(done, default=0) < settings.warmup else "sampling"
        return Progress(
            phase if done else "compiling",
            done or (0,) * settings.chains,
            settings.warmup + settings.draws,
            sum(chain.divergences for chain in self._chains),
            time.perf_counter() - self._began,
        )

    @property
    def chains(self) -> Chains:
        """What is drawn so far. Raises RuntimeError before the first draw is asked for."""
        if not self._chains:
            raise RuntimeError("the run has not begun")
        traces = [chain.drawn() for chain in self._chains]
        count = min(len(trace.log_density) for trace in traces)
        stacked = jax.tree.map(lambda *parts: np.stack([part[:count] for part in parts]), *traces)
        return Chains(
            settings=self.settings,
            positions=stacked.position,
            log_density=stacked.log_density,
            accept=stacked.accept,
            leaps=stacked.leaps,
            diverging=stacked.diverging,
            energy=stacked.energy,
            step_size=np.array([chain.step_size for chain in self._chains]),
            inverse_metric=np.stack([_inverse_metric(chain.scale) for chain in self._chains]),
            replaced=self.replaced,
            gradients=sum(chain.gradients for chain in self._chains),
            seconds=time.perf_counter() - self._began,
            complete=count == self.settings.draws,
        )


def sample(
    log_density: LogDensity,
    data: Any,
    dim: int,
    settings: Settings = USUAL,
    *,
    starts: Floats | None = None,
    likely: Sequence[Floats] = (),
    on_progress: Callable[[Progress], None] | None = None,
) -> Chains:
    """Draw from the density over ``[dim]``.

    KeyboardInterrupt, from the keyboard or from ``on_progress``, ends it with what is drawn, if each chain has at least
    ``FEWEST_DRAWS``. Raises NoStartError.
    """
    sampling = Sampling(log_density, data, dim, settings, starts, likely)
    try:
        for progress in sampling:
            if on_progress is not None:
                on_progress(progress)
    except KeyboardInterrupt:
        if not sampling.has_begun or sampling.chains.positions.shape[1] < FEWEST_DRAWS:
            raise
    return sampling.chains


def _inverse_metric(scale: Floats) -> Floats:
    return scale**2 if scale.ndim == 1 else scale @ scale.T


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
