"""One pass of the clock: everything that changes over time, from tick to tick, for a block of draws at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import Array, lax

from forecast.runtime.brownian import Scores
from forecast.runtime.dates import never, unreached
from forecast.runtime.history import PARTS, looked_up
from forecast.runtime.leg import Leg, from_tick_to_tick, to_the_clock
from forecast.runtime.rules import Rules, Tree
from forecast.runtime.search import Search
from forecast.runtime.step import Slope, step, too_long, within

MOST_HALVINGS = 20
"""A step that is still too long when halved so often meets a stock that grows beyond all bounds, or is too stiff."""
MOST_PIECES = 4096
"""Pieces of one step; a draw that is not through by then counts as stiff."""
NARROW = 64
"""An event is dated in a piece no longer than this part of a step; a longer one that finds it is taken again up to before it."""
BEHIND = 1e-9
"""Years within which a break counts as passed: a thirtieth of a second."""


class Block(NamedTuple):
    """A block of draws. ``consts`` and ``noise`` come with the axes of their leaves along which the draws stand, None without."""

    consts: Tree
    given: Tree
    noise: Tree
    ticks: Array
    level: Array
    size: int


class Carry(NamedTuple):
    """Where the draws stand: their state and what it says, the longest piece that its error allows next and the one that an
    event ahead asks for, steps done, and pieces of this one.
    """

    state: Tree
    said: Tree
    longest: Array
    aim: Array
    place: Array
    pieces: Array


class Pass:
    """One pass for a block of draws, which stand along the last axis of everything."""

    def __init__(self, rules: Rules, block: Block) -> None:
        given, (noise, axes) = block.given, block.noise
        self.rules, self.ticks, self.level, self.size = rules, block.ticks, block.level, block.size
        self.consts, self.axes = block.consts
        self.noise = {name: Scores(noise[name], axes[name]) for name in noise}
        self.start, self.begins = given["start"], given["begins"]
        self.never, self.exposure = given["never"], given["exposure"]
        self.parts = jnp.minimum(1 << self.level, PARTS)
        self.watched = [name for name, event in rules.events.items() if event.cuts]
        self.search = Search(rules, self.exposure, given["not_before"], block.size)

    # --- the moment --------------------------------------------------------------------------------------------------

    def moment(self, state: Tree, t: Array, regime: Array, stocks: Tree, delayed: Tree) -> Tree:
        """What all draws say at a moment, each array with the draws along its last axis."""
        now = {
            "t": t,
            # What begins just now has begun, whichever way its date was rounded.
            "regime": regime + BEHIND,
            "stocks": {name: value for name, value in stocks.items() if name in self.start},
            "dates": {
                # A date that has just been found may be later than now by a rounding.
                name: jnp.where(
                    date <= regime + BEHIND, jnp.minimum(date, regime), jnp.where(date == never, never, unreached)
                )
                for name, date in state["dates"].items()
            },
            "remembered": state["remembered"],
            "delayed": delayed,
            "largest": state["largest"],
        }
        return jax.vmap(self.rules.evaluate, in_axes=(self.axes, -1), out_axes=-1)(self.consts, now)

    def past(self, state: Tree, t: Array, said: Tree) -> dict[str, Array]:
        """What is delayed, at ``t``; ``said`` is the moment of the state."""
        found: dict[str, Array] = {}
        for name, history in state["history"].items():
            value, lag, *before = (jnp.broadcast_to(each, history.shape[1:]) for each in said["delayed"][name])
            first = before[0] if before else history[0]
            at = (jnp.broadcast_to(state["t"], history.shape[1:]), value)
            found[name] = looked_up(history, (self.ticks, self.parts), t - jnp.maximum(lag, 0.0), at, first)
        return found

    def slope(self, said: Tree, t: Array, leg: Leg, forcing: Mapping[str, Array]) -> Slope:
        """How stocks change by what the moment says, in a piece that begins at ``t``; hazards add up like stocks.

        Before the clock only those move that begin there.
        """
        growth: dict[str, Array] = {}
        rate: dict[str, Array] = {}
        for name, stock in self.rules.stocks.items():
            parts = {"growth": said["growth"].get(name), "rate": said["rate"].get(name)}
            if name in self.noise:
                pushed = "growth" if stock.grows else "rate"
                push = said["noise"][name] * forcing[name] if forcing else jnp.zeros_like(self.start[name])
                own = parts[pushed]
                parts[pushed] = push if own is None else own + push
            for table, part in ((growth, parts["growth"]), (rate, parts["rate"])):
                if part is not None and name in self.begins:
                    table[name] = jnp.where(t >= self.begins[name], part, 0.0)
                elif part is not None:
                    table[name] = part if leg.is_clock else jnp.zeros_like(part)
        for name, hazard in said["hazards"].items():
            valid = jnp.where(hazard >= 0, hazard, jnp.nan) if leg.is_clock else jnp.zeros_like(hazard)
            rate[f"exposure.{name}"] = valid + jnp.zeros_like(self.exposure[name])
        return Slope(growth, rate)

    def bounded(self, said: Tree) -> Callable[[Tree], Tree]:
        """Values kept between the bounds of their stocks."""

        def apply(values: Tree) -> Tree:
            found = dict(values)
            for name, low in said["low"].items():
                found[name] = jnp.maximum(found[name], low)
            for name, high in said["high"].items():
                found[name] = jnp.minimum(found[name], high)
            return found

        return apply if said["low"] or said["high"] else lambda values: values

    # --- from beginning to end ----------------------------------------------------------------------------------------

    def run(self) -> Tree:
        state = self._beginning()
        said = self._settled(state)
        state = self._open(state, said)
        state, said = self._before_the_clock(state, said)
        state, said = self._at_start(state, said)
        state = self._march(state, said, from_tick_to_tick(self.ticks, self.level, self.noise, self.size))
        return {
            "dates": state["dates"],
            "kept": state["kept"],
            "remembered": state["remembered"],
            "blown": state["blown"],
            "stiff": state["stiff"].astype(float),
        }

    def _march(self, state: Tree, said: Tree, leg: Leg) -> Tree:
        """All draws through the steps of a leg, piece by piece; none waits for another between its steps."""
        none = jnp.zeros(self.size, dtype=int)

        def unfinished(carry: Carry) -> Array:
            return jnp.any(carry.place < leg.steps)

        far = jnp.full(self.size, jnp.inf)
        begin = Carry(state, said, far, far, none, none)
        return lax.while_loop(unfinished, lambda carry: self._piece(carry, leg), begin).state

    def _beginning(self) -> Tree:
        """Everything as it is when the first stock begins."""
        size, rules = self.size, self.rules
        earliest = [jnp.min(b.reshape(-1, size), axis=0) for b in self.begins.values()]
        first = jnp.full(size, self.ticks[0])
        for each in earliest:
            first = jnp.minimum(first, jnp.where(jnp.isfinite(each), each, self.ticks[0]))
        example = rules.example
        lone = (size,)
        return {
            "t": first,
            "stocks": {**self.start, **{f"exposure.{n}": jnp.zeros_like(v) for n, v in self.exposure.items()}},
            "dates": {
                n: jnp.where(self._never(n) == 1, never, jnp.full((*e.shape, size), unreached))
                for n, e in rules.events.items()
            },
            "remembered": {n: jnp.full((*v.shape, size), jnp.nan) for n, v in example["remembered"].items()},
            "largest": {n: jnp.full((*v.shape, size), -jnp.inf) for n, v in example["largest"].items()},
            "history": {},
            "blown": {n: jnp.full_like(v, jnp.inf) for n, v in self.start.items()},
            "dead": jnp.zeros(lone, dtype=bool),
            "stiff": jnp.zeros(lone, dtype=bool),
        }

    def _never(self, name: str) -> Array:
        shape = (*self.rules.events[name].shape, self.size)
        return jnp.broadcast_to(self.never[name], shape) if name in self.never else jnp.zeros(shape)

    def _settled(self, state: Tree) -> Tree:
        """The first moment: what is delayed is itself at first."""
        example = self.rules.example["delayed"]
        past = {n: jnp.zeros((*v.shape, self.size)) for n, v in example.items()}
        said = self.moment(state, state["t"], state["t"], state["stocks"], past)
        if past:
            past = {n: jnp.broadcast_to(v[2 if len(v) > 2 else 0], past[n].shape) for n, v in said["delayed"].items()}
            said = self.moment(state, state["t"], state["t"], state["stocks"], past)
        return said

    def _open(self, state: Tree, said: Tree) -> Tree:
        """Histories, filled with the first values."""
        points = (len(self.ticks) - 1) * PARTS + 1
        example = self.rules.example["delayed"]
        history = {
            n: jnp.broadcast_to(
                jnp.broadcast_to(v[0], (*example[n].shape, self.size)), (points, *example[n].shape, self.size)
            )
            for n, v in said["delayed"].items()
        }
        kept = {n: jnp.zeros((len(self.ticks), *v.shape)) for n, v in said["kept"].items()}
        return {**state, "history": history, "kept": kept}

    def _before_the_clock(self, state: Tree, said: Tree) -> tuple[Tree, Tree]:
        """Stocks that begin before the first tick come as far as that."""
        if not self.begins:
            return state, said
        state = self._march(state, said, to_the_clock(state["t"], self.ticks, self.level))
        return state, self._now(state, said)

    def _at_start(self, state: Tree, said: Tree) -> tuple[Tree, Tree]:
        """What is true when the clock begins happens there."""
        state, said = self._read(state, said)
        dates = dict(state["dates"])
        for name in self.rules.conditional:
            holds, _ = self.rules.holds[name]
            true = holds([(m >= 0).astype(float) for m in said["margins"][name]], said["truths"][name])
            allowed = self.search.not_before(name) <= self.ticks[0]
            shape = dates[name].shape
            dates[name] = jnp.where(
                jnp.broadcast_to((true == 1) & allowed, shape) & (dates[name] == unreached), self.ticks[0], dates[name]
            )
        state = {**state, "dates": dates}
        if self.watched:
            state, said = self._read(state, said)
        return self._keep(state, said, jnp.zeros(self.size, dtype=int), jnp.ones(self.size, dtype=bool)), said

    def _read(self, state: Tree, said: Tree) -> tuple[Tree, Tree]:
        """The moment anew, and once more with what it has read of itself."""
        state = self._remember(state, self._now(state, said))
        return state, self._now(state, said)

    def _now(self, state: Tree, said: Tree, before: Tree | None = None) -> Tree:
        """The moment of a state. ``said`` is that of the same state, or of the one ``before`` it."""
        t = state["t"]
        return self.moment(state, t, t, state["stocks"], self.past(before or state, t, said))

    def _keep(self, state: Tree, said: Tree, place: Array, there: Array) -> Tree:
        """What is kept of ticks and of the points of histories, of the draws that have got ``there``, after so many steps."""
        draws = jnp.arange(self.size)

        def put(table: Array, row: Array, counts: Array, value: Array) -> Array:
            value = jnp.broadcast_to(value, table.shape[1:])
            # What is not to be kept goes to a row that does not exist.
            row = jnp.where(there & counts, row, len(table))
            return table.at[row, ..., draws].set(jnp.moveaxis(value, -1, 0), mode="drop")

        count = 1 << self.level
        part = place & (count - 1)
        point = (place >> self.level) * self.parts + (part * self.parts) // count
        is_point, is_tick = (part * self.parts) % count == 0, part == 0
        return {
            **state,
            "history": {n: put(h, point, is_point, said["delayed"][n][0]) for n, h in state["history"].items()},
            "kept": {n: put(k, place >> self.level, is_tick, said["kept"][n]) for n, k in state["kept"].items()},
        }

    # --- within a step ------------------------------------------------------------------------------------------------

    def _piece(self, carry: Carry, leg: Leg) -> Carry:
        """A piece of the step of each draw; those that are through with their steps stay where they are."""
        state, said, longest, aim, place, pieces = carry
        t, dead = state["t"], state["dead"]
        through = place >= leg.steps
        number = jnp.minimum(place, jnp.maximum(leg.steps - 1, 0))
        goal, span = jnp.where(through, t, leg.goal(number)), leg.length(number)
        forcing = lax.optimization_barrier(leg.forcing(number))
        cut = self._next_break(said, t, goal)
        h = jnp.clip(jnp.minimum(cut - t, jnp.minimum(longest, aim)), 0.0, None)
        for value in said["delayed"].values():
            lag = jnp.min(value[1].reshape(-1, self.size), axis=0)
            h = jnp.minimum(h, jnp.maximum(lag, span / PARTS))
        start = state["stocks"]
        bounded = self.bounded(said)

        def slope(values: Tree, share: float) -> Slope:
            at = t + share * h
            return self.slope(self.moment(state, at, t, values, self.past(state, at, said)), t, leg, forcing)

        first = self.slope(said, t, leg, forcing)
        stepped = step(start, first, slope, h, bounded)
        stepped = stepped._replace(value={n: jnp.where(dead, start[n], value) for n, value in stepped.value.items()})
        after = self.moment(state, t + h, t, stepped.value, self.past(state, t + h, said))
        last = self.slope(after, t, leg, forcing)
        first, stepped, after, last, h = lax.optimization_barrier((first, stepped, after, last, h))
        wrong = too_long(start, (first, last), stepped, h)
        worst = _any(wrong.values(), self.size) & ~dead
        hopeless = ~through & (worst & (h <= span / 2.0**MOST_HALVINGS) | (pieces >= MOST_PIECES))
        ends = self.search.end(said, start), self.search.end(after, stepped.value)
        crossings = self.search.crossings(state, ends, h) if leg.is_clock else {}
        narrow = span / NARROW
        soonest = _least(crossings, self.size)
        near = (soonest < jnp.inf) & (h > narrow * (1 + 1e-9)) & ~worst & ~hopeless & ~through
        taken = ~worst & ~hopeless & ~through & ~near
        # The barriers keep XLA from making these anew for each of the values that they decide about.
        near, taken, hopeless, crossings = lax.optimization_barrier((near, taken, hopeless, crossings))
        share = jnp.minimum(_least({n: crossings[n] for n in self.watched if n in crossings}, self.size), 1.0)
        dates = {
            n: jnp.where((crossings[n] <= share) & taken, t + crossings[n] * h, date) if n in crossings else date
            for n, date in state["dates"].items()
        }
        reached = within(start, (first, last), stepped, h, share) if self.watched else stepped.value
        moves = taken & ~dead
        moved = {n: jnp.where(moves, reached[n], value) for n, value in start.items()}
        whole = taken & (share >= 1)
        at = jnp.where(whole & (h >= cut - t), cut, t + jnp.where(taken, share * h, 0.0))
        # An event is never later than the piece that ends with it, not by a rounding.
        dates = {n: jnp.where(date < state["dates"][n], jnp.minimum(date, at), date) for n, date in dates.items()}
        new = {**state, "t": jnp.where(taken, at, t), "stocks": moved, "dates": dates}
        given_up = jnp.any(hopeless)
        new |= lax.cond(
            given_up,
            lambda: self._give_up(new, first, wrong, hopeless),
            lambda: {key: new[key] for key in ("stocks", "blown", "dead", "stiff")},
        )
        new = lax.optimization_barrier(new)
        # Only where something jumps is the moment itself another one than the end of the step.
        jumped = jnp.any(hopeless | taken & ((share < 1) | (cut < goal) | (at == cut) & self._breaks_at(said, at)))
        awaited = {n: date for n, (_, date) in said["remembered"].items()}
        said = lax.cond(
            jumped,
            lambda: self._now(new, said, state),
            lambda: jax.tree.map(lambda there, here: jnp.where(taken, there, here), after, said),
        )
        new = self._remember(new, said, {n: date > t + BEHIND for n, date in awaited.items()})
        missed = worst & ~hopeless
        longest = jnp.where(missed, h / 2, jnp.where(taken, longest * 2, jnp.where(near, longest, jnp.inf)))
        approached = taken & (aim > narrow) & (h >= aim)
        aim = jnp.where(missed, aim, jnp.where(approached, narrow, jnp.inf))
        aim = jnp.where(near, jnp.maximum(soonest * h - narrow / 2, narrow), aim)
        arrived = ~through & (new["t"] >= goal)
        place = place + arrived
        if leg.is_clock:
            new = self._keep(new, said, place, arrived)
        return Carry(new, said, longest, aim, place, jnp.where(arrived, 0, pieces + 1))

    def _breaks_at(self, said: Tree, at: Array) -> Array:
        found = jnp.zeros(self.size, dtype=bool)
        for date in self._dates_of_breaks(said):
            found = found | jnp.any((jnp.abs(date - at) <= BEHIND).reshape(-1, self.size), axis=0)
        return found

    def _dates_of_breaks(self, said: Tree) -> Sequence[Array]:
        return [*said["breaks"], *self.begins.values(), *(date for _, date in said["remembered"].values())]

    def _next_break(self, said: Tree, t: Array, goal: Array) -> Array:
        found = goal
        for date in self._dates_of_breaks(said):
            ahead = jnp.where(date > t + BEHIND, date, jnp.inf)
            found = jnp.minimum(found, jnp.min(ahead.reshape(-1, self.size), axis=0))
        return found

    def _give_up(self, state: Tree, slope: Slope, wrong: Tree, hopeless: Array) -> Tree:
        """Stocks that no step is short enough for: those that grow have no end, others are stiff."""
        stocks, dates, blown = dict(state["stocks"]), dict(state["blown"]), []
        for n, date in state["blown"].items():
            before = stocks[n]
            grows = jnp.sign(before) * (before * slope.growth.get(n, 0.0) + slope.rate.get(n, 0.0)) > 0
            gone = wrong[n] & hopeless & grows
            dates[n] = jnp.where(gone & jnp.isinf(date), state["t"], date)
            stocks[n] = jnp.where(gone, jnp.where(before < 0, -jnp.inf, jnp.inf), before)
            blown.append(gone)
        return {
            "stocks": stocks,
            "blown": dates,
            "dead": state["dead"] | hopeless,
            "stiff": state["stiff"] | (hopeless & ~_any(blown, self.size)),
        }

    def _remember(self, state: Tree, said: Tree, ahead: Mapping[str, Array] | None = None) -> Tree:
        """Values at dates that are now, of those that lay ``ahead`` (all, without it), and the largest so far."""
        t = state["t"]
        inside = (t >= self.ticks[0] - BEHIND) & jnp.ones(self.size, dtype=bool)
        due = {n: inside if ahead is None else inside & ahead[n] for n in said["remembered"]}
        remembered = {
            n: jnp.where(jnp.isnan(old) & (date <= t + BEHIND) & (date >= self.ticks[0] - BEHIND) & due[n], value, old)
            for n, old in state["remembered"].items()
            for value, date in (said["remembered"][n],)
        }
        largest = {n: jnp.maximum(old, said["largest"][n]) for n, old in state["largest"].items()}
        return {**state, "remembered": remembered, "largest": largest}


def _least(crossings: Mapping[str, Array], size: int) -> Array:
    """The earliest crossing of each draw."""
    found = jnp.full(size, jnp.inf)
    for crossing in crossings.values():
        found = jnp.minimum(found, jnp.min(crossing.reshape(-1, size), axis=0))
    return found


def _any(flags: Any, size: int) -> Array:
    found = jnp.zeros(size, dtype=bool)
    for flag in flags:
        found = found | jnp.any(jnp.broadcast_to(flag, (*flag.shape[:-1], size)).reshape(-1, size), axis=0)
    return found
