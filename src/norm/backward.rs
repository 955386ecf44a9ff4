//! Derivatives through a layer.

use super::forward::{normalize, slice, slice_mut, widen};
use super::kernel::{self, Walk};
use super::{Forward, Module, Plan, Source, Statistic, Statistics};
use ndarray::{ArrayD, ArrayViewD};

/// Derivatives of a loss, given those with respect to y.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradients {
    /// With respect to x
    pub x: ArrayD<f32>,
    /// With respect to γ, if the layer has it
    pub weight: Option<ArrayD<f32>>,
    /// With respect to β, if the layer has it
    pub bias: Option<ArrayD<f32>>,
}

impl Module {
    /// Derivatives of a loss L with respect to x, γ and β, from those with respect to y:
    ///
    /// ```text
    /// g      = γ · ∂L/∂y
    /// ∂L/∂x  = (g − mean(g) − x̂ · mean(g·x̂)) / √(σ² + ε)    means over the set
    /// ∂L/∂γ  = ∑ ∂L/∂y · x̂      ∂L/∂β = ∑ ∂L/∂y             over the elements that share γ
    /// ```
    ///
    /// The second term comes from μ and is absent for the mean square;
    /// the second and the third are absent where the statistics are running averages.
    ///
    /// # Panics
    ///
    /// If x or `grad_y` does not have the shape of the call.
    pub fn backward(
        &self,
        x: ArrayViewD<f32>,
        forward: &Forward,
        grad_y: ArrayViewD<f32>,
    ) -> Gradients {
        let plan = &forward.plan;
        assert_eq!(x.shape(), plan.partition.shape(), "x of the call");
        assert_eq!(grad_y.shape(), x.shape(), "a gradient for every y");
        let grad_y = grad_y.as_standard_layout();
        let mut x_hat = vec![0.0; x.len()];
        normalize(
            plan,
            &forward.used,
            slice(&x.as_standard_layout()),
            &mut x_hat,
        );
        let (grad, x_hat) = (slice(&grad_y), &x_hat[..]);
        let affine = Walk::new(&plan.affine());
        let weight = self.weight().map(|weight| {
            let sums = kernel::sums(&affine, grad, x_hat, |grad, x_hat| grad * x_hat);
            narrow(weight, sums)
        });
        let bias = self.bias().map(|bias| {
            let sums = kernel::sums(&affine, grad, grad, |grad, _| grad);
            narrow(bias, sums)
        });
        let mut g = grad_y.to_owned();
        if let Some(weight) = self.weight() {
            let gamma = widen(weight);
            let of_set = (&gamma[..], &gamma[..]);
            kernel::map(
                &affine,
                grad,
                of_set,
                slice_mut(&mut g),
                |grad, gamma, _| grad * gamma,
            );
        }
        to_input(plan, &forward.used, x_hat, slice_mut(&mut g));
        Gradients { x: g, weight, bias }
    }
}

/// Turns g into ∂L/∂x; see [`Module::backward`].
fn to_input(plan: &Plan, used: &Statistics, x_hat: &[f32], g: &mut [f32]) {
    let walk = Walk::new(&plan.partition);
    let inv_std = used.inv_std(plan.eps);
    if plan.source == Source::Running {
        // Not the formula below with zeros, since 0 · x̂ is NaN where x̂ is infinite.
        let of_set = [&inv_std[..]; 3];
        return kernel::map_in_place(&walk, g, x_hat, of_set, |g, _, [inv_std, ..]| g * inv_std);
    }
    let n = plan.partition.set_len() as f64;
    let average = |sums: Vec<f64>| -> Vec<f64> { sums.into_iter().map(|sum| sum / n).collect() };
    let along = average(kernel::sums(&walk, g, x_hat, |g, x_hat| g * x_hat));
    let mean = match plan.statistic {
        Statistic::MeanVariance => average(kernel::sums(&walk, g, x_hat, |g, _| g)),
        Statistic::MeanSquare => vec![0.0; along.len()],
    };
    let of_set = [&mean[..], &along, &inv_std];
    kernel::map_in_place(
        &walk,
        g,
        x_hat,
        of_set,
        |g, x_hat, [mean, along, inv_std]| (g - mean - x_hat * along) * inv_std,
    );
}

/// The sums of a parameter's gradient, in the parameter's shape.
fn narrow(parameter: &ArrayD<f32>, sums: Vec<f64>) -> ArrayD<f32> {
    if sums.is_empty() {
        // An empty x, which has no sets.
        return ArrayD::zeros(parameter.raw_dim());
    }
    let values = sums.into_iter().map(|sum| sum as f32).collect();
    ArrayD::from_shape_vec(parameter.raw_dim(), values).expect("a sum for every parameter")
}
