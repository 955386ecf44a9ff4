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

mod layer;
mod partition;

pub use layer::{
    BatchNorm, BoxNorm, ChannelLayerNorm, GroupNorm, InstanceNorm, Layer, LayerNorm, RmsNorm,
    Spatial,
};
pub use partition::{Partition, PartitionError, Side};
