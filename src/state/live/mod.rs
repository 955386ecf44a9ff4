//! Numbers in the prose of lessons: computed, never written down.

pub mod descent;
pub mod explore;
pub mod family;
pub mod pictures;
pub mod redraws;
pub mod sentences;
pub mod stack;
pub mod training;

use super::Settings;
use crate::lab::explore::Explore;
use crate::lab::number::{count, rounded, short};
use crate::lab::training::{Log, Setup};

/// A number that prose speaks of: what it is called, and how it is computed from settings.
pub struct Live {
    /// As lessons write it: `kappa`
    pub name: &'static str,
    /// How it is written
    pub format: Format,
    of: Of,
}

/// What a number is computed of; `None` where there is none.
enum Of {
    /// The settings alone, in no time
    Settings(fn(&Settings) -> Option<f64>),
    /// What is drawn for it
    Drawn(fn(&Settings) -> Option<f64>),
    /// What the page shows of these settings
    Shown(fn(&Settings, &Explore) -> Option<f64>),
    /// What was seen of the runs of these settings
    Trained(fn(&Setup, &[Log]) -> Option<f64>),
}

impl Live {
    /// A number of what is drawn for it.
    pub const fn new(
        name: &'static str,
        format: Format,
        value: fn(&Settings) -> Option<f64>,
    ) -> Self {
        let of = Of::Drawn(value);
        Self { name, format, of }
    }

    /// A number that follows from the settings, whatever x is.
    pub const fn of_settings(
        name: &'static str,
        format: Format,
        value: fn(&Settings) -> Option<f64>,
    ) -> Self {
        let of = Of::Settings(value);
        Self { name, format, of }
    }

    /// A number of what the page shows.
    pub const fn of_shown(
        name: &'static str,
        format: Format,
        value: fn(&Settings, &Explore) -> Option<f64>,
    ) -> Self {
        let of = Of::Shown(value);
        Self { name, format, of }
    }

    /// A number of what was seen of networks in training.
    pub const fn of_trained(
        name: &'static str,
        format: Format,
        value: fn(&Setup, &[Log]) -> Option<f64>,
    ) -> Self {
        let of = Of::Trained(value);
        Self { name, format, of }
    }

    /// Whether it is known without x.
    pub fn needs_no_x(&self) -> bool {
        matches!(self.of, Of::Settings(_))
    }

    /// The number; `None` where these settings have none. What it needs is computed for it.
    pub fn value(&self, settings: &Settings) -> Option<f64> {
        match self.of {
            Of::Settings(value) | Of::Drawn(value) => value(settings),
            Of::Shown(value) => value(settings, &Explore::run(&settings.setup())),
            Of::Trained(value) => value(&settings.training, &training::trained(settings)?),
        }
    }

    /// The same of what is there already: `explore` is what is shown of these settings.
    /// `None` where that is not enough for the number.
    pub fn value_of(&self, settings: &Settings, explore: &Explore) -> Option<Option<f64>> {
        match self.of {
            Of::Settings(value) => Some(value(settings)),
            Of::Shown(value) => Some(value(settings, explore)),
            Of::Drawn(_) | Of::Trained(_) => None,
        }
    }

    /// The same of what was seen of the runs of these settings; `None` for a number of anything else.
    pub fn value_of_runs(&self, settings: &Settings, logs: &[Log]) -> Option<Option<f64>> {
        match self.of {
            Of::Trained(value) => Some(value(&settings.training, logs)),
            _ => None,
        }
    }

    /// Whether networks have to be trained for it.
    pub fn is_of_runs(&self) -> bool {
        matches!(self.of, Of::Trained(_))
    }
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A whole number
    Count,
    /// With so many significant digits at most
    Significant(usize),
    /// Rounded to so many digits, for what spreads
    Rounded(usize),
    /// A share of one, in percent
    Percent,
}

const ALL: [&[Live]; 8] = [
    descent::VALUES,
    explore::VALUES,
    sentences::VALUES,
    redraws::VALUES,
    stack::VALUES,
    family::VALUES,
    pictures::VALUES,
    training::VALUES,
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
            Self::Rounded(digits) => rounded(value, digits),
            Self::Percent => format!("{} %", short(100.0 * value, 3)),
        }
    }
}
