//! Derivatives where neighbours lie in a set each.

use super::slope::SetSlope;
use super::{Done, Pass, Tiled};
use crate::given::Given;
use crate::lanes::{NOTHING, Real, Slope, total};
use crate::line::Line;
use crate::walk::{Place, Tile};
use std::slice::from_ref;

/// What is needed of the sets of a tile.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns<T> {
    lines: Vec<Line>,
    /// γ of each strip, if its elements share it, and where it starts
    runs: Vec<(f32, usize)>,
    /// Their center, scale and shift
    straight: [Vec<T>; 3],
    /// ∑ g and ∑ g · x̂ with g = γ · ∂L/∂y, or ∂L/∂y if all elements of a set have one γ
    sums: [Vec<f64>; 2],
    /// per_grad, per_x, center and constant of the slopes
    slopes: [Vec<T>; 4],
    zeros: Vec<T>,
}

impl<T: Real> Tiled for Columns<T> {
    fn tile(&mut self, pass: &mut Pass, tile: Tile, is_summed: bool, out: &mut [f32]) -> Done {
        if !self.start(pass, tile) {
            return Done::Nothing;
        }
        if pass.is_coupled() || pass.given.weight.is_some() {
            self.sum(pass, tile);
            if pass.given.weight.is_some() && !is_summed {
                self.sum_parameters(pass, tile);
            }
        }
        if !self.solve(pass, tile) {
            return Done::Sums;
        }
        self.map(pass, tile, out);
        Done::All
    }
}

impl<T: Real> Columns<T> {
    /// Returns whether the digits are kept.
    fn start(&mut self, pass: &Pass, tile: Tile) -> bool {
        self.lines.clear();
        self.lines.extend(tile.sets().map(|set| pass.line(set)));
        self.straight.iter_mut().for_each(Vec::clear);
        let [center, scale, shift] = &mut self.straight;
        for line in &self.lines {
            let line = line.to();
            center.push(line.center);
            scale.push(line.scale);
            shift.push(line.shift);
        }
        for sums in &mut self.sums {
            sums.clear();
            sums.resize(tile.len, NOTHING);
        }
        T::IS_DOUBLE || self.lines.iter().all(|line| line.is_safe())
    }

    fn sum(&mut self, pass: &Pass, tile: Tile) {
        let Given { walk, x, .. } = pass.given;
        let [center, ..] = &self.straight;
        let [grads, products] = &mut self.sums;
        self.runs.clear();
        walk.strips(tile, |strip, place| {
            self.runs.push((weight(&pass.given, place), strip.start));
        });
        T::sum_column_products(&self.runs, [pass.grad, x], center, [grads, products]);
        let lines = self.lines.iter().zip(center);
        for ((line, center), (&mut grad, product)) in lines.zip(grads.iter_mut().zip(products)) {
            *product = line.sum(center.wide(), [grad, *product]);
        }
    }

    /// Adds to the sums for γ and β.
    fn sum_parameters(&self, pass: &mut Pass, tile: Tile) {
        let Pass {
            given, grad, sums, ..
        } = pass;
        if !given.walk.one_parameter {
            return sums.add(
                tile.parameters().start,
                self.sums.each_ref().map(|sums| &sums[..]),
            );
        }
        let lines = self.straight.each_ref().map(|column| &column[..]);
        given.walk.strips(tile, |strip, place| {
            let mut totals = [[NOTHING; 4]; 2];
            T::sum_hats(lines, [&grad[strip.clone()], &given.x[strip]], &mut totals);
            sums.add(place.parameter, total(&totals).each_ref().map(from_ref));
        });
    }

    /// Finds the slopes; returns whether they keep the digits.
    fn solve(&mut self, pass: &Pass, tile: Tile) -> bool {
        let mut is_safe = true;
        self.slopes.iter_mut().for_each(Vec::clear);
        let [center, ..] = &self.straight;
        let [grads, products] = &self.sums;
        let lines = self.lines.iter().zip(center);
        let sums = grads.iter().zip(products).zip(tile.parameters());
        for ((line, center), ((grad, product), parameter)) in lines.zip(sums) {
            let weight = match pass.given.walk.one_parameter {
                true => 1.0,
                false => f64::from(pass.given.weight(parameter)),
            };
            let means = pass.means([weight * grad, weight * product]);
            let slope = SetSlope::new(*line, center.wide(), weight, means);
            is_safe &= T::IS_DOUBLE || slope.is_safe();
            let Slope {
                per_grad,
                per_x,
                center,
                constant,
            } = slope.to();
            let numbers = [per_grad, per_x, center, constant];
            for (column, number) in self.slopes.iter_mut().zip(numbers) {
                column.push(number);
            }
        }
        is_safe
    }

    fn map(&mut self, pass: &Pass, tile: Tile, out: &mut [f32]) {
        self.zeros.clear();
        self.zeros.resize(tile.len, T::default());
        let zeros = &self.zeros[..];
        let slopes @ [per_grad, ..] = self.slopes.each_ref().map(|column| &column[..]);
        pass.given.walk.strips(tile, |strip, place| {
            let weight = weight(&pass.given, place);
            let out = &mut out[strip.clone()];
            let grad = &pass.grad[strip.clone()];
            match pass.is_coupled() {
                true => T::map_column_slopes(slopes, weight, [grad, &pass.given.x[strip]], out),
                false => T::map_columns([zeros, per_grad, zeros], [weight, 0.0], grad, out),
            }
        });
    }
}

/// γ of a strip, if its elements share it.
fn weight(given: &Given, first: Place) -> f32 {
    match given.walk.one_parameter {
        true => given.weight(first.parameter),
        false => 1.0,
    }
}
