//! Sets in words: whose values they hold, and where they lie.

use crate::state::Axis;
use std::ops::Range;

/// “of one sample”, or as much as a box of these sides spans.
pub(super) fn whose(axes: &[Axis], shape: &[usize], block: &[usize]) -> String {
    let along = |of: Axis| {
        let k = axes.iter().position(|axis| *axis == of);
        k.map(|k| (block[k], shape[k]))
    };
    match along(Axis::Batch) {
        None => "of one channel".to_string(),
        Some((1, _)) if along(Axis::Tokens).is_some_and(|(side, _)| side == 1) => {
            "of one token".to_string()
        }
        Some((1, _)) if is_one_position(axes, shape, block) => {
            "at one position of one sample".to_string()
        }
        Some((_, 1)) => "of the one sample".to_string(),
        Some((1, _)) => "of one sample".to_string(),
        Some((side, n)) if side == n => format!("from all {n} samples"),
        Some((side, _)) => format!("from {side} samples"),
    }
}

/// Whether a box holds one of several positions.
fn is_one_position(axes: &[Axis], shape: &[usize], block: &[usize]) -> bool {
    let spatial = || (0..axes.len()).filter(|&k| is_spatial(&axes[k]));
    spatial().all(|k| block[k] == 1) && spatial().any(|k| shape[k] > 1)
}

/// A set by its ranges: “channels 2 and 3 of sample 0, all positions”.
pub(super) fn place(axes: &[Axis], shape: &[usize], ranges: &[Range<usize>]) -> String {
    let first_spatial = axes.iter().position(is_spatial).unwrap_or(axes.len());
    let part = |k: usize| span(noun(axes[k]), &ranges[k], shape[k]);
    let mut words: Vec<String> = (0..first_spatial).rev().map(part).collect();
    if !words.is_empty() {
        words = vec![words.join(" of ")];
    }
    words.extend(positions(
        &axes[first_spatial..],
        &shape[first_spatial..],
        &ranges[first_spatial..],
    ));
    words.join(", ")
}

/// Whether an axis counts positions.
fn is_spatial(axis: &Axis) -> bool {
    matches!(
        axis,
        Axis::Depth | Axis::Height | Axis::Width | Axis::Length
    )
}

/// Singular and plural of one index of an axis.
fn noun(axis: Axis) -> (&'static str, &'static str) {
    match axis {
        Axis::Batch => ("sample", "samples"),
        Axis::Channels => ("channel", "channels"),
        Axis::Depth => ("plane", "planes"),
        Axis::Height => ("row", "rows"),
        Axis::Width => ("column", "columns"),
        Axis::Length => ("position", "positions"),
        Axis::Tokens => ("token", "tokens"),
        Axis::Features => ("feature", "features"),
    }
}

/// “channel 2”, “channels 2 and 3”, “channels 2 to 5”, “all channels”.
fn span((one, many): (&str, &str), range: &Range<usize>, length: usize) -> String {
    match range.len() {
        1 => format!("{one} {}", range.start),
        len if len == length => format!("all {many}"),
        2 => format!("{many} {} and {}", range.start, range.end - 1),
        _ => format!("{many} {} to {}", range.start, range.end - 1),
    }
}

/// The spatial axes together, where they are all whole or all single.
fn positions(axes: &[Axis], shape: &[usize], ranges: &[Range<usize>]) -> Vec<String> {
    if axes.is_empty() {
        return Vec::new();
    }
    if ranges.iter().zip(shape).all(|(range, n)| range.len() == *n) {
        return vec!["all positions".to_string()];
    }
    if ranges.iter().all(|range| range.len() == 1) {
        let index = ranges
            .iter()
            .map(|range| range.start.to_string())
            .collect::<Vec<_>>();
        return match index.as_slice() {
            [one] => vec![format!("position {one}")],
            _ => vec![format!("position ({})", index.join(", "))],
        };
    }
    let part = |k: usize| span(noun(axes[k]), &ranges[k], shape[k]);
    (0..axes.len()).map(part).collect()
}
