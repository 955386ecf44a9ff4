//! Sets in words: whose values they hold, and where they lie.

use crate::state::Axis;
use crate::state::words::set::{Whose, is_spatial};
use std::ops::Range;

/// “of one sample”, or as much as a box of these sides spans.
pub(super) fn whose(whose: Whose) -> String {
    match whose {
        Whose::Channel => "of one channel".to_string(),
        Whose::Token => "of one token".to_string(),
        Whose::Position => "at one position of one sample".to_string(),
        Whose::OnlySample => "of the one sample".to_string(),
        Whose::Sample => "of one sample".to_string(),
        Whose::AllSamples(n) => format!("from all {n} samples"),
        Whose::Samples(n) => format!("from {n} samples"),
    }
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
