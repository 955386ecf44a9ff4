//! What the symbols of the formula stand for in the picture.

use super::region::Region;
use crate::norm::{Partition, Plan, Source};
use std::ops::Range;

/// The elements that a symbol speaks of, seen from the pinned one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The pinned element: its x, x̂ and y
    Element,
    /// All that are normalized with the same μ and σ²
    Statistics,
    /// The m values that its y depends on; itself alone where running averages are used
    Reach,
    /// All that share its γ and β
    Affine,
}

impl Meaning {
    /// All, from those nearest to the element.
    pub const ALL: [Self; 4] = [Self::Element, Self::Reach, Self::Statistics, Self::Affine];

    /// The ids of the symbols (see [`super::formula::TERMS`]) that speak of it.
    pub fn terms(self) -> &'static [&'static str] {
        match self {
            Self::Element => &["x", "xhat", "y"],
            Self::Statistics => &["mu", "var"],
            Self::Reach => &["m"],
            Self::Affine => &["gamma", "beta"],
        }
    }

    /// What a symbol speaks of; ε is the same for all and marks nothing.
    pub fn of(term: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|meaning| meaning.terms().contains(&term))
    }

    /// The elements themselves, for the pinned element at `index`.
    ///
    /// # Panics
    ///
    /// If x has no such element.
    pub fn region(self, plan: &Plan, index: &[usize]) -> Region {
        let box_of = |partition: &Partition| partition.ranges(partition.set_of(index));
        let ranges: Vec<Range<usize>> = match (self, plan.source) {
            (Self::Element, _) => index.iter().map(|&i| i..i + 1).collect(),
            (Self::Statistics, Source::Batch) => box_of(&plan.partition),
            // A channel's running averages are for all samples, as its γ and β are
            (Self::Statistics, Source::Running) | (Self::Affine, _) => box_of(&plan.affine()),
            (Self::Reach, _) => box_of(&plan.reach()),
        };
        Region::new(plan.partition.shape(), ranges)
    }
}

/// The symbols for what the element at `other` has in common with the pinned one at `index`:
/// μ, σ² and m with those of its set, γ and β with those that share them, x, x̂ and y with itself alone.
///
/// # Panics
///
/// If x has no such elements.
pub fn shared_terms(plan: &Plan, index: &[usize], other: &[usize]) -> Vec<&'static str> {
    if index == other {
        return Meaning::Element.terms().to_vec();
    }
    let holds = |meaning: &Meaning| {
        let region = meaning.region(plan, index);
        let mut axes = region.ranges().iter().zip(other);
        axes.all(|(range, i)| range.contains(i))
    };
    let shared = Meaning::ALL.into_iter().filter(holds);
    shared
        .flat_map(|meaning| meaning.terms())
        .copied()
        .collect()
}
