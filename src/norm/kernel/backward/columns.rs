//! Derivatives where neighbours lie in a set each.

use super::slope::{ProductsEach, Slope, SlopeEach, StraightEach};
use super::{Pass, Tiled};
use crate::norm::kernel::drive::{NOTHING, Runs, map, sum, total};
use crate::norm::kernel::lanes::Real;
use crate::norm::kernel::line::Line;
use crate::norm::kernel::walk::{Place, Tile};

/// What is needed of the sets of a tile.
#[derive(Default)]
pub(super) struct Columns<T> {
    lines: Vec<Line>,
    /// Their center, scale and shift
    straight: [Vec<T>; 3],
    /// ∑ g and ∑ g · x̂ with g = γ · ∂L/∂y, or ∂L/∂y if all elements of a set have one γ
    sums: [Vec<f64>; 2],
    /// per_grad, per_x, center and constant of the slopes
    slopes: [Vec<T>; 4],
}

impl<T: Real> Tiled for Columns<T> {
    fn tile(&mut self, pass: &mut Pass, tile: Tile, out: &mut [f32]) -> bool {
        let shared = pass.given.walk.one_parameter;
        self.start(pass, tile);
        if pass.is_coupled() || (pass.has_sums() && !shared) {
            self.sum(pass, tile);
        }
        let is_safe = self.solve(pass, tile);
        if is_safe {
            match pass.has_sums() {
                true if shared => self.sum_strips(pass, tile),
                true => {
                    for (i, parameter) in tile.parameters().enumerate() {
                        pass.sums
                            .add(parameter, self.sums.each_ref().map(|sums| sums[i]));
                    }
                }
                false => {}
            }
            self.map(pass, tile, out);
        }
        is_safe
    }
}

impl<T: Real> Columns<T> {
    fn start(&mut self, pass: &Pass, tile: Tile) {
        self.lines.clear();
        self.lines.extend(tile.sets().map(|set| pass.line(set)));
        let straight = || self.lines.iter().map(|line| line.to::<T>());
        let [center, scale, shift] = self.straight.each_mut().map(|column| {
            column.clear();
            column
        });
        center.extend(straight().map(|line| line.center));
        scale.extend(straight().map(|line| line.scale));
        shift.extend(straight().map(|line| line.shift));
        for sums in &mut self.sums {
            sums.clear();
            sums.resize(tile.len, NOTHING);
        }
    }

    fn sum(&mut self, pass: &Pass, tile: Tile) {
        let [center, ..] = &self.straight;
        let [grads, products] = &mut self.sums;
        let mut runs = Runs::new();
        pass.given.walk.strips(tile, |strip, place| {
            let weight = weight(pass, place);
            let values = [&pass.grad[strip.clone()], &pass.given.x[strip]];
            runs.push(
                (ProductsEach { weight }, values),
                [center],
                [grads, products],
            );
        });
        runs.finish([center], [grads, products]);
        let lines = self.lines.iter().zip(center);
        for ((line, center), (&mut grad, product)) in lines.zip(grads.iter_mut().zip(products)) {
            *product = line.sum(center.wide(), [grad, *product]);
        }
    }

    /// Finds the slopes; returns whether they keep the digits.
    fn solve(&mut self, pass: &Pass, tile: Tile) -> bool {
        let mut is_safe = true;
        for column in &mut self.slopes {
            column.clear();
        }
        let [center, ..] = &self.straight;
        let [grads, products] = &self.sums;
        let sums = grads.iter().zip(products).zip(tile.parameters());
        for ((line, center), ((grad, product), parameter)) in
            self.lines.iter().zip(center).zip(sums)
        {
            let weight = match pass.given.walk.one_parameter {
                true => 1.0,
                false => f64::from(pass.given.weight(parameter)),
            };
            let means = pass.means([weight * grad, weight * product]);
            let slope = Slope::new(*line, center.wide(), weight, means);
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

    /// Adds to the sums for γ and β, which the elements of a strip share.
    fn sum_strips(&self, pass: &mut Pass, tile: Tile) {
        let columns = self.straight.each_ref().map(|column| &column[..]);
        let Pass {
            given, grad, sums, ..
        } = pass;
        given.walk.strips(tile, |strip, place| {
            let mut totals = [[[NOTHING; 4]; 2]];
            sum(
                &[StraightEach],
                [&grad[strip.clone()], &given.x[strip]],
                columns,
                &mut totals,
            );
            sums.add(place.parameter, total(&totals[0]));
        });
    }

    fn map(&self, pass: &Pass, tile: Tile, out: &mut [f32]) {
        let columns = self.slopes.each_ref().map(|column| &column[..]);
        pass.given.walk.strips(tile, |strip, place| {
            let slope = SlopeEach {
                weight: weight::<T>(pass, place),
            };
            let out = &mut out[strip.clone()];
            let grad = &pass.grad[strip.clone()];
            match pass.is_coupled() {
                true => map(&[slope], [grad, &pass.given.x[strip]], columns, out),
                false => map(&[slope], [grad], [columns[0]], out),
            }
        });
    }
}

/// γ of a strip, if its elements share it.
fn weight<T: Real>(pass: &Pass, first: Place) -> T {
    match pass.given.walk.one_parameter {
        true => pass.given.weight(first.parameter).into(),
        false => 1.0.into(),
    }
}
