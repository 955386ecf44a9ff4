//! The sets of a plan as stretches of memory.

mod axes;

use axes::{Axis, merged, visit};
use std::ops::Range;

pub(crate) use axes::Place;

/// Elements of a strip, at least, where there are as many: at every jump a page of memory is looked up
/// and the prefetcher starts anew.
const STRIP: usize = 3072;

/// Neighbours in a strip, at most, that lie in a set each: what is kept of every set stays in the second cache.
const COLUMNS: usize = 2048;

/// Sets in a tile, at least, that have γ and β of their own for every element, all the same ones:
/// these are read, and their derivatives added to, once for the whole tile.
const ROWS: usize = 8;

/// The same where these do not stay in a cache anyway.
const MANY_ROWS: usize = 64;

/// Up to so many where these have no more than [`ROW_TILE`] elements.
const MORE_ROWS: usize = 32;

/// Elements that leave room in the second cache for those of ∂L/∂y and ∂L/∂x.
const ROW_TILE: usize = 1 << 15;

/// Elements that stay in a cache together with as many results.
const CACHE: usize = 1 << 17;

/// A way through a tensor, tile by tile.
///
/// A tile is some neighbouring sets. In memory it is a number of strips, each without a gap:
///
/// - Where neighbours lie in one set, a strip has a piece of each set of the tile.
///   So `[N, 1, H, W]` (batch norm) has N strips of some channels of one sample, with pieces of H·W elements.
/// - Where neighbours lie in a set each, a strip has an element of each set of the tile.
///   So `[1, C, 1, 1]` (layer norm over the channels) has C strips of some positions of one sample.
///
/// A tile is no larger than its strips need to be: what one pass has read is then still in a cache
/// for the next one, as far as one set fits there.
#[derive(Clone, Debug)]
pub struct Walk {
    /// From tile to tile, then from strip to strip of a tile, then from run to run of a piece;
    /// a run is neighbours along which sets and parameters go on alike
    axes: Vec<Axis>,
    /// Where the axes from strip to strip begin
    across: usize,
    /// Where those from run to run begin
    within: usize,
    /// From set to set
    along: Axis,
    /// Steps along it after which the parameters begin anew
    cycle: usize,
    tile_len: usize,
    run_len: usize,
    /// Whether neighbours lie in one set, or each in the one after its neighbour's
    pub(crate) one_set: bool,
    /// Whether neighbours share γ and β, or each has those after its neighbour's
    pub(crate) one_parameter: bool,
    set_len: usize,
}

/// Neighbouring sets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tile {
    /// Where the way from set to set begins
    base: Place,
    /// Steps to the first one
    start: usize,
    first: Place,
    /// How many
    pub len: usize,
}

impl Walk {
    /// Through a tensor of `shape` whose sets are boxes of the lengths `block`;
    /// γ and β have an element for each index along `affine_axes` (none if the layer does not learn them).
    ///
    /// # Panics
    ///
    /// If the boxes do not tile the tensor.
    pub fn new(shape: &[usize], block: &[usize], affine_axes: Range<usize>) -> Self {
        let mut axes = merged(shape, block, affine_axes);
        let innermost = axes.last().copied().unwrap_or(Axis::unit(1));
        let (mut within, mut along, run_len) = match axes.iter().rposition(Axis::leads) {
            Some(along) if along + 1 == axes.len() => (along, axes.remove(along), 1),
            Some(along) => (
                along,
                axes.remove(along),
                axes.pop().map_or(1, |run| run.len),
            ),
            // One set, or none in an empty tensor.
            None => (
                0,
                Axis::unit(innermost.len.min(1)),
                axes.pop().map_or(1, |run| run.len),
            ),
        };
        let cycle = along.len;
        if innermost.is_shared()
            && axes[..within]
                .last()
                .is_some_and(|axis| axis.goes_on(&along))
        {
            within -= 1;
            along.len *= axes.remove(within).len;
        }
        // Those that lead from set to set first.
        let mut across = 0;
        for axis in 0..within {
            if axes[axis].leads() {
                axes[across..=axis].rotate_right(1);
                across += 1;
            }
        }
        let mut walk = Self {
            axes,
            across,
            within,
            along,
            cycle,
            // As many in each tile as in the others.
            tile_len: along
                .len
                .div_ceil(along.len.div_ceil(COLUMNS).max(1))
                .max(1),
            run_len,
            one_set: innermost.step.set == 0,
            one_parameter: innermost.step.parameter == 0,
            set_len: block.iter().product(),
        };
        if !innermost.leads() {
            walk.tile_len = STRIP.div_ceil(walk.piece_len().max(1));
            if !walk.one_parameter {
                // Pieces of one strip shall have their γ and β in common.
                walk.tile_len = match along.step.parameter {
                    0 if ROWS * walk.piece_len() > CACHE => MANY_ROWS,
                    0 => {
                        let rows = ROW_TILE / walk.piece_len().max(1);
                        walk.tile_len.max(rows.clamp(ROWS, MORE_ROWS))
                    }
                    _ => 1,
                };
            }
        }
        walk
    }

