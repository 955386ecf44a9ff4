//! Batch normalization at test time, in small experiments that are one number each.

mod company;
mod fold;
mod running;

pub use company::company_change;
pub use fold::fold_difference;
pub use running::{initial_weight, steps_to_forget, stored_ratio};
