//! People's own tensors: `.npy`, `.npz`, `.safetensors`, and tables of numbers as text.
//!
//! Nothing here opens a file. A reading says which bytes it wants next, and is given them, by whoever has them:
//! a browser's `Blob`, piece by piece, with progress, and given up by dropping it; or a slice at once.
//!
//! - [`Reading`]: `wants` these bytes, `take`s them, and in the end gives its result
//! - [`Opening`]: the reading that tells the format by the content and gives the [`Catalogue`]
//! - [`Catalogue`]: what the file holds: each [`Entry`] has a key, a place, and a [`Layout`] or why it cannot be had
//! - [`Loading`]: the reading that gives the values of one entry, as float32 in C order
//! - [`read_whole`]: runs a reading on a slice
//! - [`FileError`]: one sentence that says what is wrong, and where
//!
//! ```
//! use normscope::tensor::file::{Loading, Opening, read_whole};
//! let file = b"height,width\n1,2\n3,4\n5,6\n";
//! let catalogue = read_whole(Opening::new("sizes.csv", file.len() as u64), file)?;
//! let layout = catalogue.entries[0].layout.as_ref().expect("a table of numbers");
//! assert_eq!(layout.shape, [3, 2]);
//! let values = read_whole(Loading::new(&catalogue, 0)?, file)?;
//! assert_eq!(values[[2, 1]], 6.0);
//! # Ok::<(), normscope::tensor::file::FileError>(())
//! ```
//!
//! Files are foreign: whatever they hold gives a result or a sentence, in little time and in little memory besides
//! that of the result, which is asked for before it is used.

mod catalogue;
mod cursor;
mod dtype;
mod error;
mod fill;
mod loading;
mod npy;
mod npz;
mod opening;
mod reading;
mod safetensors;
mod table;
mod window;

pub use catalogue::{Catalogue, Entry, Format, Layout};
pub use dtype::Dtype;
pub(super) use error::is_hidden;
pub use error::{FileError, Place};
pub use loading::Loading;
pub(crate) use npz::CRC32;
pub use opening::Opening;
pub use reading::{PIECE_LEN, Reading, read_whole};
