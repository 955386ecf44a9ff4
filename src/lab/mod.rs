//! Experiments: settings in, results out; pure.

pub mod backward;
pub mod descent;
pub mod explore;
pub mod family;
pub mod files;
pub mod formula;
pub mod histogram;
pub mod lit;
pub mod meaning;
pub mod number;
pub mod pictures;
pub mod receipt;
pub mod redraws;
pub mod region;
pub mod stack;
pub mod test_time;
pub mod training;
pub mod twins;
