//! How values are distributed: their range and moments, and how many lie in each of some bins.

mod cells;
mod extent;
mod ruler;

pub use cells::Cells;
pub use extent::{Extent, Sums, magnitude};
pub use ruler::{Counts, MOST_BINS, Ruler, near};
