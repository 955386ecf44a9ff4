//! Derivatives where neighbours lie in one set.

use super::slope::{Products, Slope};
use super::{Pass, Tiled};
use crate::norm::kernel::drive::{NOTHING, Totals, map, sum, total};
use crate::norm::kernel::lanes::Real;
use crate::norm::kernel::line::Line;
use crate::norm::kernel::walk::{Place, Tile};

/// What is needed of a tile.
#[derive(Default)]
pub(super) struct Pieces<T> {
    runs: Vec<Run>,
    products: Vec<Products<T>>,
    totals: Vec<Totals>,
    slopes: Vec<Slope<T>>,
    /// γ of each element of a run
    weights: Vec<T>,
}

/// A run of a strip, together with those in the other strips of the tile.
struct Run {
    line: Line,
    /// γ if its elements share it, otherwise 1
    weight: f64,
    parameter: usize,
    /// ∑ g and ∑ g · x̂ with g = ∂L/∂y, or γ · ∂L/∂y if its elements do not share γ
    sums: [f64; 2],
}

impl<T: Real> Tiled for Pieces<T> {
    fn tile(&mut self, pass: &mut Pass, tile: Tile, out: &mut [f32]) -> bool {
        self.start(pass, tile);
        if pass.is_coupled() || pass.has_sums() {
            self.sum(pass, tile);
        }
        let is_safe = self.solve(pass, tile);
        if is_safe {
            if pass.has_sums() {
                for run in &self.runs {
                    pass.sums.add(run.parameter, run.sums);
                }
            }
            self.map(pass, tile, out);
        }
        is_safe
    }
}

impl<T: Real> Pieces<T> {
    fn start(&mut self, pass: &Pass, tile: Tile) {
        self.runs.clear();
        self.products.clear();
        pass.given.walk.runs(tile, |place| {
            let line = pass.line(place.set);
            let weight = match pass.given.walk.one_parameter {
                true => pass.given.weight(place.parameter),
                false => 1.0,
            };
            self.runs.push(Run {
                line,
                weight: weight.into(),
                parameter: place.parameter,
                sums: [0.0; 2],
            });
            self.products.push(Products {
                center: line.to().center,
            });
        });
    }

    fn sum(&mut self, pass: &Pass, tile: Tile) {
        self.totals.clear();
        self.totals.resize(self.runs.len(), [[NOTHING; 4]; 2]);
        pass.given.walk.strips(tile, |strip, place| {
            let values = [&pass.grad[strip.clone()], &pass.given.x[strip]];
            match weights(pass, place, &mut self.weights) {
                None => sum(&self.products, values, [], &mut self.totals),
                Some(weights) => sum(&self.products, values, [weights], &mut self.totals),
            }
        });
        let runs = self.runs.iter_mut().zip(&self.products);
        for ((run, products), totals) in runs.zip(&self.totals) {
            let sums = total(totals);
            run.sums = [sums[0], run.line.sum(products.center.wide(), sums)];
        }
    }

    /// Finds the slopes; returns whether they keep the digits.
    fn solve(&mut self, pass: &Pass, tile: Tile) -> bool {
        let mut is_safe = true;
        self.slopes.clear();
        let runs_of_set = self.runs.len() / tile.len;
        let products = self.products.chunks(runs_of_set);
        for (runs, products) in self.runs.chunks(runs_of_set).zip(products) {
            let mut sums = [NOTHING; 2];
            for run in runs {
                sums[0] += run.weight * run.sums[0];
                sums[1] += run.weight * run.sums[1];
            }
            let means = pass.means(sums);
            for (run, products) in runs.iter().zip(products) {
                let slope = Slope::new(run.line, products.center.wide(), run.weight, means);
                is_safe &= T::IS_DOUBLE || slope.is_safe();
                self.slopes.push(slope.to());
            }
        }
        is_safe
    }

    fn map(&mut self, pass: &Pass, tile: Tile, out: &mut [f32]) {
        pass.given.walk.strips(tile, |strip, place| {
            let out = &mut out[strip.clone()];
            let grad = &pass.grad[strip.clone()];
            let x = &pass.given.x[strip];
            match (pass.is_coupled(), weights(pass, place, &mut self.weights)) {
                (true, None) => map(&self.slopes, [grad, x], [], out),
                (true, Some(weights)) => map(&self.slopes, [grad, x], [weights], out),
                (false, None) => map(&self.slopes, [grad], [], out),
                (false, Some(weights)) => map(&self.slopes, [grad], [weights], out),
            }
        });
    }
}

/// γ of each element of the runs of a strip, if these do not share it.
fn weights<'a, T: Real>(pass: &Pass<'a>, first: Place, buffer: &'a mut Vec<T>) -> Option<&'a [T]> {
    let walk = pass.given.walk;
    let weights = pass.given.weight.filter(|_| !walk.one_parameter)?;
    Some(T::widened(&weights[walk.parameters(first)], buffer))
}
