//! The definition, element by element in float64, sharing nothing with the kernels.
//!
//! It is the second witness: the page shows that two layers are equal by computing both,
//! once through the kernels and once by these loops.

use super::{Plan, Running, Source, Statistic};
use ndarray::{ArrayD, ArrayViewD, Dimension};

/// What a call gives, as the definition says:
///
/// ```text
/// y_i = (x_i − μ_i) / √(σ²_i + ε) · γ_i + β_i
/// ```
///
/// with μ_i and σ²_i of the set of i, or of its channel in `running`.
///
/// # Panics
///
/// If x does not have the shape of the plan, or the plan takes running averages and there are none.
pub fn forward(
    x: ArrayViewD<f32>,
    plan: &Plan,
    weight: Option<&ArrayD<f32>>,
    bias: Option<&ArrayD<f32>>,
    running: Option<&Running>,
) -> ArrayD<f64> {
    assert_eq!(x.shape(), plan.partition.shape(), "x as it was planned");
    let (mean, var) = match plan.source {
        Source::Batch => measure(&x, plan),
        Source::Running => average(&x, plan, running.expect("the plan takes running averages")),
    };
    ArrayD::from_shape_fn(x.raw_dim(), |index| {
        let at = index.slice();
        let affine = |parameter: Option<&ArrayD<f32>>| {
            parameter.map(|values| f64::from(values[&at[plan.affine_axes.clone()]]))
        };
        let x_hat = (f64::from(x[at]) - mean[at]) / (var[at] + plan.eps).sqrt();
        x_hat * affine(weight).unwrap_or(1.0) + affine(bias).unwrap_or(0.0)
    })
}

/// μ_i and σ²_i of every element.
fn measure(x: &ArrayViewD<f32>, plan: &Plan) -> (ArrayD<f64>, ArrayD<f64>) {
    let set_of = |index: &[usize]| plan.partition.set_of(index);
    let mut count = vec![0.0; plan.partition.set_count()];
    let mut sum = count.clone();
    for (index, &value) in x.indexed_iter() {
        count[set_of(index.slice())] += 1.0;
        sum[set_of(index.slice())] += f64::from(value);
    }
    let mean = ArrayD::from_shape_fn(x.raw_dim(), |index| match plan.statistic {
        Statistic::MeanVariance => sum[set_of(index.slice())] / count[set_of(index.slice())],
        Statistic::MeanSquare => 0.0,
    });
    let mut squares = vec![0.0; count.len()];
    for (index, &value) in x.indexed_iter() {
        squares[set_of(index.slice())] += (f64::from(value) - mean[index.slice()]).powi(2);
    }
    let var = ArrayD::from_shape_fn(x.raw_dim(), |index| {
        squares[set_of(index.slice())] / count[set_of(index.slice())]
    });
    (mean, var)
}

/// The running averages of the channel of every element.
fn average(x: &ArrayViewD<f32>, plan: &Plan, running: &Running) -> (ArrayD<f64>, ArrayD<f64>) {
    let spread = |values: &[f64]| {
        ArrayD::from_shape_fn(x.raw_dim(), |index| values[index[plan.affine_axes.start]])
    };
    (spread(&running.mean), spread(&running.var))
}
