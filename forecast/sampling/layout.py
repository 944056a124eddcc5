"""Where each site's noise stands in the batched noise matrices of a block."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from jax import Array, device_put

from forecast.program.program import Program, Site
from forecast.runtime.quantile_table import QuantileTable, has_table, quantile_table
from forecast.sampling.noise import noise_key
from forecast.sampling.path_noise import path_keys
from forecast.sampling.points import RANDOM, Points, check_rows
from forecast.sampling.rows import Rows, make_rows


@dataclass(frozen=True, slots=True)
class Layout:
    """The order of the rows: sites with a table on the log scale, with a table on the logit scale, other scores,
    uniforms.

    It is all that a compiled block must know of the sites; keys and tables are its arguments.
    """

    log_sites: tuple[Site, ...]
    logit_sites: tuple[Site, ...]
    score_sites: tuple[Site, ...]
    uniform_sites: tuple[Site, ...]
    path_sites: tuple[Site, ...] = ()
    """The noise of stocks, which is made as the clock runs and has no row."""

    @property
    def shape_key(self) -> tuple[tuple[tuple[str, tuple[int, ...]], ...], ...]:
        """What decides whether two layouts can share a compilation."""
        groups = (self.log_sites, self.logit_sites, self.score_sites, self.uniform_sites, self.path_sites)
        return tuple(tuple((site.name, site.shape) for site in group) for group in groups)

    @property
    def by_name(self) -> dict[str, Site]:
        """All sites by name."""
        return {
            site.name: site
            for group in (self.log_sites, self.logit_sites, self.score_sites, self.uniform_sites, self.path_sites)
            for site in group
        }


class NoiseArguments(NamedTuple):
    """The score and uniform rows; for the rows with tables which table, its coefficients, low and width."""

    score_rows: Rows
    uniform_rows: Rows
    row_table: Array
    coefficients: Array
    low: Array
    width: Array
    path_keys: dict[str, Array]


def rows(sites: tuple[Site, ...]) -> int:
    """How many rows of noise the sites have together."""
    return sum(len(site.elements) for site in sites if site.noise != "path")


def layout_and_arguments(
    program: Program, seed: int, points: Points = RANDOM, redrawn: Collection[str] = ()
) -> tuple[Layout, NoiseArguments]:
    """The layout of a program's noise, and its rows and tables for one seed and one kind of points.

    The nodes in ``redrawn`` get other noise than in any run.

    Raises TooManyRowsError where there are more rows than such points have dimensions.
    """
    check_rows(points, rows(program.sites))
    tables = {site.name: table for site in program.sites if (table := _table(site)) is not None}
    layout = Layout(
        log_sites=tuple(s for s in program.sites if s.name in tables and tables[s.name].scale == "log"),
        logit_sites=tuple(s for s in program.sites if s.name in tables and tables[s.name].scale == "logit"),
        score_sites=tuple(s for s in program.sites if s.name not in tables and s.noise == "score"),
        uniform_sites=tuple(s for s in program.sites if s.name not in tables and s.noise == "uniform"),
        path_sites=tuple(s for s in program.sites if s.noise == "path"),
    )
    tabled = layout.log_sites + layout.logit_sites
    used = [tables[site.name] for site in tabled]
    repeats = [len(site.elements) for site in tabled]
    dimensions = _dimensions(program.sites)

    # No run has a seed below 0, so that noise drawn anew is nobody else's.
    seeds = {True: -1 - seed, False: seed}

    def made(sites: tuple[Site, ...]) -> Rows:
        keys = [noise_key(seeds[owner[0] in redrawn], *owner) for site in sites for owner in site.keys]
        return make_rows(points, keys, [row for site in sites for row in dimensions[site.name]])

    return layout, NoiseArguments(
        score_rows=made(tabled + layout.score_sites),
        uniform_rows=made(layout.uniform_sites),
        row_table=device_put(np.repeat(np.arange(len(used), dtype=np.int32), repeats)),
        coefficients=device_put(np.stack([table.coefficients for table in used]) if used else np.zeros((0, 1, 1))),
        low=device_put(np.repeat(np.array([table.low for table in used], dtype=float), repeats)),
        width=device_put(np.repeat(np.array([table.width for table in used], dtype=float), repeats)),
        path_keys={
            site.name: path_keys(seeds[site.node in redrawn], site.node, site.elements) for site in layout.path_sites
        },
    )


def _table(site: Site) -> QuantileTable | None:
    if site.fixed is None or site.noise != "score" or not has_table(site.constructor):
        return None
    return quantile_table(site.constructor, **site.fixed)


def _dimensions(sites: tuple[Site, ...]) -> Mapping[str, range]:
    """The numbers of each site's rows, counted through in the order of the program."""
    found: dict[str, range] = {}
    start = 0
    for site in sites:
        if site.noise == "path":
            continue
        found[site.name] = range(start, start + len(site.elements))
        start += len(site.elements)
    return found
