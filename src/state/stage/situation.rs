//! What a page is in the middle of when a key is pressed.

use crate::state::words::StageLabel;

/// All that the meaning of a key depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// The page is presented
    pub is_presenting: bool,
    /// It was presented before, since it was loaded
    pub was_presented: bool,
    /// A lesson is shown, or the list of all lessons
    pub is_taught: bool,
    /// The figure follows the layer, as the cube does
    pub has_cube: bool,
    /// What lies over the page
    pub cover: Option<Cover>,
    /// The spotlight is on
    pub is_spotlit: bool,
    /// The pen is taken up
    pub is_drawing: bool,
    /// There are lines of the pen
    pub has_ink: bool,
    /// What has the focus
    pub focus: Focus,
    /// Letters, digits and signs are keys
    pub has_characters: bool,
}

/// What can lie over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cover {
    /// The list of keys
    Help,
    /// The code of the link
    QrCode,
    /// A black screen
    Blank,
    /// A dialog that is not of the stage: its keys are its own
    Dialog,
}

/// What has the focus, as far as it takes keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// Nothing that does
    #[default]
    Nothing,
    /// Something to type or to choose from: all keys are its own
    Field,
    /// A slider
    Slider,
    /// One of several that arrows go through: a radio button, a tab
    Choice,
    /// What is pressed by Space: a button, a box to tick
    Button,
    /// The cube
    Cube,
}

impl Focus {
    /// Whether it takes a key for itself.
    pub fn takes(self, key: &str) -> bool {
        let is_arrow = key.starts_with("Arrow");
        match self {
            Self::Nothing => false,
            // One can always leave.
            Self::Field => !matches!(key, "Escape" | "F5"),
            Self::Slider => is_arrow || matches!(key, "Home" | "End"),
            Self::Choice => is_arrow || matches!(key, " " | "Home" | "End"),
            Self::Button => key == " ",
            Self::Cube => is_arrow,
        }
    }
}

/// When a row of the table of keys holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Always
    Always,
    /// A lesson is presented
    Lesson,
    /// The page is presented
    Presenting,
    /// The page is presented, and nothing lies over it but this
    Over(Cover),
    /// A figure is presented that follows the layer
    Figure,
    /// The same without a lesson
    FigureAlone,
    /// The spotlight is on
    Spotlit,
    /// The pen is taken up
    Drawing,
    /// There are lines of the pen
    Inked,
}

impl When {
    /// Whether it holds.
    ///
    /// Of what lies over the page, the black screen and the code of the link are taken away by the keys of a lesson;
    /// the list of keys is read, and keeps those by which it is scrolled.
    pub fn holds(self, now: &Situation) -> bool {
        let is_light = matches!(now.cover, Some(Cover::Blank | Cover::QrCode));
        let is_open = now.is_presenting && now.cover.is_none();
        match self {
            Self::Always => true,
            Self::Lesson => now.is_presenting && (is_light || is_open && now.is_taught),
            Self::Presenting => is_open,
            Self::Over(cover) => now.is_presenting && now.cover.is_none_or(|on| on == cover),
            Self::Figure => is_open && now.has_cube,
            Self::FigureAlone => is_open && now.has_cube && !now.is_taught,
            Self::Spotlit => is_open && now.is_spotlit,
            Self::Drawing => is_open && now.is_drawing,
            Self::Inked => is_open && now.has_ink,
        }
    }

    /// What the list of keys says above the rows that hold then.
    pub fn heading(self) -> StageLabel {
        match self {
            Self::Always | Self::Presenting | Self::Over(_) => StageLabel::WhenPresenting,
            Self::Lesson => StageLabel::WhenTaught,
            Self::Figure | Self::FigureAlone => StageLabel::WhenFigure,
            Self::Spotlit => StageLabel::WhenSpotlit,
            Self::Drawing | Self::Inked => StageLabel::WhenDrawing,
        }
    }
}
