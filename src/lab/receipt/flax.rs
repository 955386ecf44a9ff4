//! JAX with Flax.

use super::foreign::{
    averages, batched, channel_axis, conventions, default_eps, narrow, old_weight, per_channel,
    refusal, uses_averages, word, x,
};
use super::free_box::{self, Words};
use super::print::{floats, tuple};
use crate::lab::explore::Explore;
use crate::norm::{Call, Layer, Module, PythonFloat};
use std::ops::Range;

const IMPORTS: [&str; 2] = ["import jax.numpy as jnp", "from flax import nnx"];

/// Up to the line that computes y.
pub(super) fn lines(explore: &Explore) -> Vec<String> {
    let mut lines = x(explore, &IMPORTS);
    lines.push("x = jnp.asarray(x)".to_owned());
    if let Some(refusal) = refusal(explore) {
        lines.push(refusal);
    }
    if let (Ok(call), Some(module)) = (&explore.call, &explore.module) {
        lines.extend(normalize(explore, call, module));
    }
    lines
}

fn normalize(explore: &Explore, call: &Call, module: &Module) -> Vec<String> {
    let words = Words {
        root: ["jnp.sqrt(", ")"],
        axes: "axis",
        keep: "keepdims",
        biased: "",
    };
    let layer = &explore.setup.layer;
    match layer {
        Layer::Box(layer) => free_box::lines(&call.plan.partition, layer.eps, &words),
        Layer::InstanceNorm(_) if uses_averages(call) => by_hand(explore, call, module),
        _ => {
            let mut lines = construction(explore, call, module);
            lines.extend(parameters(explore, module));
            lines.extend(call_lines(explore, call));
            lines
        }
    }
}

/// The class and its arguments; ε and the exact variance are written out.
fn construction(explore: &Explore, call: &Call, module: &Module) -> Vec<String> {
    let layer = &explore.setup.layer;
    let axes = call.plan.affine_axes.clone();
    let first = axes.start.min(explore.x.ndim() - 1);
    let channels = explore.x.shape()[first];
    let (class, own, default) = match layer {
        Layer::BatchNorm(_) => ("BatchNorm", batch_norm(explore), 1e-5),
        Layer::GroupNorm(layer) => (
            "GroupNorm",
            format!("num_groups={}", layer.num_groups),
            1e-6,
        ),
        Layer::InstanceNorm(_) => (
            "InstanceNorm",
            format!("feature_axes={}", channel_axis(explore, call)),
            1e-6,
        ),
        Layer::RmsNorm(_) => ("RMSNorm", over(axes), 1e-6),
        _ => ("LayerNorm", over(axes), 1e-6),
    };
    let mut flags = format!("use_scale={}", word(module.weight().is_some()));
    if class != "RMSNorm" {
        flags += &format!(", use_bias={}", word(module.bias().is_some()));
    }
    let eps = PythonFloat(layer.eps());
    vec![
        format!("layer = nnx.{class}("),
        format!("    {channels}, {own}, {flags},"),
        format!("    epsilon={eps},{}", default_eps(explore, default)),
        "    use_fast_variance=False,  # the default E[x²] − E[x]² loses digits".to_owned(),
        "    rngs=nnx.Rngs(0),".to_owned(),
        ")".to_owned(),
    ]
}

/// The axes of a layer norm, and the one along which γ and β vary.
fn over(axes: Range<usize>) -> String {
    let first = axes.start;
    let all: Vec<usize> = axes.collect();
    format!("reduction_axes={}, feature_axes={first}", tuple(&all))
}

fn batch_norm(explore: &Explore) -> String {
    let momentum = old_weight(&explore.setup.layer);
    let momentum = momentum.map(|old| format!(", momentum={old:?}"));
    format!("axis=1{}", momentum.unwrap_or_default())
}

fn parameters(explore: &Explore, module: &Module) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(weight) = module.weight().filter(|weight| weight.ndim() > 1) {
        let theirs = tuple(weight.shape());
        let own = weight.shape()[0];
        lines.push(format!(
            "# it learns {own} numbers γ; PyTorch's have the shape {theirs}"
        ));
    }
    let mut set = |name: &str, values: Option<Vec<f32>>| {
        lines.extend(values.map(|v| format!("layer.{name}[...] = jnp.array({})", floats(&v))));
    };
    set("scale", per_channel(module.weight(), 1.0));
    set("bias", per_channel(module.bias(), 0.0));
    let layer = &explore.setup.layer;
    lines.extend(conventions(layer));
    let batch_norm = matches!(layer, Layer::BatchNorm(_)) && explore.setup.steps > 0;
    if let Some((mean, var)) = averages(explore).filter(|_| batch_norm) {
        lines.push(format!(
            "# averages of PyTorch after {} batches",
            explore.setup.steps
        ));
        lines.push(format!("layer.mean[...] = jnp.array({})", narrow(mean)));
        lines.push(format!("layer.var[...] = jnp.array({})", narrow(var)));
    }
    lines
}

fn call_lines(explore: &Explore, call: &Call) -> Vec<String> {
    match &explore.setup.layer {
        Layer::BatchNorm(_) => {
            let running = word(uses_averages(call));
            vec![format!("y = layer(x, use_running_average={running})")]
        }
        Layer::GroupNorm(_) => vec![
            "# Flax takes the channels from the last axis".to_owned(),
            "y = jnp.moveaxis(layer(jnp.moveaxis(x, 1, -1)), -1, 1)".to_owned(),
        ],
        _ => {
            let (x, first) = batched(explore);
            vec![format!("y = layer({x}){first}")]
        }
    }
}

/// Flax's instance norm keeps no averages.
fn by_hand(explore: &Explore, call: &Call, module: &Module) -> Vec<String> {
    let axis = call.plan.affine_axes.start;
    let view = format!("[:{}]", ", None".repeat(explore.x.ndim() - 1 - axis));
    let (mean, var) = averages(explore).expect("the call takes them");
    let mut lines = vec![
        "# Flax's InstanceNorm keeps no running averages; these are PyTorch's".to_owned(),
        format!("mean = jnp.array({}){view}", narrow(mean)),
        format!("var = jnp.array({}){view}", narrow(var)),
        format!(
            "y = (x - mean) / jnp.sqrt(var + {})",
            PythonFloat(call.plan.eps)
        ),
    ];
    let mut apply = |sign: &str, values: Option<Vec<f32>>| {
        lines.extend(values.map(|v| format!("y = y {sign} jnp.array({}){view}", floats(&v))));
    };
    apply("*", per_channel(module.weight(), 1.0));
    apply("+", per_channel(module.bias(), 0.0));
    lines
}
