//! The tensors of an experiment by their names.

use ndarray::{Array1, ArrayD, IxDyn};

use super::Tensor;
use crate::lab::backward::Backward;
use crate::lab::explore::{Explore, Stage};
use crate::norm::{Module, Running, Statistic};

/// The tensors of an experiment, by the names that files give them.
#[derive(Clone, Copy, Debug)]
pub struct Tensors<'a> {
    explore: &'a Explore,
    backward: Option<&'a Backward>,
}

/// The names of an experiment's derivatives; none where PyTorch rejects the call.
///
/// ```text
/// grad_y                     what `y.backward(grad_y)` was given
/// grad_x                     x.grad
/// grad_weight, grad_bias     those of γ and β, where the layer learns them
/// ```
pub fn gradient_names(explore: &Explore) -> Vec<&'static str> {
    let (Ok(_), Some(module)) = (&explore.call, &explore.module) else {
        return Vec::new();
    };
    let learnt = parameters(module, ["grad_weight", "grad_bias"]);
    ["grad_y", "grad_x"].into_iter().chain(learnt).collect()
}

/// A name for γ and one for β, where the layer learns them.
fn parameters(module: &Module, [weight, bias]: [&'static str; 2]) -> Vec<&'static str> {
    let weight = module.weight().map(|_| weight);
    let bias = module.bias().map(|_| bias);
    weight.into_iter().chain(bias).collect()
}

impl<'a> Tensors<'a> {
    /// Those of the call; the derivatives only where the step backward is given.
    pub fn new(explore: &'a Explore, backward: Option<&'a Backward>) -> Self {
        Self { explore, backward }
    }

    /// The names: x, and where PyTorch accepts the call x̂, y, the statistics that x was normalized with,
    /// γ and β as `weight` and `bias` where the layer learns them, and the averages where it keeps them;
    /// then those of the derivatives.
    pub fn names(&self) -> Vec<&'static str> {
        let mut names = vec!["x"];
        let (Ok(call), Some(module)) = (&self.explore.call, &self.explore.module) else {
            return names;
        };
        names.extend(["x_hat", "y"]);
        match call.plan.statistic {
            Statistic::MeanSquare => names.push("mean_square"),
            _ => names.extend(["mean", "variance"]),
        }
        names.extend(parameters(module, ["weight", "bias"]));
        if self.explore.history.is_some() {
            names.extend(["running_mean", "running_var"]);
        }
        if self.backward.is_some() {
            names.extend(gradient_names(self.explore));
        }
        names
    }

    /// The tensor of that name.
    ///
    /// Statistics (the variance of a batch is the biased one) have one value for each set, in a tensor with as many sets along each axis;
    /// running averages are those that the call has left.
    pub fn get(&self, name: &str) -> Option<Tensor<'a>> {
        let explore = self.explore;
        let own = |values: &'a ArrayD<f32>| Tensor::Float32(values.view());
        let stage = |stage| {
            let is_reached = explore.call.is_ok();
            is_reached.then_some(Tensor::Stage(explore, stage))
        };
        let module = explore.module.as_ref();
        let gradients = self.backward.map(|backward| &backward.gradients);
        match name {
            "x" => Some(own(&explore.x)),
            "x_hat" => stage(Stage::Normalized),
            "y" => stage(Stage::Output),
            "mean" | "variance" | "mean_square" => statistic(explore, name == "mean"),
            "weight" => module?.weight().map(own),
            "bias" => module?.bias().map(own),
            "running_mean" => Some(per_channel(&running(explore)?.mean)),
            "running_var" => Some(per_channel(&running(explore)?.var)),
            "grad_y" => self.backward.map(|backward| own(&backward.grad_y)),
            "grad_x" => gradients.map(|gradients| own(&gradients.x)),
            "grad_weight" => gradients?.weight.as_ref().map(own),
            "grad_bias" => gradients?.bias.as_ref().map(own),
            _ => None,
        }
    }
}

fn statistic<'a>(explore: &Explore, is_mean: bool) -> Option<Tensor<'a>> {
    let call = explore.call.as_ref().ok()?;
    let values = match is_mean {
        true => &call.used.mean,
        false => &call.used.var,
    };
    let grid = IxDyn(&call.plan.partition.grid());
    let values = ArrayD::from_shape_vec(grid, values.clone());
    Some(Tensor::Float64(values.expect("one of each set")))
}

fn per_channel<'a>(values: &[f64]) -> Tensor<'a> {
    Tensor::Float64(Array1::from(values.to_vec()).into_dyn())
}

/// The averages as the call has left them.
fn running(explore: &Explore) -> Option<&Running> {
    let history = explore.history.as_ref()?;
    let shown = history.shown.as_ref().map(|step| &step.running);
    Some(shown.unwrap_or_else(|| history.before_shown()))
}
