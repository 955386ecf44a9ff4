//! The curves, drawn on any plotters backend.
//!
//! What is drawn is laid out first, as plain boxes in CSS pixels ([`Ridges`]), so that what lies under
//! the pointer is found without reading the picture; then it is painted ([`Ridges::draw`], [`running::Averages::draw`], [`redraws::Scatter::draw`], [`descent::Contours::draw`], [`stack::Curves::draw`]).

mod axis;
mod clip;
pub mod descent;
pub mod losses;
mod paint;
mod pen;
pub mod plates;
pub mod redraws;
mod ridges;
pub mod running;
pub mod shades;
pub mod sheet;
pub mod stack;
mod style;
pub mod training;

pub use clip::Frame;
pub use ridges::{BarBox, Ridges, Row, Under, row_names};
pub use style::{Shape, Style};
