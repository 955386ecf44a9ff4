//! What PyTorch's functions refuse in their own words, other than those of the layers that they equal.

use super::functional::Bound;

/// PyTorch's sentence, if the function refuses to be called so on a tensor of this shape.
pub(super) fn refusal(path: &str, bound: &Bound, shape: &[usize]) -> Option<String> {
    match path {
        "F.batch_norm" => batch_norm(bound, shape),
        "F.instance_norm" => instance_norm(bound),
        "F.group_norm" => group_norm(bound, shape),
        "F.layer_norm" | "F.rms_norm" => normalized_shape(bound),
        "F.normalize" => normalize(bound, shape),
        _ => None,
    }
}

fn batch_norm(bound: &Bound, shape: &[usize]) -> Option<String> {
    let is_training = bound.flag("training", false).ok()?;
    let missing = ["running_mean", "running_var"]
        .into_iter()
        .find(|name| bound.get(name).is_none());
    if let (Some(name), false) = (missing, is_training) {
        return Some(format!("{name} must be defined in evaluation mode"));
    }
    let channels = *shape.get(1)?;
    let parameters = ["running_mean", "running_var", "weight", "bias"];
    parameters.into_iter().find_map(|name| {
        let len = bound.get(name)?.outline()?.len();
        (len != channels).then(|| format!("{name} should contain {channels} elements not {len}"))
    })
}

fn instance_norm(bound: &Bound) -> Option<String> {
    let uses_input = bound.flag("use_input_stats", true).ok()?;
    let has_averages = bound.get("running_mean").and(bound.get("running_var"));
    let message =
        "Expected running_mean and running_var to be defined when use_input_stats is false";
    (!uses_input && has_averages.is_none()).then(|| message.to_owned())
}

fn group_norm(bound: &Bound, shape: &[usize]) -> Option<String> {
    let [groups] = bound.lengths("num_groups").ok()?[..] else {
        return None;
    };
    match groups {
        0 => Some("integer division or modulo by zero".to_owned()),
        ..0 => Some(format!(
            "Expected num groups to be greater than 0, got {groups}"
        )),
        _ if *shape.get(1)? as i64 % groups != 0 => Some(format!(
            "Expected number of channels in input to be divisible by num_groups, but got input of shape {shape:?} and num_groups={groups}"
        )),
        _ => None,
    }
}

fn normalized_shape(bound: &Bound) -> Option<String> {
    let wanted = bound.lengths("normalized_shape").ok()?;
    ["weight", "bias"].into_iter().find_map(|name| {
        let shape = &bound.get(name)?.outline()?.shape;
        let is_same = shape.iter().map(|n| *n as i64).eq(wanted.iter().copied());
        (!is_same).then(|| {
            format!("Expected {name} to be of same shape as normalized_shape, but got {name} of shape {shape:?} and normalized_shape = {wanted:?}")
        })
    })
}

fn normalize(bound: &Bound, shape: &[usize]) -> Option<String> {
    let [axis] = bound.axis("dim", 1).ok()?[..] else {
        return None;
    };
    let rank = shape.len() as i64;
    (!(-rank..rank).contains(&axis)).then(|| {
        format!(
            "Dimension out of range (expected to be in range of [{}, {}], but got {axis})",
            -rank,
            rank - 1
        )
    })
}
