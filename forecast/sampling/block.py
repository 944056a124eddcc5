"""One block of draws of a program, compiled once for any seed, any constants and any range of draws."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array, lax
from jax.scipy.special import ndtr
from jax.typing import ArrayLike

from forecast.program.program import Program, Site
from forecast.runtime.normal_quantile import score_from_uniform
from forecast.runtime.quantile_table import evaluate
from forecast.sampling.fill import Fill
from forecast.sampling.layout import Layout, NoiseArguments, rows
from forecast.sampling.path_noise import PathNoise
from forecast.sampling.rows import row_uniforms
from forecast.sampling.source import ConstantShapes, load_model, unpack_constants


class BlockArguments(NamedTuple):
    """What a compiled block takes besides its draws; the constants are in one vector."""

    noise: NoiseArguments
    constants: ArrayLike


type BlockFunction = Callable[[ArrayLike, ArrayLike, BlockArguments], dict[str, Array]]


def block_function(
    program: Program,
    *,
    layout: Layout,
    constant_shapes: ConstantShapes,
    outputs: tuple[str, ...],
    size: int,
    informed: tuple[str, ...] = (),
) -> BlockFunction:
    """A jitted function (numbers of ``size`` draws, given scores, arguments) → values ``[*dims, draw]`` of the outputs.

    The ``informed`` sites have the scores that are ``given`` ``[row, draw]``, all others those of the draws' numbers.
    """
    model = load_model(program)

    def block(draws: Array, given: Array, arguments: BlockArguments) -> dict[str, Array]:
        noise, ready = make_noise(layout, arguments.noise, draws)
        if informed:
            noise, ready = with_given(layout, arguments.noise, informed, given, noise, ready)
        constants = unpack_constants(constant_shapes, jnp.asarray(arguments.constants))

        def world(draw: Array, noise: Mapping[str, Array], ready: Mapping[str, Array]) -> dict[str, Array]:
            paths = {s.name: PathNoise(arguments.noise.path_keys[s.name], draw, s.shape) for s in layout.path_sites}
            filled = Fill(layout.by_name, noise=noise, ready=ready, paths=paths)
            with filled:
                model(constants)
            return {name: filled.values[name] for name in outputs}

        return jax.vmap(world, in_axes=-1, out_axes=-1, axis_size=size)(draws, noise, ready)

    return jax.jit(block, compiler_options=_compiler_options())


def _compiler_options() -> dict[str, int] | None:
    # LLVM prefers 256 bits even where the processor has 512; these loops run a third faster with 512
    return {"xla_cpu_prefer_vector_width": 512} if jax.default_backend() == "cpu" else None


def make_noise(layout: Layout, arguments: NoiseArguments, draws: Array) -> tuple[dict[str, Array], dict[str, Array]]:
    """The noise of all sites for consecutive draws, ``[*shape, draw]`` each, and the values of those that have a quantile
    table.

    The barriers keep XLA from making the noise anew inside each place that reads it, which cost five times the
    running time and three times the compile time.
    """
    noise: dict[str, Array] = {}
    ready: dict[str, Array] = {}
    if layout.uniform_sites:
        noise |= _split(lax.optimization_barrier(row_uniforms(arguments.uniform_rows, draws)), layout.uniform_sites)
    if layout.log_sites or layout.logit_sites or layout.score_sites:
        grid = lax.optimization_barrier(row_uniforms(arguments.score_rows, draws))
        scores = lax.optimization_barrier(score_from_uniform(grid))
        logs, tabled = rows(layout.log_sites), rows(layout.log_sites + layout.logit_sites)
        noise |= _split(scores[tabled:], layout.score_sites)
        if tabled:
            y = lax.optimization_barrier(evaluate(arguments.coefficients, arguments.row_table, scores[:tabled]))
            made = lax.optimization_barrier(_from_tables(arguments, y, slice(0, logs), slice(logs, tabled)))
            ready |= _split(made[0], layout.log_sites) | _split(made[1], layout.logit_sites)
    return noise, ready


def scores_of(layout: Layout, arguments: NoiseArguments, draws: Array) -> dict[str, Array]:
    """The normal scores ``[*shape, draw]`` of all sites in some draws."""
    found: dict[str, Array] = {}
    tabled = layout.log_sites + layout.logit_sites + layout.score_sites
    for rows_of_kind, sites in ((arguments.score_rows, tabled), (arguments.uniform_rows, layout.uniform_sites)):
        if sites:
            found |= _split(score_from_uniform(row_uniforms(rows_of_kind, draws)), sites)
    return found


def _from_tables(arguments: NoiseArguments, y: Array, logs: slice, logits: slice) -> tuple[Array, Array]:
    """Values from what tables say on their scales, whose rows ``y`` holds; those on the log scale before the others."""
    low, width = arguments.low[:, None], arguments.width[:, None]
    count = logs.stop - logs.start
    return (
        low[logs] + width[logs] * jnp.exp(y[:count]),
        low[logits] + width[logits] * jax.nn.sigmoid(y[count:]),
    )


def with_given(  # noqa: PLR0917
    layout: Layout,
    arguments: NoiseArguments,
    informed: tuple[str, ...],
    given: Array,
    noise: Mapping[str, Array],
    ready: Mapping[str, Array],
) -> tuple[dict[str, Array], dict[str, Array]]:
    """The noise and the ready values of all sites, those of the ``informed`` from normal scores ``[row, …]`` in their order."""
    sites = tuple(layout.by_name[name] for name in informed)
    found = _split(given, sites)
    own = {site.name: ndtr(found[site.name]) if site.noise == "uniform" else found[site.name] for site in sites}
    values: dict[str, Array] = {}
    first = 0
    for site in (*layout.log_sites, *layout.logit_sites):
        rows_of_site = slice(first, first + len(site.elements))
        first = rows_of_site.stop
        if site.name not in found:
            continue
        scores = found[site.name].reshape(len(site.elements), -1)
        y = evaluate(arguments.coefficients, arguments.row_table[rows_of_site], scores)
        none = slice(rows_of_site.stop, rows_of_site.stop)
        is_log = site in layout.log_sites
        logs, logits = (rows_of_site, none) if is_log else (slice(rows_of_site.start, rows_of_site.start), rows_of_site)
        made = _from_tables(arguments, y, logs, logits)[0 if is_log else 1]
        values[site.name] = made.reshape(found[site.name].shape)
    others = {name: value for name, value in ready.items() if name not in found}
    return {**noise, **own}, {**others, **values}


def _split(matrix: Array, sites: tuple[Site, ...]) -> dict[str, Array]:
    parts: dict[str, Array] = {}
    row = 0
    for site in sites:
        count = len(site.elements)
        parts[site.name] = matrix[row : row + count].reshape(*site.shape, matrix.shape[-1])
        row += count
    return parts
