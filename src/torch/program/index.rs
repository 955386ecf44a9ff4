//! Parts of a tensor, as `x[:, 2]` names them.

use ndarray::{ArcArray, ArrayViewMutD, Axis, IxDyn, Slice};

use super::value::{Tensor, Value};

/// What stands between the brackets for one axis.
pub(super) enum Part {
    /// One index; the axis goes
    At(i64),
    /// From here to there; the axis stays
    Slice(Option<i64>, Option<i64>),
    /// These indices, in this order
    Pick(ArcArray<i64, IxDyn>),
}

/// The part of `tensor` that `parts` name, as a tensor of its own.
pub(super) fn select(tensor: &Tensor, parts: &[Part]) -> Result<Value, String> {
    let mut rest = tensor.clone();
    let mut axis = 0;
    for part in parts {
        let length = *rest
            .shape()
            .get(axis)
            .ok_or_else(|| too_many(tensor.ndim()))?;
        match part {
            Part::At(at) => rest = rest.index_axis_move(Axis(axis), index(*at, axis, length)?),
            Part::Slice(from, to) => {
                rest.slice_axis_inplace(Axis(axis), range(*from, *to, length));
                axis += 1;
            }
            Part::Pick(picked) => {
                if picked.ndim() != 1 {
                    return Err("indices in a tensor lie along one axis here".into());
                }
                let picked = picked.iter().map(|at| index(*at, axis, length));
                let picked: Vec<usize> = picked.collect::<Result<_, _>>()?;
                rest = rest.select(Axis(axis), &picked).into();
                axis += 1;
            }
        }
    }
    Ok(Value::Tensor(rest))
}

/// `tensor[parts] = value`.
pub(super) fn assign(tensor: &mut Tensor, parts: &[Part], value: f32) -> Result<(), String> {
    let rank = tensor.ndim();
    let mut rest: ArrayViewMutD<f32> = tensor.view_mut();
    let mut axis = 0;
    for part in parts {
        let length = *rest.shape().get(axis).ok_or_else(|| too_many(rank))?;
        match part {
            Part::At(at) => rest = rest.index_axis_move(Axis(axis), index(*at, axis, length)?),
            Part::Slice(from, to) => {
                rest.slice_axis_inplace(Axis(axis), range(*from, *to, length));
                axis += 1;
            }
            Part::Pick(_) => return Err("indices in a tensor only read here".into()),
        }
    }
    rest.fill(value);
    Ok(())
}

fn too_many(rank: usize) -> String {
    format!("too many indices for tensor of dimension {rank}")
}

/// Negative indices count from the end.
fn index(at: i64, axis: usize, length: usize) -> Result<usize, String> {
    let from_end = if at < 0 { length as i64 } else { 0 };
    let found = usize::try_from(at.saturating_add(from_end)).ok();
    found.filter(|at| *at < length).ok_or_else(|| {
        format!("index {at} is out of bounds for dimension {axis} with size {length}")
    })
}

/// Bounds beyond the ends are moved to the ends, as Python does.
fn range(from: Option<i64>, to: Option<i64>, length: usize) -> Slice {
    let length = length as i64;
    let bound = |at: i64| {
        if at < 0 {
            at.saturating_add(length)
        } else {
            at
        }
        .clamp(0, length)
    };
    let from = from.map_or(0, bound);
    let to = to.map_or(length, bound).max(from);
    Slice::from(from as usize..to as usize)
}
