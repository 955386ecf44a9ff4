//! Tensors in NumPy's formats.

use std::borrow::Cow;

use ndarray::{Array1, ArrayD, IxDyn};

use super::zip::Archive;

use crate::lab::explore::{Explore, Stage};
use crate::norm::{Running, Statistic};

/// Values as they were computed.
#[derive(Clone, Debug, PartialEq)]
pub enum Tensor<'a> {
    /// What PyTorch has in float32
    Float32(Cow<'a, ArrayD<f32>>),
    /// Statistics, which are computed in float64
    Float64(ArrayD<f64>),
}

impl Tensor<'_> {
    /// The file `.npy`, version 1.0, in C order and little endian (NumPy Enhancement Proposal 1).
    pub fn npy(&self) -> Vec<u8> {
        match self {
            Self::Float32(values) => npy("<f4", values, |value| value.to_le_bytes()),
            Self::Float64(values) => npy("<f8", values, |value| value.to_le_bytes()),
        }
    }
}

/// The values begin at a multiple of so many bytes.
const ALIGNMENT: usize = 64;

fn npy<T: Copy, const N: usize>(
    kind: &str,
    values: &ArrayD<T>,
    bytes_of: fn(T) -> [u8; N],
) -> Vec<u8> {
    let lengths = values.shape().iter().map(|length| format!("{length}, "));
    let shape: String = lengths.collect();
    let dictionary = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': ({shape})}}");
    const MAGIC: &[u8] = b"\x93NUMPY\x01\x00";
    let before = MAGIC.len() + size_of::<u16>();
    // One byte more for the line's end.
    let end = (before + dictionary.len() + 1).next_multiple_of(ALIGNMENT);
    let width = end - before - 1;
    let header = format!("{dictionary:width$}\n");
    let mut bytes = Vec::with_capacity(end + N * values.len());
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&(header.len() as u16).to_le_bytes());
    bytes.extend_from_slice(header.as_bytes());
    for value in values {
        bytes.extend_from_slice(&bytes_of(*value));
    }
    bytes
}

/// The names of an experiment's tensors: x, and where PyTorch accepts the call x̂, y, the statistics that x was
/// normalized with, γ and β as `weight` and `bias` where the layer learns them, and the averages where it keeps them.
pub fn names(explore: &Explore) -> Vec<&'static str> {
    let mut names = vec!["x"];
    let (Ok(call), Some(module)) = (&explore.call, &explore.module) else {
        return names;
    };
    names.extend(["x_hat", "y"]);
    match call.plan.statistic {
        Statistic::MeanSquare => names.push("mean_square"),
        _ => names.extend(["mean", "variance"]),
    }
    names.extend(module.weight().map(|_| "weight"));
    names.extend(module.bias().map(|_| "bias"));
    if explore.history.is_some() {
        names.extend(["running_mean", "running_var"]);
    }
    names
}

/// The tensor of that name, one of [`names`].
///
/// Statistics, the variance biased, have one value for each set, in a tensor with as many sets along each axis;
/// running averages are those that the call has left.
pub fn tensor<'a>(explore: &'a Explore, name: &str) -> Option<Tensor<'a>> {
    let stage = |stage| {
        let values = explore.stage(stage)?;
        Some(Tensor::Float32(Cow::Owned(values)))
    };
    let own = |values: &'a ArrayD<f32>| Tensor::Float32(Cow::Borrowed(values));
    let module = explore.module.as_ref();
    match name {
        "x" => Some(own(&explore.x)),
        "x_hat" => stage(Stage::Normalized),
        "y" => stage(Stage::Output),
        "mean" | "variance" | "mean_square" => statistic(explore, name == "mean"),
        "weight" => module?.weight().map(own),
        "bias" => module?.bias().map(own),
        "running_mean" => Some(per_channel(&running(explore)?.mean)),
        "running_var" => Some(per_channel(&running(explore)?.var)),
        _ => None,
    }
}

fn statistic(explore: &Explore, is_mean: bool) -> Option<Tensor<'static>> {
    let call = explore.call.as_ref().ok()?;
    let values = match is_mean {
        true => &call.used.mean,
        false => &call.used.var,
    };
    let grid = IxDyn(&call.plan.partition.grid());
    let values = ArrayD::from_shape_vec(grid, values.clone());
    Some(Tensor::Float64(values.expect("one of each set")))
}

fn per_channel(values: &[f64]) -> Tensor<'static> {
    Tensor::Float64(Array1::from(values.to_vec()).into_dyn())
}

/// The averages as the call has left them.
fn running(explore: &Explore) -> Option<&Running> {
    let history = explore.history.as_ref()?;
    let shown = history.shown.as_ref().map(|step| &step.running);
    Some(shown.unwrap_or_else(|| history.before_shown()))
}

/// All of them in one file, as `numpy.savez` writes it.
pub fn npz(explore: &Explore) -> Vec<u8> {
    let mut archive = Archive::default();
    for name in names(explore) {
        let tensor = tensor(explore, name).expect("a tensor for each name");
        archive.add(&format!("{name}.npy"), &tensor.npy());
    }
    archive.finish()
}
