//! Derivatives through a layer.

use super::forward::{slice, slice_mut};
use super::{Module, Plan, Statistics, Workspace};
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
    /// `plan` and `used` are those of the call.
    /// The second term comes from μ and is absent for the mean square;
    /// the second and the third are absent where the statistics are running averages.
    ///
    /// # Panics
    ///
    /// If x or `grad_y` does not have the shape of the call.
    pub fn backward(
        &self,
        x: ArrayViewD<f32>,
        plan: &Plan,
        used: &Statistics,
        grad_y: ArrayViewD<f32>,
    ) -> Gradients {
        assert_eq!(x.shape(), plan.partition.shape(), "x of the call");
        assert_eq!(grad_y.shape(), x.shape(), "a gradient for every y");
        let zeros = |parameter: &ArrayD<f32>| ArrayD::zeros(parameter.raw_dim());
        let mut gradients = Gradients {
            x: ArrayD::zeros(x.raw_dim()),
            weight: self.weight().map(zeros),
            bias: self.bias().map(zeros),
        };
        let (x, grad_y) = (x.as_standard_layout(), grad_y.as_standard_layout());
        let parameters = [&mut gradients.weight, &mut gradients.bias];
        let mut workspace = Workspace::of_call(self, plan.clone(), used.clone());
        self.backward_into(
            &mut workspace,
            slice(&x),
            slice(&grad_y),
            slice_mut(&mut gradients.x),
            parameters.map(|gradient| gradient.as_mut().map(slice_mut)),
        );
        gradients
    }
}
