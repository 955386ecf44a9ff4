//! From ∂L/∂y, x and the statistics to the derivatives with respect to x, γ and β.

mod columns;
mod parameters;
mod pieces;
mod slope;

use super::given::Given;
use super::line::Line;
use super::walk::Tile;
use crate::norm::{Source, Statistic, Statistics};
use columns::Columns;
use parameters::{ParameterSums, by_parameter};
use pieces::Pieces;

/// Where the derivatives with respect to x, γ and β go; the latter two of a layer that learns them.
pub(in crate::norm) struct Derivatives<'a> {
    pub x: &'a mut [f32],
    pub weight: Option<&'a mut [f32]>,
    pub bias: Option<&'a mut [f32]>,
}

/// Writes the derivatives, given ∂L/∂y.
///
/// ∂L/∂x goes tile by tile: one pass takes the sums over the sets, and the next maps the tile while it is in a cache.
/// So do the sums for γ and β where the elements of a run share these;
/// where each has its own, another way through the tensor is theirs.
pub(in crate::norm) fn backward(given: Given, used: &Statistics, grad: &[f32], into: Derivatives) {
    let mut pass = Pass {
        given,
        used,
        grad,
        sums: ParameterSums::default(),
    };
    if pass.has_sums() {
        pass.sums = ParameterSums::zeros(given.weight.map_or(0, <[f32]>::len));
    }
    match given.walk.one_set {
        true => pass.all::<Pieces<f32>, Pieces<f64>>(into.x),
        false => pass.all::<Columns<f32>, Columns<f64>>(into.x),
    }
    match pass.has_sums() {
        true => pass.sums.write(into.weight, into.bias),
        false => by_parameter(given, used, grad, into.weight, into.bias),
    }
}

struct Pass<'a> {
    given: Given<'a>,
    used: &'a Statistics,
    grad: &'a [f32],
    /// For γ and β
    sums: ParameterSums,
}

/// How a tile is done, with what is needed on the way.
trait Tiled: Default {
    /// Writes ∂L/∂x and adds to the sums, or returns that the digits would not be kept.
    fn tile(&mut self, pass: &mut Pass, tile: Tile, out: &mut [f32]) -> bool;
}

impl Pass<'_> {
    fn all<S: Tiled, D: Tiled>(&mut self, out: &mut [f32]) {
        let (mut single, mut double) = (S::default(), D::default());
        self.given.walk.tiles(|tile| {
            if self.given.in_double() || !single.tile(self, tile, out) {
                double.tile(self, tile, out);
            }
        });
    }

    /// From x to x̂ in a set.
    fn line(&self, set: usize) -> Line {
        self.given.line(self.used.mean[set], self.used.var[set])
    }

    /// Whether the sums for γ and β are taken tile by tile.
    fn has_sums(&self) -> bool {
        let walk = self.given.walk;
        self.given.weight.is_some() && (walk.one_parameter || !walk.one_set)
    }

    /// Whether ∂L/∂x depends on sums over the set.
    fn is_coupled(&self) -> bool {
        self.given.plan.source == Source::Batch
    }

    /// mean(g) and mean(g·x̂) of a set from the sums, as far as they come into ∂L/∂x.
    fn means(&self, sums: [f64; 2]) -> [f64; 2] {
        let [grad, product] = sums.map(|sum| sum / self.given.set_len());
        match (self.given.plan.source, self.given.plan.statistic) {
            (Source::Running, _) => [0.0, 0.0],
            (Source::Batch, Statistic::MeanSquare) => [0.0, product],
            (Source::Batch, Statistic::MeanVariance) => [grad, product],
        }
    }
}
