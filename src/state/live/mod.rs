//! Numbers in the prose of lessons: computed, never written down.

pub mod descent;
pub mod explore;
pub mod redraws;
pub mod sentences;
pub mod stack;

use super::Settings;
use crate::lab::number::{count, short};

/// A number that prose speaks of: what it is called, and how it is computed from settings.
pub struct Live {
    /// As lessons write it: `kappa`
    pub name: &'static str,
    /// How it is written
    pub format: Format,
    /// The number; `None` where these settings have none
    pub value: fn(&Settings) -> Option<f64>,
}

impl Live {
    /// A row of a table.
    pub const fn new(
        name: &'static str,
        format: Format,
        value: fn(&Settings) -> Option<f64>,
    ) -> Self {
        Self {
            name,
            format,
            value,
        }
    }
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A whole number
    Count,
    /// With so many significant digits at most
    Significant(usize),
    /// A share of one, in percent
    Percent,
}

const ALL: [&[Live]; 5] = [
    descent::VALUES,
    explore::VALUES,
    sentences::VALUES,
    redraws::VALUES,
    stack::VALUES,
];

/// The value of this name.
pub fn find(name: &str) -> Option<&'static Live> {
    all().find(|live| live.name == name)
}

/// All values that prose may speak of.
pub fn all() -> impl Iterator<Item = &'static Live> {
    ALL.into_iter().flatten()
}

impl Format {
    /// The number as it is read.
    pub fn text(self, value: f64) -> String {
        match self {
            Self::Count if value >= 0.0 && value.fract() == 0.0 && value < 1e15 => {
                count(value as usize)
            }
            Self::Count => short(value, 6),
            // Large numbers in groups, as elsewhere on the page
            Self::Significant(_) if (1e4..1e15).contains(&value) => count(value.round() as usize),
            Self::Significant(digits) => short(value, digits),
            Self::Percent => format!("{} %", short(100.0 * value, 3)),
        }
    }
}
