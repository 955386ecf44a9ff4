//! Lessons beside the figure: where one is, and what the figure makes of their links.

mod check;
mod place;

pub use check::{
    checked, follow_in, is_there, left_out_by_reader, own, set, settings_of, settings_of_value,
};
pub use normscope_lessons::*;
pub use place::{Place, Where, host_of};
