//! What is shown as files, for other programs: tensors for NumPy, a table of the sets, pictures and films that say where they come from.
//!
//! ```
//! use normscope::lab::explore::{Explore, Setup};
//! use normscope::lab::files::{Tensors, table};
//! use normscope::tensor::Source;
//! # let layer = normscope::torch::parse_layer("GroupNorm(3,6)")?;
//! let explore = Explore::run(&Setup::new(Source::parse("randn(4,6,2,2)")?, layer));
//! assert_eq!(Tensors::new(&explore, None).names(), ["x", "x_hat", "y", "mean", "variance", "weight", "bias"]);
//! let csv = table(&explore, &["N", "C", "H", "W"], "https://example.org/");
//! assert_eq!(csv.lines().nth(1), Some("set,N,C,H,W,values,mean,variance"));
//! # Ok::<(), normscope::torch::ParseError>(())
//! ```

mod curves;
mod network;
mod npy;
mod npz;
mod origin;
mod safetensors;
mod table;
mod tensors;
mod video;
mod zip;

pub use curves::curves_table;
pub use network::{activations, state_dict};
pub use npy::{Pieces, Tensor};
pub use origin::{escaped, png_with_link, svg_with_link};
pub use safetensors::{Array, Values, safetensors};
pub use table::table;
pub use tensors::{Tensors, gradient_names};
pub use video::{Codec, Colours, Frame, Video};
