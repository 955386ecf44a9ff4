//! The bars of one group of values at every t.

use super::phase::Phase;
use crate::lab::explore::{Explore, Stage};
use crate::lab::region::Region;
use kernels::spread::Ruler;

/// Which elements a group holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    /// Those that share their statistics
    Set(usize),
    /// Those of one channel
    Channel(usize),
    /// Those of one sample
    Sample(usize),
    /// All
    All,
}

/// A group of elements and its bars.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Which elements
    pub member: Member,
    /// Where they are
    pub region: Region,
    /// In the order of time
    pub(super) phases: Vec<Phase>,
}

/// The bars of one group at one t.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// The t that they are true for: t itself, or the whole t before it where the bars step
    pub t: f64,
    /// From left to right
    pub bars: Vec<Bar>,
    /// Mean of the values
    pub mean: f64,
    /// Standard deviation of the values (biased, as in x̂)
    pub deviation: f64,
    /// Values that are no numbers, in no bar
    pub left_out: usize,
}

/// One bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Left edge
    pub low: f64,
    /// Right edge
    pub high: f64,
    /// How many values lie between
    pub count: usize,
    /// Which bin it shows; `None` where all bins have become one, since they are thinner than a rounding of the values
    pub bin: Option<usize>,
}

impl Group {
    /// Where it lies, in the names of the axes: `N 0, C 2–3`; empty if it is the whole tensor.
    pub fn label(&self, axes: &[&str]) -> String {
        let shape = self.region.shape();
        let part = |axis: usize| {
            let range = &self.region.ranges()[axis];
            match range.len() {
                len if len == shape[axis] => None,
                1 => Some(format!("{} {}", axes[axis], range.start)),
                _ => Some(format!("{} {}–{}", axes[axis], range.start, range.end - 1)),
            }
        };
        let parts: Vec<String> = (0..shape.len()).filter_map(part).collect();
        parts.join(", ")
    }

    /// Whether bars move all the way, without a step.
    pub fn moves(&self) -> bool {
        self.phases.len() == 1
    }

    /// The bars at t.
    pub fn bars_at(&self, t: f64) -> Bars {
        self.phase(t).bars_at(t)
    }

    /// The bar at t that holds the element at this place in memory, as an index into [`Bars::bars`].
    pub fn bar_of(&self, explore: &Explore, t: f64, flat: usize) -> Option<usize> {
        if !self.region.contains(flat) {
            return None;
        }
        let phase = self.phase(t);
        let bin = phase
            .bins
            .ruler()?
            .bin_of(explore.value(phase.stage, flat)?)?;
        let bars = phase.bars_at(t).bars;
        bars.iter()
            .position(|bar| bar.bin.is_none_or(|own| own == bin))
    }

    /// The elements that a bar holds at t, if there is such a bar.
    pub fn held(&self, t: f64, bar: usize) -> Option<Held> {
        let phase = self.phase(t);
        Some(Held {
            region: self.region.clone(),
            stage: phase.stage,
            bin: phase.bars_at(t).bars.get(bar)?.bin,
            ruler: phase.bins.ruler()?,
        })
    }

    fn phase(&self, t: f64) -> &Phase {
        let begun = |phase: &&Phase| phase.stage.t() <= t.max(0.0);
        let last = self.phases.iter().rfind(begun);
        last.expect("the first phase begins at t = 0")
    }
}

/// The elements of a bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    region: Region,
    /// The stage whose values were counted
    stage: Stage,
    /// `None` holds those of all bins
    bin: Option<usize>,
    ruler: Ruler,
}

impl Held {
    /// Whether the element at the place `flat` in memory is one of them.
    pub fn contains(&self, explore: &Explore, flat: usize) -> bool {
        let bin = || self.ruler.bin_of(explore.value(self.stage, flat)?);
        self.region.contains(flat) && bin().is_some_and(|bin| self.bin.is_none_or(|own| own == bin))
    }
}
