//! The mathematics of normalization layers.
//!
//! Every method computes
//!
//! ```text
//! x̂_i = (x_i − μ_i) / √(σ²_i + ε)
//! ```
//!
//! with μ_i and σ²_i taken over a set `S_i` of elements, and only `S_i` differs
//! (Wu & He, "Group Normalization", 2018, section 3.1).
//! Each `S_i` is a box, and the boxes of one method tile the tensor: see [`Partition`].

mod backward;
pub mod definition;
mod forward;
mod layer;
mod module;
mod partition;
mod plan;
mod running;
mod stages;
mod workspace;

pub use backward::Gradients;
pub use forward::{Call, Forward};
pub use kernels::Statistics;
pub use layer::{
    BatchNorm, BoxNorm, ChannelLayerNorm, ErrorKind, GroupNorm, InstanceNorm, Layer, LayerNorm,
    NormError, PythonFloat, RmsNorm, Spatial,
};
pub use module::Module;
pub use partition::{Partition, PartitionError, Side};
pub use plan::{Plan, Source, Statistic};
pub use running::Running;
pub use stages::{Place, Stages};
pub use workspace::Workspace;
