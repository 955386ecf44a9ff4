//! From x and statistics to y.

use crate::Statistics;
use crate::given::Given;
use crate::lanes::{Real, Straight};
use crate::walk::Tile;

/// Maps a tensor to y = γ · (x − μ) / √(σ² + ε) + β, tile by tile.
#[derive(Clone, Debug, Default)]
pub(crate) struct Apply {
    single: Lines<f32>,
    double: Lines<f64>,
}

/// The lines of a tile.
#[derive(Clone, Debug, Default)]
struct Lines<T> {
    /// Of each run of a strip
    runs: Vec<Straight<T>>,
    /// Or of each element of a strip: center, scale and shift
    columns: [Vec<T>; 3],
    /// γ and β of each element of a run
    affine: [Vec<T>; 2],
}

impl Apply {
    /// Writes y of the sets of a tile.
    pub fn tile(&mut self, given: Given, tile: Tile, used: &Statistics, y: &mut [f32]) {
        if !given.in_double() && self.single.fill(given, tile, used) {
            self.single.map(given, tile, y);
        } else {
            self.double.fill(given, tile, used);
            self.double.map(given, tile, y);
        }
    }
}

impl<T: Real> Lines<T> {
    /// Takes the lines of a tile; returns whether they keep the digits.
    fn fill(&mut self, given: Given, tile: Tile, used: &Statistics) -> bool {
        match given.walk.one_set {
            true => self.fill_runs(given, tile, used),
            false => self.fill_columns(given, tile, used),
        }
    }

    /// To x̂, or to y if the elements of a run share γ and β.
    fn fill_runs(&mut self, given: Given, tile: Tile, used: &Statistics) -> bool {
        let mut is_safe = true;
        self.runs.clear();
        self.runs.reserve(given.walk.run_count(tile));
        given.walk.runs(tile, |place| {
            let mut line = given.line(used.mean[place.set], used.var[place.set]);
            if given.walk.one_parameter {
                line = line.then(given.weight(place.parameter), given.bias(place.parameter));
            }
            is_safe &= T::IS_DOUBLE || line.is_safe();
            self.runs.push(line.to());
        });
        is_safe
    }

    /// To x̂, or to y if each element has γ and β of its own.
    fn fill_columns(&mut self, given: Given, tile: Tile, used: &Statistics) -> bool {
        let mut is_safe = true;
        let [center, scale, shift] = self.columns.each_mut().map(|column| {
            column.resize(tile.len, T::default());
            column.iter_mut()
        });
        let statistics = used.mean[tile.sets()].iter().zip(&used.var[tile.sets()]);
        let columns = center.zip(scale).zip(shift);
        let parameters = tile.parameters();
        for (((&mean, &var), parameter), ((center, scale), shift)) in
            statistics.zip(parameters).zip(columns)
        {
            let mut line = given.line(mean, var);
            if !given.walk.one_parameter {
                line = line.then(given.weight(parameter), given.bias(parameter));
            }
            is_safe &= T::IS_DOUBLE || line.is_safe();
            let line = line.to();
            (*center, *scale, *shift) = (line.center, line.scale, line.shift);
        }
        is_safe
    }

    fn map(&mut self, given: Given, tile: Tile, y: &mut [f32]) {
        let Given {
            walk,
            weight,
            bias,
            x,
            ..
        } = given;
        let lines = self.columns.each_ref().map(|column| &column[..]);
        let [weights, biases] = &mut self.affine;
        walk.strips(tile, |strip, place| {
            let y = &mut y[strip.clone()];
            let x = &x[strip];
            match (walk.one_set, walk.one_parameter, weight) {
                (true, false, Some(weight)) => {
                    let weight = T::widened(&weight[walk.parameters(place)], weights);
                    let bias = match bias {
                        Some(bias) => T::widened(&bias[walk.parameters(place)], biases),
                        None => {
                            biases.clear();
                            biases.resize(weight.len(), T::default());
                            &biases[..]
                        }
                    };
                    T::map_then(&self.runs, [weight, bias], x, y);
                }
                (true, ..) => T::map(&self.runs, x, y),
                (false, true, _) => {
                    let affine = [given.weight(place.parameter), given.bias(place.parameter)];
                    T::map_columns(lines, affine, x, y);
                }
                (false, false, _) => T::map_columns(lines, [1.0, 0.0], x, y),
            }
        });
    }
}
