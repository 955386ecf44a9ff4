//! The same in PyTorch.

use super::boxes::{group_len, half};
use super::method::{Measure, Tiled};
use super::{Member, Method, RATE, State};
use crate::lab::explore::Setup;
use crate::lab::receipt::x_lines;
use crate::torch::python;

/// A program that draws x as `setup` says, with its poke and after its steps, computes y as the member does it,
/// by PyTorch's own module where there is one, and prints `y[at]`.
/// The gate of Batch-Instance is ρ. Where PyTorch refuses the call, the program ends with it, and says so.
///
/// # Panics
///
/// If x is not of rank 4.
pub fn program(member: Member, setup: &Setup, rho: f64, at: [usize; 4]) -> String {
    let shape: [usize; 4] = setup.source.shape[..].try_into().expect("x of rank 4");
    let state = State {
        batches: setup.steps as usize,
        ..State::fresh(shape[1]).with_rho(rho)
    };
    let python = Python {
        member,
        method: Method::of(member, shape, &state),
        shape,
        steps: setup.steps,
    };
    let [before, each] = python.running();
    let (mut imports, x) = x_lines(setup, &each.iter().map(String::as_str).collect::<Vec<_>>());
    let refusal = member.check(shape).err();
    let y = python.y(refusal.is_some());
    let uses = |module: &str| y.iter().any(|line| line.contains(module));
    if uses("nn.") {
        imports.insert(1, "from torch import nn".to_owned());
    }
    let functional = "import torch.nn.functional as F";
    if uses("F.") && !imports.iter().any(|line| line == functional) {
        imports.push(functional.to_owned());
    }
    if uses("parametrizations.") {
        imports.push("from torch.nn.utils import parametrizations".to_owned());
    }
    let refusal = refusal.map(|error| format!("# PyTorch raises here: {error}"));
    let [n, c, h, w] = at;
    let print = format!("\nprint(f'{{y[{n}, {c}, {h}, {w}]:.6g}}')");
    let parts = [imports, vec![String::new()], before, x, y];
    let mut lines = parts.concat();
    lines.extend(refusal);
    lines.push(print);
    lines.join("\n") + "\n"
}

/// The call in Python.
struct Python {
    member: Member,
    method: Method,
    shape: [usize; 4],
    steps: u32,
}

/// Over the batch and the positions, with the axes kept.
const BATCH: &str = "(0, 2, 3), keepdim=True";

/// Over the positions.
const INSTANCE: &str = "(2, 3), keepdim=True";

/// Over the channels at a position.
const POSITION: &str = "1, keepdim=True";

impl Python {
    /// What is done before the first batch and with each that is not shown, for members with running statistics.
    fn running(&self) -> [Vec<String>; 2] {
        let channels = self.shape[1];
        let start = |name: &str, with: &str| format!("{name} = torch.{with}(1, {channels}, 1, 1)");
        let follow = |name: &str, value: &str| format!("{name} += {RATE} * ({value} - {name})");
        match self.member {
            Member::BatchRenorm => [
                vec![start("mean", "zeros"), start("std", "ones")],
                vec![
                    follow("mean", &format!("x.mean({BATCH})")),
                    follow("std", &deviation("x", BATCH, 1e-5)),
                ],
            ],
            Member::PowerNorm if self.steps > 0 => [
                vec![start("square", "ones")],
                vec![follow("square", &format!("x.square().mean({BATCH})"))],
            ],
            _ => Default::default(),
        }
    }

    /// The lines that leave y.
    fn y(&self, is_refused: bool) -> Vec<String> {
        let lines = |text: &str| text.lines().map(str::to_owned).collect();
        match &self.method {
            Method::Tiled(tiled) => self.tiled(tiled),
            Method::Synced { eps } => self.synced(*eps, is_refused),
            Method::Renormalized { r_max, d_max } => lines(&format!(
                "batch_mean, batch_std = x.mean({BATCH}), {deviation}
r = (batch_std / std).clamp(1 / {r_max}, {r_max})
d = ((batch_mean - mean) / std).clamp(-{d_max}, {d_max})
y = (x - batch_mean) / batch_std * r + d",
                deviation = deviation("x", BATCH, 1e-5),
            )),
            Method::Power { eps } if self.steps > 0 => {
                lines(&format!("y = x / torch.sqrt(square + {eps:?})"))
            }
            Method::Power { eps } => lines(&format!(
                "y = x / torch.sqrt(x.square().mean({BATCH}) + {eps:?})"
            )),
            Method::Restyled { eps } => lines(&format!(
                "style = x.roll(-1, 0)  # of each sample, the next one
x_hat = (x - x.mean({INSTANCE})) / {}
y = {} * x_hat + style.mean({INSTANCE})",
                deviation("x", INSTANCE, *eps),
                deviation("style", INSTANCE, *eps),
            )),
            Method::Switchable { eps, .. } => lines(&format!(
                "weights = torch.softmax(torch.ones(3), 0)  # learnt; the variances have their own
over = [(2, 3), (1, 2, 3), (0, 2, 3)]  # instance, layer, batch
mean = sum(w * x.mean(dims, keepdim=True) for w, dims in zip(weights, over))
var = sum(w * x.var(dims, correction=0, keepdim=True) for w, dims in zip(weights, over))
y = (x - mean) / torch.sqrt(var + {eps:?})"
            )),
            Method::BatchInstance { rho, .. } => lines(&format!(
                "rho = {rho:?}
y = rho * F.batch_norm(x, None, None, training=True) + (1 - rho) * F.instance_norm(x)"
            )),
            Method::Neighbours { size, .. } => {
                lines(&format!("y = nn.LocalResponseNorm({size})(x)"))
            }
            Method::Tanh { alpha } => lines(&format!("y = torch.tanh({alpha:?} * x)")),
            Method::Spectral => lines("y = x / torch.linalg.matrix_norm(x.flatten(1), 2)"),
        }
    }

