//! Whose values share their statistics: what every language says in its own words.

use crate::state::Axis;

/// As much as the box of a set spans.
pub(super) enum Whose {
    /// One channel: x has no samples
    Channel,
    /// One token of a sentence
    Token,
    /// One of several positions of a sample
    Position,
    /// The only sample there is
    OnlySample,
    /// One sample of several
    Sample,
    /// All samples, so many
    AllSamples(usize),
    /// So many samples of more
    Samples(usize),
}

impl Whose {
    /// What a box of these sides spans.
    pub fn of(axes: &[Axis], shape: &[usize], block: &[usize]) -> Self {
        let along = |of: Axis| {
            let k = axes.iter().position(|axis| *axis == of);
            k.map(|k| (block[k], shape[k]))
        };
        match along(Axis::Batch) {
            None => Self::Channel,
            Some((1, _)) if along(Axis::Tokens).is_some_and(|(side, _)| side == 1) => Self::Token,
            Some((1, _)) if is_one_position(axes, shape, block) => Self::Position,
            Some((_, 1)) => Self::OnlySample,
            Some((1, _)) => Self::Sample,
            Some((side, n)) if side == n => Self::AllSamples(n),
            Some((side, _)) => Self::Samples(side),
        }
    }
}

/// Whether a box holds one of several positions.
fn is_one_position(axes: &[Axis], shape: &[usize], block: &[usize]) -> bool {
    let spatial = || (0..axes.len()).filter(|&k| is_spatial(&axes[k]));
    spatial().all(|k| block[k] == 1) && spatial().any(|k| shape[k] > 1)
}

/// Whether an axis counts positions.
pub(super) fn is_spatial(axis: &Axis) -> bool {
    matches!(
        axis,
        Axis::Depth | Axis::Height | Axis::Width | Axis::Length
    )
}
