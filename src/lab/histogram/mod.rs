//! How values are distributed, group by group, at every t.
//!
//! Between two stages each set moves by its own affine map, so its bars move exactly, without counting again.
//! Where γ varies within a set, or a group has elements of several sets, bars are counted at each stage
//! and step from one to the next.

mod axis;
mod bins;
mod group;
mod phase;

pub use axis::{Axis, Span};
pub use bins::Bins;
pub use group::{Bar, Bars, Group, Member};

use super::explore::{Explore, has_sample_axis};
use super::region::{Region, index_of};

/// Most groups that are drawn one by one.
pub const MOST_GROUPS: usize = 24;

/// What makes a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// Each set of shared statistics
    #[default]
    Set,
    /// Each channel
    Channel,
    /// Each sample
    Sample,
    /// All values together
    All,
}

/// The distributions of all groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// What makes a group
    pub by: By,
    /// The groups; where they are too many, all values together and then the selected group, if any
    pub groups: Vec<Group>,
    /// Which of `groups` holds the selected element
    pub selected: Option<usize>,
    /// How many groups there are; more than [`MOST_GROUPS`] are not drawn one by one
    pub group_count: usize,
    /// The axis of values
    pub axis: Axis,
}

impl Distribution {
    /// Counts the values of every stage.
    ///
    /// `selected` is the place in memory of an element. Where PyTorch rejects the call there are no sets:
    /// all values together stand for them, at the stage x alone.
    ///
    /// # Panics
    ///
    /// If x has no such element.
    pub fn new(explore: &Explore, by: By, selected: Option<usize>) -> Self {
        let shape = explore.x.shape();
        let members = Members::new(explore, by);
        let selected = selected.map(|flat| members.of(explore, &index_of(shape, flat)));
        let drawn: Vec<Member> = match members.count {
            0 => Vec::new(),
            count if count <= MOST_GROUPS => (0..count).map(|i| members.member(i)).collect(),
            _ => {
                let selected = selected.map(|i| members.member(i));
                std::iter::once(Member::All).chain(selected).collect()
            }
        };
        let groups: Vec<Group> = drawn
            .into_iter()
            .map(|member| group(explore, member))
            .collect();
        Self {
            by,
            selected: match selected {
                Some(_) if members.count > MOST_GROUPS => Some(1),
                selected => selected,
            },
            group_count: members.count,
            axis: Axis::new(&groups, explore.stages()),
            groups,
        }
    }

    /// Whether every group is drawn.
    pub fn shows_every_group(&self) -> bool {
        self.group_count <= MOST_GROUPS
    }

    /// Whether all bars move with t; otherwise some step at whole t, and the page says so.
    pub fn moves(&self) -> bool {
        self.groups.iter().all(Group::moves)
    }

    /// The highest bar at t.
    pub fn highest(&self, t: f64) -> usize {
        let bars = self.groups.iter().flat_map(|group| group.bars_at(t).bars);
        bars.map(|bar| bar.count).max().unwrap_or(0)
    }
}

/// The groups of one kind, numbered.
struct Members {
    by: By,
    count: usize,
}

impl Members {
    fn new(explore: &Explore, by: By) -> Self {
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

    fn member(&self, i: usize) -> Member {
        match self.by {
            By::Set => Member::Set(i),
            By::Channel => Member::Channel(i),
            By::Sample => Member::Sample(i),
            By::All => Member::All,
        }
    }

    /// The number of the group that an element belongs to.
    fn of(&self, explore: &Explore, index: &[usize]) -> usize {
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

fn group(explore: &Explore, member: Member) -> Group {
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
        phases: phase::phases(explore, &region),
        member,
        region,
    }
}
