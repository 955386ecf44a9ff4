//! Sets in words: whose values they hold, and where they lie.

use super::particle::and;
use crate::state::Axis;
use crate::state::words::set::{Whose, is_spatial};
use std::ops::Range;

/// “샘플 하나의 값”, or as much as a box of these sides spans.
pub(super) fn whose(whose: Whose) -> String {
    match whose {
        Whose::Channel => "채널 하나의 값".to_string(),
        Whose::Token => "토큰 하나의 값".to_string(),
        Whose::Position => "샘플 하나의 한 위치에 있는 값".to_string(),
        Whose::OnlySample => "하나뿐인 샘플의 값".to_string(),
        Whose::Sample => "샘플 하나의 값".to_string(),
        Whose::AllSamples(n) => format!("샘플 {n}개 모두에서 모은 값"),
        Whose::Samples(n) => format!("샘플 {n}개에서 모은 값"),
    }
}

/// A set by its ranges: “샘플 0의 채널 2와 3, 모든 위치”.
pub(super) fn place(axes: &[Axis], shape: &[usize], ranges: &[Range<usize>]) -> String {
    let first_spatial = axes.iter().position(is_spatial).unwrap_or(axes.len());
    let part = |k: usize| span(noun(axes[k]), &ranges[k], shape[k]);
    let mut words: Vec<String> = (0..first_spatial).map(part).collect();
    if !words.is_empty() {
        words = vec![words.join("의 ")];
    }
    words.extend(positions(
        &axes[first_spatial..],
        &shape[first_spatial..],
        &ranges[first_spatial..],
    ));
    words.join(", ")
}

/// One index of an axis.
fn noun(axis: Axis) -> &'static str {
    match axis {
        Axis::Batch => "샘플",
        Axis::Channels => "채널",
        Axis::Depth => "단면",
        Axis::Height => "행",
        Axis::Width => "열",
        Axis::Length => "위치",
        Axis::Tokens => "토큰",
        Axis::Features => "특성",
    }
}

/// “채널 2”, “채널 2와 3”, “채널 2~5”, “모든 채널”.
fn span(noun: &str, range: &Range<usize>, length: usize) -> String {
    let (first, last) = (range.start, range.end - 1);
    match range.len() {
        1 => format!("{noun} {first}"),
        len if len == length => format!("모든 {noun}"),
        2 => format!("{noun} {} {last}", and(&first.to_string())),
        _ => format!("{noun} {first}~{last}"),
    }
}

/// The spatial axes together, where they are all whole or all single.
fn positions(axes: &[Axis], shape: &[usize], ranges: &[Range<usize>]) -> Vec<String> {
    if axes.is_empty() {
        return Vec::new();
    }
    if ranges.iter().zip(shape).all(|(range, n)| range.len() == *n) {
        return vec!["모든 위치".to_string()];
    }
    if ranges.iter().all(|range| range.len() == 1) {
        let index: Vec<_> = ranges.iter().map(|range| range.start.to_string()).collect();
        return match index.as_slice() {
            [one] => vec![format!("위치 {one}")],
            _ => vec![format!("위치 ({})", index.join(", "))],
        };
    }
    let part = |k: usize| span(noun(axes[k]), &ranges[k], shape[k]);
    (0..axes.len()).map(part).collect()
}
