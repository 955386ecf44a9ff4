//! What the pen draws on.

use crate::state::lesson::Place;
use crate::state::{Arrangement, Cut, Settings, Theme, View};

/// Lines stay while this stays: then what they were drawn around still is where it was.
///
/// A lecturer circles cells and plays the stages, pins one of them, or shows by which method they belong together;
/// none of that moves a cell of the cube. What a chart shows moves with almost every setting.
#[derive(Clone, Debug, PartialEq)]
pub enum Sheet {
    /// The cube, or four of it
    Cube {
        /// One or four
        view: View,
        /// The beat
        place: Option<Place>,
        /// Lengths of the axes
        shape: Vec<usize>,
        /// How the axes lie
        arrangement: Arrangement,
        /// What is cut away
        cut: Option<Cut>,
    },
    /// Everything but the stage and how the page is read
    Other(Box<Settings>),
}

/// What the pen draws on while these settings are shown; the camera of the cube counts besides.
pub fn sheet_of(settings: &Settings) -> Sheet {
    match settings.view {
        view @ (View::Explore | View::Compare) => Sheet::Cube {
            view,
            place: settings.lesson.clone(),
            shape: settings.shape().to_vec(),
            arrangement: settings.arrangement,
            cut: settings.cut,
        },
        _ => Sheet::Other(Box::new(Settings {
            t: 0.0,
            cam: None,
            theme: Theme::Auto,
            hide: Vec::new(),
            ..settings.clone()
        })),
    }
}
