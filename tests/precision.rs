//! Tensors too large to be computed in float64 throughout: no digit is lost on the way.
//!
//! What is expected comes from loops in float64 over the formulas.

mod common;

use common::layers::{every_layer, module};
use common::random::Random;
use ndarray::ArrayD;
use normscope::norm::{Forward, Gradients, Module, Plan, Source, Statistic, Statistics};

/// A rounding of float32, relative.
const UNIT: f64 = 1.0 / (1u64 << 24) as f64;

/// Relative difference of two float64 sums.
const FLOAT64: f64 = 1e-12;

/// More elements than are computed in float64, in runs of all sorts: short and long,
/// whole lanes of any processor and some more, and more neighbours than are summed at once.
const SHAPES: [&[usize]; 6] = [
    &[40, 150],
    &[9, 1030],
    &[2, 4, 1100],
    &[33, 2, 67],
    &[4, 6, 15, 17],
    &[2, 6, 2, 13, 19],
];

/// What the values of x are like.
#[derive(Clone, Copy, Debug)]
enum Values {
    Usual,
    FarFromZero,
    /// A magnitude and an offset of its own for every index of the first two axes
    Mixed,
    /// Every third index of the first two axes has one value only
    Constant,
    Outlier,
    Huge,
    Tiny,
    NotFinite,
}

const VALUES: [Values; 8] = [
    Values::Usual,
    Values::FarFromZero,
    Values::Mixed,
    Values::Constant,
    Values::Outlier,
    Values::Huge,
    Values::Tiny,
    Values::NotFinite,
];

#[test]
fn large_tensors_are_computed_as_defined() {
    let random = &mut Random(20);
    let mut calls = 0;
    for shape in SHAPES {
        for layer in every_layer(shape) {
            for training in [true, false] {
                let mut module = module(&layer, training, random);
                let is_same_in_eval = !training && module.running().is_none();
                if is_same_in_eval || module.plan(shape).is_err() {
                    continue;
                }
                let values = VALUES[calls % VALUES.len()];
                calls += 1;
                let x = tensor(values, shape, random);
                let grad_y = random.tensor(shape, 0.2, 1.0);
                let forward = module.forward(x.view()).expect("its plan was accepted");
                let gradients =
                    module.backward(x.view(), &forward.plan, &forward.used, grad_y.view());
                let context = format!("{layer:?}, training {training}, {shape:?}, {values:?}");
                let check = Check::new(&module, &x, &forward, &context);
                check.statistics();
                check.y();
                check.gradients(&gradients, &grad_y);
            }
        }
    }
    println!("{calls} calls");
    assert!(calls > 300, "only {calls} calls");
}

/// A call, and what is expected of it.
struct Check<'a> {
    forward: &'a Forward,
    statistics: Statistics,
    /// Of every element in C order: the place of its parameters, γ and β
    parameters: Vec<(usize, [f64; 2])>,
    /// How many γ there are
    weight_len: usize,
    x_hat: Vec<f64>,
    context: &'a str,
}

impl<'a> Check<'a> {
    fn new(module: &Module, x: &ArrayD<f32>, forward: &'a Forward, context: &'a str) -> Self {
        let plan = &forward.plan;
        let statistics = match plan.source {
            Source::Batch => measured(x, plan),
            Source::Running => forward.used.clone(),
        };
        let x_hat = |(i, &x): (usize, &f32)| {
            let set = plan.partition.set_at(i);
            (f64::from(x) - statistics.mean[set]) / (statistics.var[set] + plan.eps).sqrt()
        };
        let at = |values: Option<&ArrayD<f32>>, i: usize, absent| {
            values.map_or(absent, |values| {
                f64::from(values.as_slice().expect("in order")[i])
            })
        };
        let (weight, bias) = (module.weight(), module.bias());
        let places = (0..x.len()).map(|i| weight.map_or(0, |_| place(plan, i)));
        Self {
            forward,
            x_hat: x.iter().enumerate().map(x_hat).collect(),
            parameters: places
                .map(|i| (i, [at(weight, i, 1.0), at(bias, i, 0.0)]))
                .collect(),
            weight_len: weight.map_or(1, ArrayD::len),
            statistics,
            context,
        }
    }

    /// Of sums of float32, in units of the standard deviation and of the variance.
    fn statistics(&self) {
        let used = &self.forward.used;
        let Statistics { mean, var } = &self.statistics;
        for (set, (&mean, &var)) in mean.iter().zip(var).enumerate() {
            let limit = 2.0 * UNIT * var.sqrt() + FLOAT64 * mean.abs();
            self.near("mean", set, used.mean[set], mean, limit);
            // Of a constant, the loops have a remainder and the kernels have none.
            let limit = 4.0 * UNIT * var + (FLOAT64 * mean).powi(2);
            self.near("var", set, used.var[set], var, limit);
        }
    }

    /// Of a line in float32, and of the statistics.
    fn y(&self) {
        for (i, &y) in self.forward.y.iter().enumerate() {
            let ([weight, bias], x_hat) = (self.parameters[i].1, self.x_hat[i]);
            let expected = weight * x_hat + bias;
            let limit = (5.0 * x_hat.abs() + 2.0) * weight.abs() + bias.abs() + expected.abs();
            self.near("y", i, y.into(), expected, UNIT * limit);
        }
    }

