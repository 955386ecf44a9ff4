//! Numbers of one layer on one tensor.

use super::{Format, Live};
use crate::lab::explore::Explore;
use crate::state::Settings;

/// The values.
pub const VALUES: &[Live] = &[
    Live {
        name: "sets",
        format: Format::Count,
        value: |s| Some(explore(s).partition()?.set_count() as f64),
    },
];

fn explore(settings: &Settings) -> Explore {
    Explore::run(&settings.setup())
}
