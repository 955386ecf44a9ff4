//! What is shown: settings, link, session, timeline, words, and the numbers that lessons speak of.

mod axes;
mod controls;
mod family;
mod film;
pub mod hall;
pub mod lesson;
mod link;
pub mod live;
mod method;
pub mod numbers;
mod paste;
pub mod qr;
mod settings;
pub mod stage;
mod stages;
mod timeline;
pub mod words;

pub use axes::{Arrangement, Axis, axes_of, channel_axis};
pub use film::Film;
pub use link::{
    Complaint, Range as LinkRange, Reason, WATCHED, beat_link, follow, leaves_figure_to_lesson,
    read_link, write_link,
};
pub use method::{Method, divisor_up_to};
pub use paste::{Paste, Pasted, read_paste};
pub use settings::{
    By, Cam, Color, Cut, LAST_STAGE, Language, MAX_STEPS, Part, Settings, Theme, View,
};
pub use stages::{named_stage, short_stage, stage_text};
pub use timeline::{Clock, Speed};
