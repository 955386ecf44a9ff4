//! The functions for other pages: a layer as PyTorch writes it, JavaScript's arrays in and out.
//!
//! ```text
//! normalize(x, shape, layer, { weight, bias, running_mean, running_var, num_batches_tracked, training = true, out } = {})
//!   → { y, mean, variance }
//! normalize_backward(x, shape, layer, grad_y, { weight, running_mean, running_var, training = true } = {})
//!   → { grad_x, grad_weight, grad_bias }
//! ```
//!
//! Whatever is wrong with a call is an exception with one sentence: PyTorch's own where it has one.
//! [`resident`] is for callers who keep their tensors in the module's memory.

mod arguments;
mod buffers;
mod options;
mod pass;
mod prepared;
pub mod resident;
mod training;

use crate::norm::{Module, Statistic, Workspace};
use arguments::{elements, float32, length, shape_of};
use buffers::Buffers;
use js_sys::{Float32Array, Float64Array, Object};
use ndarray::ArrayD;
use options::Options;
use prepared::Prepared;
use std::fmt::Display;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What [`normalize`] gives.
    #[wasm_bindgen(extends = Object)]
    type Normalized;
    #[wasm_bindgen(method, setter)]
    fn set_y(this: &Normalized, y: &Float32Array);
    #[wasm_bindgen(method, setter)]
    fn set_mean(this: &Normalized, mean: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_variance(this: &Normalized, variance: &Float64Array);

    /// What [`normalize_backward`] gives.
    #[wasm_bindgen(extends = Object)]
    type Derivatives;
    #[wasm_bindgen(method, setter)]
    fn set_grad_x(this: &Derivatives, grad_x: &Float32Array);
    #[wasm_bindgen(method, setter)]
    fn set_grad_weight(this: &Derivatives, grad_weight: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_grad_bias(this: &Derivatives, grad_bias: &JsValue);
}

/// Calls the layer once: y, and the statistics that x was normalized with, one of each set in C order.
///
/// - `x`: a `Float32Array` in C order; `shape`: the lengths of its axes
/// - `layer`: a text such as `"GroupNorm(3, 6)"`, see [`parse_layer`](crate::torch::parse_layer)
/// - `weight`, `bias`: γ and β in C order; left out, they are as constructed, 1 and 0
/// - `running_mean`, `running_var`: the averages of a layer that keeps them; left out, they are as constructed, 0 and 1.
///   A call in training mode takes its own statistics into them, the variance unbiased, as PyTorch does:
///   it changes the arrays that were given
/// - `num_batches_tracked`: the batches that these averages have seen, which `momentum=None` needs
/// - `training`: `false` is eval mode
/// - `out`: a `Float32Array` that takes y, and may be x itself; left out, y is a new one
///
/// `mean` and `variance` are a `Float64Array` each, the variance biased;
/// of a layer that takes the mean square, `mean` is `null` and `variance` the mean square.
///
/// # Errors
///
/// PyTorch rejects the layer or the call, or an argument is not of its kind.
#[wasm_bindgen]
pub fn normalize(
    x: &JsValue,
    shape: &JsValue,
    layer: &JsValue,
    options: &JsValue,
) -> Result<JsValue, JsValue> {
    let options = Options::of(options)?;
    let shape = shape_of(shape)?;
    let x = float32("x", x)?;
    let count = elements(&shape, x)?;
    let out = options.out(count)?;
    let mut prepared = Prepared::new(layer, &options)?;
    let mut workspace = prepared.module.workspace(&shape).map_err(refusal)?;
    let y = match out {
        Some(out) => out.clone(),
        None => Float32Array::new_with_length(count as u32),
    };
    pass::normalize(&mut prepared.module, &mut workspace, x, &y)?;
    options.keep_averages(&prepared.module)?;
    prepared.keep();
    let answer: Normalized = Object::new().unchecked_into();
    answer.set_y(&y);
    answer.set_mean(&mean(&workspace));
    answer.set_variance(&variance(&workspace));
    Ok(answer.into())
}

/// Derivatives of a loss with respect to x, γ and β, from `grad_y`, those with respect to y.
///
/// The other arguments are those of [`normalize`]; β is not needed, and no running average is changed.
/// Where the layer has no γ or β, `grad_weight` or `grad_bias` is `null`.
///
/// # Errors
///
/// Those of [`normalize`].
#[wasm_bindgen]
pub fn normalize_backward(
    x: &JsValue,
    shape: &JsValue,
    layer: &JsValue,
    grad_y: &JsValue,
    options: &JsValue,
) -> Result<JsValue, JsValue> {
    let options = Options::of(options)?;
    let shape = shape_of(shape)?;
    let x = float32("x", x)?;
    let count = elements(&shape, x)?;
    let grad_y = float32("grad_y", grad_y)?;
    length("grad_y", count, grad_y.length() as usize)?;
    let prepared = Prepared::new(layer, &options)?;
    let module = &prepared.module;
    let mut workspace = module.workspace(&shape).map_err(refusal)?;
    let mut gradients = parameter_gradients(module);
    let mut buffers = Buffers::new::<3>(count)?;
    let [x_here, grad_y_here, grad_x_here] = buffers.of(count);
    // Arrays of the module's own memory end where that has grown.
    length("x", count, x.length() as usize)?;
    length("grad_y", count, grad_y.length() as usize)?;
    x.copy_to(x_here);
    grad_y.copy_to(grad_y_here);
    module.measure_into(&mut workspace, x_here);
    let parameters = gradients.each_mut().map(Option::as_deref_mut);
    module.backward_into(&mut workspace, x_here, grad_y_here, grad_x_here, parameters);
    let [weight, bias] = gradients;
    let answer: Derivatives = Object::new().unchecked_into();
    answer.set_grad_x(&Float32Array::new_from_slice(grad_x_here));
    answer.set_grad_weight(&optional(weight.as_deref()));
    answer.set_grad_bias(&optional(bias.as_deref()));
    buffers.keep();
    prepared.keep();
    Ok(answer.into())
}

/// The means that x was normalized with; `null` where none are taken.
fn mean(workspace: &Workspace) -> JsValue {
    match workspace.plan().statistic {
        Statistic::MeanVariance => Float64Array::new_from_slice(&workspace.used().mean).into(),
        Statistic::MeanSquare => JsValue::NULL,
    }
}

/// The biased variances, or the mean squares.
fn variance(workspace: &Workspace) -> Float64Array {
    Float64Array::new_from_slice(&workspace.used().var)
}

/// Memory for the derivatives with respect to γ and β, as far as the layer learns them.
fn parameter_gradients(module: &Module) -> [Option<Vec<f32>>; 2] {
    let zeros = |parameter: &ArrayD<f32>| vec![0.0; parameter.len()];
    [module.weight(), module.bias()].map(|parameter| parameter.map(zeros))
}

fn optional(values: Option<&[f32]>) -> JsValue {
    values.map_or(JsValue::NULL, |values| {
        Float32Array::new_from_slice(values).into()
    })
}

/// An exception with this sentence.
fn refusal(sentence: impl Display) -> JsValue {
    js_sys::Error::new(&sentence.to_string()).into()
}