    fn gradients(&self, ours: &Gradients, grad_y: &ArrayD<f32>) {
        let plan = &self.forward.plan;
        let parameters = &self.parameters;
        let inv_std = self.statistics.inv_std(plan.eps);
        let set_of = |i: usize| plan.partition.set_at(i);
        // Sums over the sets of g, g·x̂ and their magnitudes; and of ∂L/∂y, ∂L/∂y·x̂ for the parameters.
        let mut of_sets = vec![[0.0; 4]; inv_std.len()];
        let mut of_parameters = vec![[0.0; 4]; self.weight_len];
        let terms = |grad: f64, x_hat: f64| [grad, grad * x_hat, grad.abs(), (grad * x_hat).abs()];
        for (i, &grad) in grad_y.iter().enumerate() {
            let (parameter, [weight, _]) = parameters[i];
            let (grad, x_hat) = (f64::from(grad), self.x_hat[i]);
            add(&mut of_sets[set_of(i)], terms(weight * grad, x_hat));
            add(&mut of_parameters[parameter], terms(grad, x_hat));
        }
        let n = plan.partition.set_len() as f64;
        for (i, (&ours, &grad)) in ours.x.iter().zip(grad_y).enumerate() {
            let [mut mean, along, size, size_along] = of_sets[set_of(i)].map(|sum| sum / n);
            if plan.statistic == Statistic::MeanSquare {
                mean = 0.0;
            }
            let (g, x_hat) = (parameters[i].1[0] * f64::from(grad), self.x_hat[i]);
            let mut slope = g - mean - x_hat * along;
            let mut limit = 4.0 * g.abs() + 2.0 * size + (1.0 + 5.0 * x_hat.abs()) * size_along;
            if plan.source == Source::Running {
                (slope, limit) = (g, 3.0 * g.abs());
            }
            let inv_std = inv_std[set_of(i)];
            self.near(
                "grad_x",
                i,
                ours.into(),
                slope * inv_std,
                UNIT * limit * inv_std,
            );
        }
        let of = |ours: &Option<ArrayD<f32>>, k: usize, name: &str| {
            for (i, &ours) in ours.iter().flatten().enumerate() {
                let sums = of_parameters[i];
                let limit = 4.0 * UNIT * sums[2..=2 + k].iter().sum::<f64>();
                self.near(name, i, ours.into(), sums[k], limit);
            }
        };
        of(&ours.bias, 0, "grad_bias");
        of(&ours.weight, 1, "grad_weight");
    }

    #[track_caller]
    fn near(&self, name: &str, i: usize, ours: f64, expected: f64, limit: f64) {
        let same = ours == expected || (ours.is_nan() && expected.is_nan());
        // Beyond float32, and below its normal numbers.
        let same = same || (expected as f32).is_infinite() && ours == f64::from(expected as f32);
        let limit = limit + f64::from(f32::MIN_POSITIVE);
        assert!(
            same || (ours - expected).abs() <= limit,
            "{name} {i}: {ours:e} is not {expected:e} within {limit:e}: {}",
            self.context
        );
    }
}

fn add(sums: &mut [f64; 4], terms: [f64; 4]) {
    for (sum, term) in sums.iter_mut().zip(terms) {
        *sum += term;
    }
}

/// Among γ and β, the place of those of the element at `flat` in C order.
fn place(plan: &Plan, flat: usize) -> usize {
    let shape = plan.partition.shape();
    let inner: usize = shape[plan.affine_axes.end..].iter().product();
    let spanned: usize = shape[plan.affine_axes.clone()].iter().product();
    flat / inner % spanned
}

/// Mean and variance of the sets, in two passes.
fn measured(x: &ArrayD<f32>, plan: &Plan) -> Statistics {
    let mut statistics = Statistics {
        mean: vec![0.0; plan.partition.set_count()],
        var: vec![0.0; plan.partition.set_count()],
    };
    let n = plan.partition.set_len() as f64;
    let set_of = |i: usize| plan.partition.set_at(i);
    if plan.statistic == Statistic::MeanVariance {
        for (i, &x) in x.iter().enumerate() {
            statistics.mean[set_of(i)] += f64::from(x) / n;
        }
    }
    for (i, &x) in x.iter().enumerate() {
        statistics.var[set_of(i)] += (f64::from(x) - statistics.mean[set_of(i)]).powi(2) / n;
    }
    statistics
}

fn tensor(values: Values, shape: &[usize], random: &mut Random) -> ArrayD<f32> {
    let mut x = random.tensor(shape, 0.3, 1.0);
    let inner: usize = shape[2..].iter().product();
    let values_of = |i: usize| i / inner;
    match values {
        Values::Usual => {}
        Values::FarFromZero => x += 1e6,
        Values::Mixed => {
            for (i, x) in x.iter_mut().enumerate() {
                let power = (values_of(i) * 7 % 11) as i32 - 5;
                *x = (*x + 100.0 * (values_of(i) % 3) as f32) * 10f32.powi(power);
            }
        }
        Values::Constant => {
            for (i, x) in x.iter_mut().enumerate() {
                if values_of(i).is_multiple_of(3) {
                    *x = 0.1;
                }
            }
        }
        Values::Outlier => x.iter_mut().step_by(977).for_each(|x| *x *= 1e6),
        Values::Huge => x *= 1e20,
        Values::Tiny => x *= 1e-30,
        Values::NotFinite => {
            for (i, x) in x.iter_mut().step_by(1201).enumerate() {
                *x = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY][i % 3];
            }
        }
    }
    x
}
