//! On stage: what keys, buttons and a second window can ask of a page that is presented.

mod action;
mod key;
mod keys;
mod sheet;
mod situation;
mod stroke;

pub use action::Action;
pub use key::{Key, Press};
pub use keys::{Heard, KEYS, Line, Row, heard, lines};
pub use sheet::{Sheet, sheet_of};
pub use situation::{Cover, Focus, Situation, When};
pub use stroke::{Dab, Frame, Ink, PEN_COLORS, Point, Stroke};
