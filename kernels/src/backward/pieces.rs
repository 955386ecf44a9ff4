//! Derivatives where neighbours lie in one set.

use super::slope::{SetSlope, of_grad};
use super::{Done, Pass, Tiled};
use crate::given::Given;
use crate::lanes::{NOTHING, Real, STRETCH, Slope, Straight, Totals, total};
use crate::line::Line;
use crate::walk::{Place, Tile};
use std::slice::from_ref;

/// What is needed of a tile.
#[derive(Clone, Debug, Default)]
pub(super) struct Pieces<T> {
    runs: Vec<Run>,
    lines: Vec<Straight<T>>,
    totals: Vec<Totals>,
    slopes: Vec<Slope<T>>,
    /// γ of each element of a run
    weights: Vec<T>,
    /// Of each element of a stretch; 0 but while it is summed
    sums: [Vec<T>; 2],
    /// Their sums so far
    columns: [Vec<f64>; 2],
}

/// A run of a strip, together with those in the other strips of the tile.
#[derive(Clone, Debug)]
struct Run {
    line: Line,
    /// γ if its elements share it, otherwise 1
    weight: f64,
    parameter: usize,
    /// ∑ g and ∑ g · x̂ with g = ∂L/∂y, or γ · ∂L/∂y if its elements do not share γ
    sums: [f64; 2],
}

impl<T: Real> Tiled for Pieces<T> {
    fn tile(&mut self, pass: &mut Pass, tile: Tile, is_summed: bool, out: &mut [f32]) -> Done {
        if !self.start(pass, tile) {
            return Done::Nothing;
        }
        if pass.is_coupled() || pass.given.weight.is_some() {
            self.sum(pass, tile, is_summed);
        }
        if !self.solve(pass, tile) {
            return Done::Sums;
        }
        self.map(pass, tile, out);
        Done::All
    }
}

impl<T: Real> Pieces<T> {
    /// Returns whether the digits are kept.
    fn start(&mut self, pass: &Pass, tile: Tile) -> bool {
        let given = &pass.given;
        let mut is_safe = true;
        self.runs.clear();
        self.lines.clear();
        given.walk.runs(tile, |place| {
            let line = pass.line(place.set);
            let weight = match given.walk.one_parameter {
                true => given.weight(place.parameter),
                false => 1.0,
            };
            is_safe &= T::IS_DOUBLE || line.is_safe();
            self.lines.push(line.to());
            self.runs.push(Run {
                line,
                weight: weight.into(),
                parameter: place.parameter,
                sums: [0.0; 2],
            });
        });
        is_safe
    }

    fn sum(&mut self, pass: &mut Pass, tile: Tile, is_summed: bool) {
        let Pass {
            given, grad, sums, ..
        } = pass;
        self.totals.clear();
        self.totals.resize(self.runs.len(), [[NOTHING; 4]; 2]);
        given.walk.strips(tile, |strip, place| {
            let values = [&grad[strip.clone()], &given.x[strip]];
            let Some(weights) = weights(given, place, &mut self.weights) else {
                return T::sum_products(&self.lines, values, &mut self.totals);
            };
            for (i, weights) in weights.chunks(STRETCH).enumerate() {
                let first = i * STRETCH;
                T::sum_across(
                    &self.lines,
                    values,
                    first,
                    weights,
                    &mut self.totals,
                    self.sums.each_mut().map(|sums| zeros(sums, weights.len())),
                    self.columns.each_mut().map(|columns| {
                        columns.clear();
                        columns.resize(weights.len(), NOTHING);
                        &mut columns[..]
                    }),
                );
                if !is_summed {
                    let columns = self.columns.each_ref().map(|columns| &columns[..]);
                    sums.add(place.parameter + first, columns);
                }
            }
        });
        for ((run, line), totals) in self.runs.iter_mut().zip(&self.lines).zip(&self.totals) {
            let [grad, product] = total(totals);
            run.sums = [grad, run.line.sum(line.center.wide(), [grad, product])];
            if given.walk.one_parameter && given.weight.is_some() && !is_summed {
                sums.add(run.parameter, run.sums.each_ref().map(from_ref));
            }
        }
    }

    /// Finds the slopes; returns whether they keep the digits.
    fn solve(&mut self, pass: &Pass, tile: Tile) -> bool {
        let mut is_safe = true;
        self.slopes.clear();
        let runs_of_set = self.runs.len() / tile.len;
        let lines = self.lines.chunks(runs_of_set);
        for (runs, lines) in self.runs.chunks(runs_of_set).zip(lines) {
            let mut sums = [NOTHING; 2];
            for run in runs {
                sums[0] += run.weight * run.sums[0];
                sums[1] += run.weight * run.sums[1];
            }
            let means = pass.means(sums);
            for (run, line) in runs.iter().zip(lines) {
                let slope = SetSlope::new(run.line, line.center.wide(), run.weight, means);
                is_safe &= T::IS_DOUBLE || slope.is_safe();
                self.slopes.push(slope.to());
            }
        }
        is_safe
    }

    fn map(&mut self, pass: &Pass, tile: Tile, out: &mut [f32]) {
        if !pass.is_coupled() {
            let slopes = self.lines.iter_mut().zip(&self.slopes);
            slopes.for_each(|(line, &slope)| *line = of_grad(slope));
        }
        pass.given.walk.strips(tile, |strip, place| {
            let out = &mut out[strip.clone()];
            let grad = &pass.grad[strip.clone()];
            let values = [grad, &pass.given.x[strip]];
            match weights(&pass.given, place, &mut self.weights) {
                _ if !pass.is_coupled() => T::map(&self.lines, grad, out),
                Some(weights) => T::map_weighted_slopes(&self.slopes, weights, values, out),
                None => T::map_slopes(&self.slopes, values, out),
            }
        });
    }
}

/// As many of the numbers, all of which are 0.
fn zeros<T: Real>(sums: &mut Vec<T>, len: usize) -> &mut [T] {
    if sums.len() < len {
        sums.resize(len, T::default());
    }
    &mut sums[..len]
}

/// γ of each element of the runs of a strip, if these do not share it.
fn weights<'a, T: Real>(
    given: &Given<'a>,
    first: Place,
    buffer: &'a mut Vec<T>,
) -> Option<&'a [T]> {
    let weights = given.weight.filter(|_| !given.walk.one_parameter)?;
    Some(T::widened(&weights[given.walk.parameters(first)], buffer))
}