    /// The statistics of one box.
    fn tiled(&self, tiled: &Tiled) -> Vec<String> {
        let [n, c, h, w] = self.shape;
        let layer = self
            .member
            .layer(self.shape)
            .and_then(|layer| python(&layer));
        let own = layer.map(|layer| format!("layer = {layer}"));
        let line = |text: &str| vec![text.to_owned()];
        match (self.member, tiled.measure, own) {
            (Member::PositionLayerNorm | Member::RmsNorm, _, Some(own)) => vec![
                own,
                "y = layer(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)".to_owned(),
            ],
            (_, _, Some(own)) => vec![own, "y = layer(x)".to_owned()],
            (Member::GhostBatchNorm, ..) => vec![
                format!("layer = nn.BatchNorm2d({c})"),
                format!("y = torch.cat([layer(ghost) for ghost in x.split({})])", half(n)),
            ],
            (Member::WeightNorm, ..) => vec![
                format!("layer = nn.Conv2d({c}, {n}, ({h}, {w}), bias=False)"),
                "layer.weight.data.copy_(x)".to_owned(),
                "layer = parametrizations.weight_norm(layer)".to_owned(),
                "layer.parametrizations.weight.original0.data.fill_(1.0)  # g, which was the norm of v".to_owned(),
                "y = layer.weight".to_owned(),
            ],
            (_, Measure::Deviation { eps }, _) => {
                let rows = "(1, 2, 3), keepdim=True";
                line(&format!("y = (x - x.mean({rows})) / (x.std({rows}) + {eps:?})"))
            }
            (_, Measure::MeanSquare { eps }, _) => line(&format!(
                "y = torch.relu(x / torch.sqrt(x.square().mean({INSTANCE}) + {eps:?}))  # its threshold begins at 0"
            )),
            (Member::ScaleNorm, Measure::Norm { eps }, _) => line(&format!(
                "y = {c} ** 0.5 * x / x.norm(dim={POSITION}).clamp(min={eps:?})"
            )),
            _ => {
                let heads = format!("{n}, {}, {}, {h}, {w}", c / group_len(c), group_len(c));
                line(&format!("y = F.normalize(x.reshape({heads}), dim=2).view_as(x)"))
            }
        }
    }

    /// What `nn.SyncBatchNorm` does with the batch on two devices.
    fn synced(&self, eps: f64, is_refused: bool) -> Vec<String> {
        if is_refused {
            let layer = format!("layer = nn.SyncBatchNorm({})", self.shape[1]);
            return vec![layer, "y = layer(x)".to_owned()];
        }
        let on_one = half(self.shape[0]);
        let text = format!(
            "devices = x.split({on_one})  # as nn.SyncBatchNorm({channels}) has them, half of the batch on each
counts = [device[:, :1].numel() for device in devices]
means = [device.mean({BATCH}) for device in devices]
variances = [device.var({BATCH}, correction=0) for device in devices]
mean = sum(n * mean for n, mean in zip(counts, means)) / sum(counts)
squares = zip(counts, means, variances)
var = sum(n * (var + (own - mean) ** 2) for n, own, var in squares) / sum(counts)
y = (x - mean) / torch.sqrt(var + {eps:?})",
            channels = self.shape[1],
        );
        text.lines().map(str::to_owned).collect()
    }
}

/// √(σ² + ε) of a tensor over some axes.
fn deviation(of: &str, over: &str, eps: f64) -> String {
    format!("torch.sqrt({of}.var({over}, correction=0) + {eps:?})")
}
