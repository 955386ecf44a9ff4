//! See what a normalization layer does to a tensor.
//!
//! The rooms, in the order of dependency; a room uses what stands above it and nothing below:
//!
//! - the crate `kernels`: the loops over large tensors, compiled for speed
//! - the crate `lessons`: from Markdown to plain data, when the page is built or a lecturer opens a lesson
//! - [`norm`]: the mathematics: partition, statistics, layers, backward, running averages
//! - [`torch`]: PyTorch's words: its layer calls, its random numbers
//! - [`tensor`]: where x comes from: recipes with a seed, images of digits
//! - [`nn`]: small networks: a transformer's encoder, forward and backward
//! - [`lab`]: experiments: settings in, results out
//! - [`state`]: what is shown: settings, link, timeline, lesson, live values, words
//! - [`scene`]: the cube as numbers: layout, camera, picking, colour
//! - [`chart`]: the curves, on any plotters backend
//! - [`paper`]: handouts: lessons and views as they are printed
//! - `web`: the browser: components, canvases, worker (wasm32 only)

pub mod chart;
pub mod lab;
pub mod nn;
pub mod norm;
pub mod paper;
pub mod scene;
pub mod state;
pub mod tensor;
pub mod torch;
#[cfg(target_arch = "wasm32")]
pub mod web;
