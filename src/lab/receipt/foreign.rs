//! What Flax and Keras have in common: x, parameters and averages come from outside.

use super::MOST_LITERALS;
use super::print::{floats, joined};
use super::torch::x_lines;
use crate::lab::explore::{Explore, has_sample_axis};
use crate::norm::{Call, Layer, Module, Source};
use ndarray::ArrayD;

/// Imports, and the lines that leave x as a NumPy array.
pub(super) fn x(explore: &Explore, imports: &[&str]) -> Vec<String> {
    let mut lines: Vec<String> = imports.iter().map(|line| (*line).to_owned()).collect();
    if explore.x.len() <= MOST_LITERALS {
        let values: Vec<f32> = explore.x.iter().copied().collect();
        lines.insert(0, "import numpy as np".to_owned());
        lines.push(String::new());
        let shape = joined(explore.x.shape());
        let list = floats(&values);
        lines.push(format!(
            "x = np.array({list}, dtype=np.float32).reshape({shape})"
        ));
        return lines;
    }
    let (torch, drawn) = x_lines(&explore.setup, &[]);
    lines.extend(torch);
    lines.extend([
        String::new(),
        "# the same random numbers as PyTorch".to_owned(),
    ]);
    lines.extend(drawn);
    lines.push("x = x.numpy()".to_owned());
    lines
}

/// The refused call as a comment: other libraries have other checks.
pub(super) fn refusal(explore: &Explore) -> Option<String> {
    let error = explore.call.as_ref().err()?;
    Some(format!("# PyTorch refuses this layer or its call: {error}"))
}

/// The part of an averages' module that a library restores.
pub(super) fn averages(explore: &Explore) -> Option<(&[f64], &[f64])> {
    let running = explore.module.as_ref().and_then(Module::running)?;
    Some((&running.mean, &running.var))
}

/// Whether the call takes the running averages.
pub(super) fn uses_averages(call: &Call) -> bool {
    call.plan.source == Source::Running
}

/// γ or β of one number per channel, if it is not as constructed.
pub(super) fn per_channel(values: Option<&ArrayD<f32>>, initial: f32) -> Option<Vec<f32>> {
    let values = values?;
    let changed = values.iter().any(|value| *value != initial);
    let first = |part: ndarray::ArrayViewD<f32>| part.first().copied();
    changed.then(|| values.outer_iter().filter_map(first).collect())
}

/// Numbers of float64 as float32, in which both libraries keep them.
pub(super) fn narrow(values: &[f64]) -> String {
    floats(&values.iter().map(|&value| value as f32).collect::<Vec<_>>())
}

/// What a default of the other library would have changed.
pub(super) fn default_eps(explore: &Explore, default: f64) -> String {
    let eps = explore.setup.layer.eps();
    if eps == default {
        return String::new();
    }
    format!(
        "  # the default epsilon is {}",
        crate::norm::PythonFloat(default)
    )
}

/// x as the layer takes it, and y as it gives it back: the others always have an axis of samples.
pub(super) fn batched(explore: &Explore) -> (&'static str, &'static str) {
    match has_sample_axis(&explore.setup.layer, explore.x.ndim()) {
        true => ("x", ""),
        false => ("x[None]", "[0]"),
    }
}

/// The axis of x as the layer takes it along which γ and β vary first.
pub(super) fn channel_axis(explore: &Explore, call: &Call) -> usize {
    let batched = has_sample_axis(&explore.setup.layer, explore.x.ndim());
    call.plan.affine_axes.start + usize::from(!batched)
}

/// `True` or `False`.
pub(super) fn word(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// What is otherwise in a batch norm with averages.
pub(super) fn conventions(layer: &Layer) -> Vec<String> {
    let Layer::BatchNorm(layer) = layer else {
        return Vec::new();
    };
    if !layer.track_running_stats {
        return Vec::new();
    }
    let momentum = match layer.momentum {
        Some(momentum) => format!(
            "# momentum is the weight of the old average, 1 − {momentum:?}; the default is 0.99"
        ),
        None => "# PyTorch's momentum=None, a plain average, has no counterpart".to_owned(),
    };
    let variance = "# its averages take the biased variance, PyTorch's the unbiased one";
    vec![momentum, variance.to_owned()]
}

/// The momentum in the convention of the others: the weight of the old average.
pub(super) fn old_weight(layer: &Layer) -> Option<f64> {
    match layer {
        Layer::BatchNorm(layer) => layer.momentum.map(|momentum| {
            // 1 − 0.1 in decimals is 0.9, in binary it is not quite.
            ((1.0 - momentum) * 1e12).round() / 1e12
        }),
        _ => None,
    }
}
