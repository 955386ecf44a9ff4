//! Keras 3, on any of its back ends.

use super::foreign::{
    averages, batched, channel_axis, conventions, default_eps, narrow, old_weight, refusal,
    uses_averages, word, x,
};
use super::free_box::{self, Words};
use super::print::{floats, joined};
use crate::lab::explore::Explore;
use crate::norm::{Call, Layer, Module, PythonFloat};
use ndarray::ArrayD;

const IMPORTS: [&str; 2] = ["import keras", "from keras import ops"];

/// Up to the line that computes y.
pub(super) fn lines(explore: &Explore) -> Vec<String> {
    let mut lines = x(explore, &IMPORTS);
    if let Some(refusal) = refusal(explore) {
        lines.push(refusal);
    }
    if let (Ok(call), Some(module)) = (&explore.call, &explore.module) {
        lines.extend(normalize(explore, call, module));
    }
    lines
}

fn normalize(explore: &Explore, call: &Call, module: &Module) -> Vec<String> {
    // x is an array of NumPy, which is enough for what Keras has no layer for.
    let words = Words {
        root: ["(", ") ** 0.5"],
        axes: "axis",
        keep: "keepdims",
        biased: "",
    };
    let layer = &explore.setup.layer;
    match layer {
        Layer::Box(layer) => free_box::lines(&call.plan.partition, layer.eps, &words),
        _ => {
            let mut lines = construction(explore, call, module);
            lines.extend(parameters(explore, call, module));
            let (x, first) = batched(explore);
            let training = training(explore, call);
            lines.push(format!(
                "y = ops.convert_to_numpy(layer({x}{training})){first}"
            ));
            lines
        }
    }
}

/// What a layer with averages is told.
fn training(explore: &Explore, call: &Call) -> &'static str {
    match explore.setup.layer {
        _ if uses_averages(call) => ", training=False",
        Layer::BatchNorm(_) => ", training=True",
        _ => "",
    }
}

fn construction(explore: &Explore, call: &Call, module: &Module) -> Vec<String> {
    let layer = &explore.setup.layer;
    let axes: Vec<usize> = call.plan.affine_axes.clone().collect();
    let axis = channel_axis(explore, call);
    let over = format!("axis=[{}]", joined(&axes));
    let (class, own, default) = match layer {
        Layer::GroupNorm(layer) => (
            "GroupNormalization",
            format!("groups={}, axis={axis}", layer.num_groups),
            1e-3,
        ),
        Layer::InstanceNorm(_) if !uses_averages(call) => (
            "GroupNormalization",
            format!("groups=-1, axis={axis}"),
            1e-3,
        ),
        Layer::BatchNorm(_) | Layer::InstanceNorm(_) => {
            let momentum = old_weight(layer).map(|old| format!(", momentum={old:?}"));
            let own = format!("axis={axis}{}", momentum.unwrap_or_default());
            ("BatchNormalization", own, 1e-3)
        }
        Layer::RmsNorm(_) => ("RMSNormalization", over, 1e-6),
        _ => ("LayerNormalization", over, 1e-3),
    };
    let flags = if class == "RMSNormalization" {
        String::new()
    } else {
        let (scale, center) = (module.weight().is_some(), module.bias().is_some());
        format!(" scale={}, center={},", word(scale), word(center))
    };
    let eps = PythonFloat(layer.eps());
    let note =
        (class == "BatchNormalization" && matches!(layer, Layer::InstanceNorm(_))).then(|| {
            "# Keras has no instance norm with averages; with them it is a batch norm".to_owned()
        });
    let lines = vec![
        format!("layer = keras.layers.{class}("),
        format!("    {own},{flags}"),
        format!("    epsilon={eps},{}", default_eps(explore, default)),
        ")".to_owned(),
        format!("layer.build({}.shape)", batched(explore).0),
    ];
    note.into_iter().chain(lines).collect()
}

fn parameters(explore: &Explore, call: &Call, module: &Module) -> Vec<String> {
    let rms = matches!(explore.setup.layer, Layer::RmsNorm(_));
    let mut lines = Vec::new();
    lines.extend(assignment(
        if rms { "scale" } else { "gamma" },
        module.weight(),
        1.0,
    ));
    lines.extend(assignment("beta", module.bias(), 0.0));
    lines.extend(conventions(&explore.setup.layer));
    let restored = averages(explore).filter(|_| uses_averages(call) && explore.setup.steps > 0);
    if let Some((mean, var)) = restored {
        lines.push(format!(
            "# averages of PyTorch after {} batches",
            explore.setup.steps
        ));
        lines.push(format!("layer.moving_mean.assign({})", narrow(mean)));
        lines.push(format!("layer.moving_variance.assign({})", narrow(var)));
    }
    lines
}

/// Sets a parameter that is not as constructed; it varies along its first axis at most.
fn assignment(name: &str, values: Option<&ArrayD<f32>>, initial: f32) -> Option<String> {
    let values = values?;
    if values.iter().all(|value| *value == initial) {
        return None;
    }
    let list: Vec<f32> = values
        .outer_iter()
        .filter_map(|part| part.first().copied())
        .collect();
    let list = floats(&list);
    if values.ndim() == 1 {
        return Some(format!("layer.{name}.assign({list})"));
    }
    let ones = ", 1".repeat(values.ndim() - 1);
    let shape = joined(values.shape());
    Some(format!(
        "layer.{name}.assign(ops.broadcast_to(ops.reshape(ops.array({list}), (-1{ones})), ({shape})))"
    ))
}
