//! Small networks, as PyTorch computes and trains them.
//!
//! - [`Architecture`]: what a network is made of, layer after layer
//! - [`Network`]: the layers with their parameters, forward and backward
//! - [`Init`]: what its parameters begin with
//! - [`Loss`]: what it is to make small
//! - [`Optimizer`], [`Schedule`]: how a step changes the parameters
//! - [`Trainer`]: one step after another, and back
//! - [`Yardstick`]: what is trained where its speed is measured
//! - [`transformer`]: stacks of blocks, at initialization

mod architecture;
mod init;
mod layer;
mod loss;
mod network;
mod optimizer;
mod preset;
mod schedule;
mod trainer;
pub mod transformer;
mod yardstick;

pub use architecture::{Architecture, Kind, Named};
pub use init::Init;
pub use layer::{Activation, Noise, Pool};
pub use loss::{Loss, Score, Targets};
pub use network::{Activations, Mode, Network, Parameter, Parameters, Part, Unfit};
pub use optimizer::{Moments, Optimizer};
pub use preset::{Behind, Blocks, Normalizer};
pub use schedule::Schedule;
pub use trainer::{Checkpoint, Course, Data, Order, Place, Trained, Trainer};
pub use yardstick::Yardstick;
