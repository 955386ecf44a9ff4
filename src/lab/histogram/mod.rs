//! How values are distributed, group by group, at every t.
//!
//! Between two stages each set moves by its own affine map, so its bars move exactly, without counting again.
//! Where γ varies within a set, or a group has elements of several sets, bars are counted at each stage
//! and step from one to the next.

mod axis;
mod bins;
mod counting;
mod group;
mod groups;
mod pass;
mod phase;

pub use axis::{Axis, Span};
pub use bins::{Bins, Extent};
pub use counting::Counting;
pub use group::{Bar, Bars, Group, Held, Member};
pub use groups::Groups;

use super::explore::Explore;
use super::region::index_of;
use groups::{Members, group};

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
    /// `selected` is the place in memory of an element.
    ///
    /// # Panics
    ///
    /// If x has no such element.
    pub fn new(explore: &Explore, by: By, selected: Option<usize>) -> Self {
        Self::of(explore, &Groups::count(explore, by), selected)
    }

    /// The groups that are drawn, and the selected one where it is not among them.
    ///
    /// # Panics
    ///
    /// If x has no such element.
    pub fn of(explore: &Explore, counted: &Groups, selected: Option<usize>) -> Self {
        let members = Members::new(explore, counted.by);
        let selected = selected.map(|flat| members.of(explore, &index_of(explore.x.shape(), flat)));
        let mut groups = counted.drawn.clone();
        if let (Some(i), true) = (selected, counted.count > MOST_GROUPS) {
            let mut own = [group(explore, members.member(i))];
            Counting::new(explore, &mut own).for_each(drop);
            groups.extend(own);
        }
        Self {
            by: counted.by,
            selected: match selected {
                Some(_) if counted.count > MOST_GROUPS => Some(1),
                selected => selected,
            },
            group_count: counted.count,
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
