//! The numbers that prose speaks of, each computed from settings.

pub mod descent;

use super::Settings;

/// A number that prose speaks of: what it is called, and how it is computed from settings.
pub struct Live {
    /// As lessons write it: `kappa`
    pub name: &'static str,
    /// How it is written
    pub format: Format,
    /// The number; `None` where these settings have none
    pub value: fn(&Settings) -> Option<f64>,
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A whole number, in groups of three digits
    Count,
    /// With so many significant digits
    Significant(usize),
    /// As a percentage
    Percent,
}
