//! The groups of an experiment.

use super::bins::{Bins, Extent, joined};
use super::counting::Counting;
use super::group::{Group, Member};
use super::phase::phases;
use super::{By, MOST_GROUPS};
use crate::lab::explore::{Explore, has_sample_axis};
use crate::lab::region::Region;

/// The groups that are drawn whatever is selected, with their counts: the work of a distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Groups {
    /// What makes a group
    pub by: By,
    /// How many groups there are
    pub(super) count: usize,
    /// Each of them, or all values together where they are more than [`MOST_GROUPS`]
    pub(super) drawn: Vec<Group>,
}

impl Groups {
    /// The groups before they are counted.
    ///
    /// Where PyTorch rejects the call there are no sets: all values together stand for them, at the stage x alone.
    pub fn new(explore: &Explore, by: By) -> Self {
        let members = Members::new(explore, by);
        let drawn: Vec<Member> = match members.count {
            count if count <= MOST_GROUPS => (0..count).map(|i| members.member(i)).collect(),
            _ => vec![Member::All],
        };
        Self {
            by,
            count: members.count,
            drawn: drawn
                .into_iter()
                .map(|member| group(explore, member))
                .collect(),
        }
    }

    /// Counts the values of every stage.
    pub fn count(explore: &Explore, by: By) -> Self {
        let mut groups = Self::new(explore, by);
        groups.counting(explore).for_each(drop);
        groups
    }

    /// Counts step by step.
    pub fn counting<'a>(&'a mut self, explore: &'a Explore) -> Counting<'a> {
        Counting::new(explore, &mut self.drawn)
    }

    /// From where to where all values of x lie, and their moments; nothing is counted for it.
    pub fn extent_of_x(&self) -> Extent {
        let of_x = |group: &Group| group.phases.first().map(|phase| phase.bins.extent);
        let parts: Vec<Extent> = self.drawn.iter().filter_map(of_x).collect();
        joined(parts.iter())
    }

    /// All counts as plain numbers, to be handed from one thread to another.
    pub fn numbers(&self) -> Vec<Vec<f64>> {
        let phases = self.drawn.iter().flat_map(|group| &group.phases);
        phases.map(|phase| phase.bins.numbers()).collect()
    }

    /// Those of [`Self::numbers`], for the same experiment.
    ///
    /// # Panics
    ///
    /// If they are those of another.
    pub fn from_numbers(explore: &Explore, by: By, numbers: Vec<Vec<f64>>) -> Self {
        let mut groups = Self::new(explore, by);
        let mut numbers = numbers.iter();
        for phase in groups.drawn.iter_mut().flat_map(|group| &mut group.phases) {
            phase.bins = Bins::from_numbers(numbers.next().expect("counts of every phase"));
        }
        groups
    }
}

/// The groups of one kind, numbered.
pub(super) struct Members {
    by: By,
    pub count: usize,
}

impl Members {
    pub fn new(explore: &Explore, by: By) -> Self {
        let shape = explore.x.shape();
        let by = match by {
            By::Set if explore.partition().is_none() => By::All,
            By::Channel if shape.len() < 2 => By::All,
            By::Sample if !has_sample_axis(&explore.setup.layer, shape.len()) => By::All,
            by => by,
        };
        let count = match by {
            By::Set => explore
                .partition()
                .map_or(1, |partition| partition.set_count()),
            By::Channel => shape[channel_axis(explore)],
            By::Sample => shape[0],
            By::All => 1,
        };
        Self {
            by,
            count: if explore.x.is_empty() { 0 } else { count },
        }
    }

    pub fn member(&self, i: usize) -> Member {
        match self.by {
            By::Set => Member::Set(i),
            By::Channel => Member::Channel(i),
            By::Sample => Member::Sample(i),
            By::All => Member::All,
        }
    }

    /// The number of the group that an element belongs to.
    pub fn of(&self, explore: &Explore, index: &[usize]) -> usize {
        match self.by {
            By::Set => explore
                .partition()
                .map_or(0, |partition| partition.set_of(index)),
            By::Channel => index[channel_axis(explore)],
            By::Sample => index[0],
            By::All => 0,
        }
    }
}

fn channel_axis(explore: &Explore) -> usize {
    usize::from(has_sample_axis(&explore.setup.layer, explore.x.ndim()))
}

/// Before it is counted.
pub(super) fn group(explore: &Explore, member: Member) -> Group {
    let shape = explore.x.shape();
    let region = match member {
        Member::Set(set) => {
            let partition = explore.partition().expect("sets come from a partition");
            Region::new(shape, partition.ranges(set))
        }
        Member::Channel(channel) => Region::slice(shape, channel_axis(explore), channel),
        Member::Sample(sample) => Region::slice(shape, 0, sample),
        Member::All => Region::whole(shape),
    };
    Group {
        phases: phases(explore, &region),
        member,
        region,
    }
}
