//! What is computed of one element.

mod line;
mod moments;
mod slope;

pub use line::{Affinely, Straight};
pub use moments::{Around, AroundEach, AroundZero};
pub use slope::{ProductsEach, Slope, SlopeEach, StraightEach};
