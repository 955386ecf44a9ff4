//! From ∂L/∂y, x and the statistics to the derivatives with respect to x, γ and β.

mod columns;
mod parameters;
mod pieces;
mod slope;

use crate::given::Given;
use crate::line::Line;
use crate::walk::Tile;
use crate::{Scratch, Statistics};
use columns::Columns;
use parameters::ParameterSums;
use pieces::Pieces;

/// Where the derivatives with respect to x, γ and β go; the latter two of a layer that learns them.
pub struct Derivatives<'a> {
    /// ∂L/∂x
    pub x: &'a mut [f32],
    /// ∂L/∂γ
    pub weight: Option<&'a mut [f32]>,
    /// ∂L/∂β
    pub bias: Option<&'a mut [f32]>,
}

/// Writes the derivatives, given ∂L/∂y.
///
/// Tile by tile, one pass takes all sums, and the next maps the tile while it is in a cache.
pub fn backward(
    given: Given,
    used: &Statistics,
    grad: &[f32],
    into: Derivatives,
    scratch: &mut Scratch,
) {
    let walk = given.walk;
    let len = given.weight.map_or(0, <[f32]>::len);
    let at_once = walk.one_set && !walk.one_parameter && walk.is_one_tile();
    let Backward {
        pieces,
        columns,
        sums,
    } = &mut scratch.backward;
    let mut pass = Pass {
        given,
        used,
        grad,
        sums: ParameterSums::new(into.weight, into.bias, len, at_once, sums),
    };
    match walk.one_set {
        true => pass.all(pieces, into.x),
        false => pass.all(columns, into.x),
    }
    pass.sums.finish();
}

/// What the passes need on the way: for float32 and for float64.
#[derive(Clone, Debug, Default)]
pub(crate) struct Backward {
    pieces: (Pieces<f32>, Pieces<f64>),
    columns: (Columns<f32>, Columns<f64>),
    /// See [`ParameterSums`]
    sums: [Vec<f64>; 2],
}

struct Pass<'a> {
    given: Given<'a>,
    used: &'a Statistics,
    grad: &'a [f32],
    sums: ParameterSums<'a>,
}

/// How a tile is done, with what is needed on the way.
trait Tiled {
    /// Writes ∂L/∂x, and adds to the sums for γ and β unless that `is_summed`.
    fn tile(&mut self, pass: &mut Pass, tile: Tile, is_summed: bool, out: &mut [f32]) -> Done;
}

/// What of a tile was done, and what was left undone since its digits would not have been kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Done {
    Nothing,
    /// The sums for γ and β
    Sums,
    All,
}

impl Pass<'_> {
    fn all<S: Tiled, D: Tiled>(&mut self, (single, double): &mut (S, D), out: &mut [f32]) {
        self.given.walk.tiles(|tile| {
            let done = match self.given.in_double() {
                true => Done::Nothing,
                false => single.tile(self, tile, false, out),
            };
            if done != Done::All {
                double.tile(self, tile, done == Done::Sums, out);
            }
        });
    }

    /// From x to x̂ in a set.
    fn line(&self, set: usize) -> Line {
        self.given.line(self.used.mean[set], self.used.var[set])
    }

    /// Whether ∂L/∂x depends on sums over the set.
    fn is_coupled(&self) -> bool {
        self.given.from_x
    }

    /// mean(g) and mean(g·x̂) of a set from the sums, as far as they come into ∂L/∂x.
    fn means(&self, sums: [f64; 2]) -> [f64; 2] {
        let [grad, product] = sums.map(|sum| sum / self.given.set_len());
        match (self.given.from_x, self.given.centers) {
            (false, _) => [0.0, 0.0],
            (true, false) => [0.0, product],
            (true, true) => [grad, product],
        }
    }
}
