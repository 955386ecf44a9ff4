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
mod prepared;
pub mod resident;

use crate::norm::{Module, Plan, Statistic, Statistics};
use arguments::{elements, float32, length, shape_of};
use buffers::Buffers;
use js_sys::{Float32Array, Float64Array, Object};
use ndarray::{ArrayD, ArrayViewD};
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
    let mut buffers = Buffers::new::<2>(count)?;
    let [x_here, y_here] = buffers.of(count);
    x.copy_to(x_here);
    let call = prepared.module.forward_into(&shape, x_here, y_here);
    let (plan, statistics) = call.map_err(refusal)?;
    let y = match out {
        Some(out) => {
            out.copy_from(y_here);
            out.clone()
        }
        None => Float32Array::new_from_slice(y_here),
    };
    buffers.keep();
    options.keep_averages(&prepared.module)?;
    prepared.keep();
    let answer: Normalized = Object::new().unchecked_into();
    answer.set_y(&y);
    let used = Used(plan, statistics);
    answer.set_mean(&used.mean());
    answer.set_variance(&used.variance());
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
    let mut prepared = Prepared::new(layer, &options)?;
    let mut buffers = Buffers::new::<3>(count)?;
    let [x_here, grad_y_here, grad_x_here] = buffers.of(count);
    x.copy_to(x_here);
    grad_y.copy_to(grad_y_here);
    let call = prepared.module.measure(view(&shape, x_here));
    let call = call.map_err(refusal)?;
    let used = Used(call.plan, call.used);
    let [weight, bias] = used.backward(&prepared.module, x_here, grad_y_here, grad_x_here);
    let answer: Derivatives = Object::new().unchecked_into();
    answer.set_grad_x(&Float32Array::new_from_slice(grad_x_here));
    answer.set_grad_weight(&optional(weight.as_deref()));
    answer.set_grad_bias(&optional(bias.as_deref()));
    buffers.keep();
    prepared.keep();
    Ok(answer.into())
}

/// How a layer was called, and the statistics that x was normalized with.
struct Used(Plan, Statistics);

impl Used {
    /// The means; `null` where none are taken.
    fn mean(&self) -> JsValue {
        match self.0.statistic {
            Statistic::MeanVariance => Float64Array::new_from_slice(&self.1.mean).into(),
            Statistic::MeanSquare => JsValue::NULL,
        }
    }

    /// The biased variances, or the mean squares.
    fn variance(&self) -> Float64Array {
        Float64Array::new_from_slice(&self.1.var)
    }

    /// Writes the gradient with respect to x, and gives those with respect to γ and β.
    fn backward(
        &self,
        module: &Module,
        x: &[f32],
        grad_y: &[f32],
        grad_x: &mut [f32],
    ) -> [Option<Vec<f32>>; 2] {
        let zeros = |parameter: &ArrayD<f32>| vec![0.0; parameter.len()];
        let [mut weight, mut bias] = [module.weight(), module.bias()].map(|p| p.map(zeros));
        let parameters = [weight.as_deref_mut(), bias.as_deref_mut()];
        module.backward_into((&self.0, &self.1), x, grad_y, grad_x, parameters);
        [weight, bias]
    }
}

fn view<'a>(shape: &[usize], values: &'a [f32]) -> ArrayViewD<'a, f32> {
    ArrayViewD::from_shape(shape, values).expect("a value for every element")
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
