//! What the settings are made of: the choices of the page, each by itself.

use crate::lab::histogram;

/// The pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// One layer, with all its numbers
    #[default]
    Explore,
    /// Batch, layer, instance and group normalization of the same x side by side
    Compare,
    /// Batches drawn again and again: how their statistics wander
    Redraws,
    /// Gradient descent on two features, before and after they are standardized
    Descent,
    /// Stacks of transformer blocks, by where they normalize
    Stack,
    /// The family of methods, by what shares a statistic
    Family,
    /// The samples of x as pictures, before the layer and behind it
    Pictures,
    /// Networks that learn, with and without normalization
    Training,
}

impl View {
    /// Whether it shows x as a cube, or what is drawn of it.
    pub fn has_cube(self) -> bool {
        matches!(self, Self::Explore | Self::Compare | Self::Redraws)
    }
}

/// What the colours of the cube stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// The value of the element
    #[default]
    Value,
    /// The set it belongs to
    Set,
}

/// What one row of the distributions holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// One set of the partition
    #[default]
    Set,
    /// One channel
    Channel,
    /// One sample
    Sample,
}

impl From<By> for histogram::By {
    fn from(by: By) -> Self {
        match by {
            By::Set => Self::Set,
            By::Channel => Self::Channel,
            By::Sample => Self::Sample,
        }
    }
}

/// Light or dark ground.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says
    #[default]
    Auto,
    /// Dark ink on light paper
    Light,
    /// Light ink on a dark ground
    Dark,
    /// Presented from the start, on a light ground with the strongest contrast
    Projector,
}

/// A language that the page speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// The first view is in this one
    #[default]
    English,
    /// 한국어
    Korean,
}

impl Language {
    /// All of them, by their names in links and in `lang` attributes.
    pub const ALL: [(&'static str, Self); 2] = [("en", Self::English), ("ko", Self::Korean)];

    /// Its name in links and in `lang` attributes.
    pub fn code(self) -> &'static str {
        Self::ALL[self as usize].0
    }

    /// Its name, as those who speak it write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Korean => "한국어",
        }
    }

    /// The one after it; the first after the last.
    #[must_use]
    pub fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % Self::ALL.len()].1
    }
}

/// The part of an axis that is taken away, so that inner cells can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The axis
    pub axis: usize,
    /// The first index that still stands
    pub from: usize,
}

/// A view of the cube that was shared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cam {
    /// Turn about the vertical, in degrees
    pub yaw_deg: f64,
    /// Tilt from above, in degrees
    pub pitch_deg: f64,
    /// Magnification; 1 fits the figure
    pub zoom: f64,
    /// How far the figure is moved to the right and down, in shorter sides of its frame
    pub pan: [f64; 2],
}

impl Cam {
    /// Smallest and largest zoom: enough to tell single cells of a million in a row apart.
    pub const ZOOM: (f64, f64) = (0.25, 1024.0);
    /// How far the figure can be moved either way.
    pub const PAN_MAX: f64 = 1000.0;
}

/// Parts of the page that a lecturer can leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The column of controls
    Controls,
    /// The formula
    Formula,
    /// The table of the selected set
    Table,
    /// The distributions
    Distributions,
    /// The code
    Code,
    /// The timeline
    Timeline,
    /// The head of the page: where one is, and what one takes along
    Header,
    /// The sentences above the figure
    Headline,
    /// The buttons on the figure, and its foot
    Tools,
    /// The prose of a lesson
    Prose,
    /// The bar of a presented page
    Bar,
}