    /// Elements of a set, n.
    pub(crate) fn set_len(&self) -> usize {
        self.set_len
    }

    /// Elements of a set that lie side by side.
    pub(crate) fn piece_len(&self) -> usize {
        let runs = self.axes[self.within..].iter().map(|axis| axis.len);
        runs.product::<usize>() * self.run_len
    }

    /// Whether all sets are in one tile.
    pub(crate) fn is_one_tile(&self) -> bool {
        self.across == 0 && self.along.len <= self.tile_len
    }

    /// Every tile.
    pub(crate) fn tiles(&self, mut f: impl FnMut(Tile)) {
        visit(&self.axes[..self.across], Place::default(), &mut |place| {
            for first in (0..self.along.len).step_by(self.tile_len) {
                f(Tile {
                    base: place,
                    start: first,
                    first: self.first_of(place, first),
                    len: self.tile_len.min(self.along.len - first),
                });
            }
        });
    }

    /// Every strip of a tile: where it lies, and its first set and parameter.
    pub(crate) fn strips(&self, tile: Tile, mut f: impl FnMut(Range<usize>, Place)) {
        let len = tile.len * self.piece_len();
        let across = &self.axes[self.across..self.within];
        visit(across, tile.first, &mut |place| {
            f(place.at..place.at + len, place)
        });
    }

    /// The first element of the set so many steps from the one whose first element is `base`.
    fn first_of(&self, base: Place, steps: usize) -> Place {
        let cycle = steps % self.cycle.max(1);
        Place {
            parameter: base.parameter + cycle * self.along.step.parameter,
            ..base.after(steps, &self.along.step)
        }
    }

    /// Runs of a strip.
    pub(crate) fn run_count(&self, tile: Tile) -> usize {
        tile.len
            * self.axes[self.within..]
                .iter()
                .map(|axis| axis.len)
                .product::<usize>()
    }

    /// The parameters of a piece, where each of its elements has its own.
    pub(crate) fn parameters(&self, first: Place) -> Range<usize> {
        first.parameter..first.parameter + self.piece_len()
    }

    /// The set and the first parameter of every run of a strip.
    pub(crate) fn runs(&self, tile: Tile, mut f: impl FnMut(Place)) {
        for set in 0..tile.len {
            let first = self.first_of(tile.base, tile.start + set);
            visit(&self.axes[self.within..], first, &mut f);
        }
    }
}

impl Tile {
    /// Its sets.
    pub fn sets(&self) -> Range<usize> {
        self.first.set..self.first.set + self.len
    }

    /// The parameters of its elements, where each set has its own.
    pub fn parameters(&self) -> Range<usize> {
        self.first.parameter..self.first.parameter + self.len
    }
}
