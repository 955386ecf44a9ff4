//! Small networks, as PyTorch computes them.

pub mod transformer;
