//! Elements that something on the page points at.

use super::explore::Explore;
use super::histogram::Held;
use super::region::Region;

/// Which elements light up.
#[derive(Clone, Debug, PartialEq)]
pub enum Lit {
    /// Those of a box: an element, a set, the elements that share a γ
    Region(Region),
    /// Those that a bar of the distributions holds
    Bar(Box<Held>),
}

impl Lit {
    /// Whether the element at the place `flat` in memory lights up.
    pub fn contains(&self, explore: &Explore, flat: usize) -> bool {
        match self {
            Self::Region(region) => region.contains(flat),
            Self::Bar(held) => held.contains(explore, flat),
        }
    }
}
