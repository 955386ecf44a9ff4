//! PyTorch.

use super::free_box::{self, Words};
use super::print::{float, floats, joined};
use crate::lab::explore::{Explore, Mode, Setup};
use crate::norm::{ErrorKind, Layer};
use crate::torch::python;
use ndarray::ArrayD;

/// What y is for: it forgets how it was computed, or derivatives are taken of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pass {
    Forward,
    Backward,
}

/// The imports, and the lines up to the one that computes y.
pub(super) fn lines(explore: &Explore, pass: Pass) -> [Vec<String>; 2] {
    let setup = &explore.setup;
    let script = setup.source.script("x");
    let mut imports = vec!["import torch".to_owned(), "from torch import nn".to_owned()];
    imports.extend(script.imports.iter().cloned());
    let mut lines = script.preparation(setup.seed);
    let construction = construction(explore);
    let constructed = !construction
        .last()
        .is_some_and(|line| line.starts_with('#'));
    lines.extend(construction);
    // A call that is refused is refused in the first step already.
    let called = explore.history.is_some() || explore.call.is_err();
    let trains = constructed && called && !matches!(setup.layer, Layer::Box(_));
    let calls: &[&str] = if trains { &["layer(x)"] } else { &[] };
    lines.extend(steps(setup, &script.batch, calls));
    lines.extend(script.batch);
    lines.extend(poke(setup));
    if constructed {
        if pass == Pass::Backward {
            lines.push("x.requires_grad_()".to_owned());
        }
        lines.extend(call(explore, pass));
    }
    [imports, lines]
}

/// The imports, and the lines that draw the shown x, with its poke, without any layer;
/// what is to be done with each batch before it follows that batch.
pub(in crate::lab) fn x_lines(setup: &Setup, calls: &[&str]) -> (Vec<String>, Vec<String>) {
    let script = setup.source.script("x");
    let mut lines = script.preparation(setup.seed);
    lines.extend(steps(setup, &script.batch, calls));
    lines.extend(script.batch);
    lines.extend(poke(setup));
    let mut imports = vec!["import torch".to_owned()];
    imports.extend(script.imports);
    (imports, lines)
}

/// The batches before the shown one.
fn steps(setup: &Setup, batch: &[String], calls: &[&str]) -> Vec<String> {
    if setup.steps == 0 {
        return Vec::new();
    }
    let head = format!("for _ in range({}):", setup.steps);
    let batch = batch.iter().map(String::as_str);
    let body = batch.chain(calls.iter().copied());
    std::iter::once(head)
        .chain(body.map(|line| format!("    {line}")))
        .collect()
}

fn poke(setup: &Setup) -> Option<String> {
    let poke = setup.poke.as_ref()?;
    let inside = poke.at.len() == setup.source.shape.len()
        && poke.at.iter().zip(&setup.source.shape).all(|(i, n)| i < n);
    inside.then(|| format!("x[{}] = {}", joined(&poke.at), float(poke.value)))
}

fn construction(explore: &Explore) -> Vec<String> {
    let layer = match &explore.setup.layer {
        Layer::Box(_) => return Vec::new(),
        Layer::ChannelLayerNorm(layer) => channel_layer(layer),
        layer => layer.clone(),
    };
    let call = python(&layer).expect("PyTorch has a class for it");
    let mut lines = vec![format!("layer = {call}")];
    if let Err(error) = &explore.call
        && error.kind() == ErrorKind::Construction
    {
        lines.push(format!("# PyTorch raises here: {error}"));
        return lines;
    }
    if let Some(module) = &explore.module {
        let set = |name, parameter: Option<&ArrayD<f32>>, initial| {
            parameter.and_then(|values| assignment(name, values, initial))
        };
        lines.extend(set("weight", module.weight(), 1.0));
        lines.extend(set("bias", module.bias(), 0.0));
    }
    lines
}

/// The layer norm that PyTorch has, for the tensor with its channels last.
fn channel_layer(layer: &crate::norm::ChannelLayerNorm) -> Layer {
    Layer::LayerNorm(crate::norm::LayerNorm {
        normalized_shape: vec![layer.num_channels],
        eps: layer.eps,
        elementwise_affine: layer.elementwise_affine,
        bias: true,
    })
}

/// Sets a parameter that is not as constructed; it varies along its first axis at most.
fn assignment(name: &str, values: &ArrayD<f32>, initial: f32) -> Option<String> {
    let first = *values.first()?;
    if values.iter().all(|value| *value == first) {
        let set = format!("layer.{name}.data.fill_({})", float(first));
        return (first != initial).then_some(set);
    }
    let list: Vec<f32> = values
        .outer_iter()
        .filter_map(|part| part.first().copied())
        .collect();
    let view = match values.ndim() {
        1 => String::new(),
        rank => format!(".view(-1{})", ", 1".repeat(rank - 1)),
    };
    Some(format!(
        "layer.{name}.data[:] = torch.tensor({}){view}",
        floats(&list)
    ))
}

/// The mode and the call on the shown batch.
fn call(explore: &Explore, pass: Pass) -> Vec<String> {
    let detach = match pass {
        Pass::Forward => ".detach()",
        Pass::Backward => "",
    };
    let mut lines = Vec::new();
    let layer = &explore.setup.layer;
    if explore.setup.mode == Mode::Eval && !matches!(layer, Layer::Box(_)) {
        lines.push("layer.eval()".to_owned());
    }
    if let Err(error) = &explore.call {
        if matches!(layer, Layer::Box(_)) {
            return vec![format!("# {error}")];
        }
        lines.push(format!("y = layer(x){detach}"));
        lines.push(format!("# PyTorch raises here: {error}"));
        return lines;
    }
    let rank = explore.x.ndim();
    match (layer, explore.partition()) {
        (Layer::Box(layer), Some(partition)) => {
            let words = Words {
                root: ["torch.sqrt(", ")"],
                axes: "dim",
                keep: "keepdim",
                biased: ", correction=0",
            };
            lines.extend(free_box::lines(partition, layer.eps, &words));
        }
        (Layer::ChannelLayerNorm(_), _) if rank > 2 => {
            let last: Vec<usize> = [0].into_iter().chain(2..rank).chain([1]).collect();
            let back: Vec<usize> = [0, rank - 1].into_iter().chain(1..rank - 1).collect();
            let (last, back) = (joined(&last), joined(&back));
            lines.push(format!(
                "y = layer(x.permute({last})).permute({back}){detach}"
            ));
        }
        _ => lines.push(format!("y = layer(x){detach}")),
    }
    lines
}
