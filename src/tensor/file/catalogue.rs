//! What a file holds.

use std::ops::Range;

use super::table::Delimiter;
use super::{Dtype, FileError};
use crate::tensor::{Source, Stored};

/// Most entries of a file that are listed.
pub(super) const MOST_ENTRIES: usize = 1 << 14;

/// Most axes of an entry.
const MOST_AXES: usize = 5;

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One array of NumPy
    Npy,
    /// An archive of arrays
    Npz,
    /// The tensors of a model
    Safetensors,
    /// A table of numbers as text
    Table,
}

/// Everything in a file, in its order.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalogue {
    /// Told by the content
    pub format: Format,
    /// One at least; at least one can be read
    pub entries: Vec<Entry>,
}

/// One array.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its name; of an entry that can be read, as the file has it, and plain text; empty where the file is one array
    pub key: String,
    /// How its values lie in the file, or why they are not read
    pub layout: Result<Layout, FileError>,
    pub(super) range: Range<u64>,
    pub(super) coding: Coding,
}

/// Type and order of an entry's values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Type of the values
    pub dtype: Dtype,
    /// Whether the first byte of a value is its largest
    pub is_big_endian: bool,
    /// Whether the first index runs fastest, and not the last
    pub is_fortran: bool,
    /// Lengths of the axes, none to five; their product is at most [`Source::MAX_ELEMENTS`]
    pub shape: Vec<usize>,
}

/// How an entry's bytes become values.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Coding {
    /// They are the values
    Plain,
    /// A member of an archive: values after a head
    Member {
        is_deflated: bool,
        head_len: u64,
        sum: u32,
    },
    /// Text
    Table {
        delimiter: Delimiter,
        has_head: bool,
    },
}

impl Catalogue {
    /// # Errors
    ///
    /// If there is no entry, or none that can be read: what is wrong with the first.
    pub(super) fn new(format: Format, entries: Vec<Entry>) -> Result<Self, FileError> {
        match entries.first() {
            None => Err(FileError::new("the file holds no arrays")),
            Some(first) if entries.iter().all(|entry| entry.layout.is_err()) => {
                Err(first.layout.clone().expect_err("none can be read"))
            }
            Some(_) => Ok(Self { format, entries }),
        }
    }
}

impl Entry {
    /// How a link names it, in a file of this name.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or has a key that no link can hold.
    pub fn stored(&self, name: &str) -> Result<Stored, FileError> {
        let layout = self.layout.as_ref().map_err(Clone::clone)?;
        let stored = Stored::new(name, &self.key, &layout.shape);
        if stored.key != self.key {
            return Err(FileError::new(
                "its name has marks that cannot stand in a link",
            ));
        }
        Ok(match self.coding {
            Coding::Table {
                delimiter,
                has_head,
            } => Stored {
                delimiter: char::from(delimiter.byte()),
                has_head,
                ..stored
            },
            _ => stored,
        })
    }

    /// The bytes that are read for it, as they lie in the file.
    pub fn bytes(&self) -> u64 {
        self.range.end - self.range.start
    }
}

impl Layout {
    /// # Errors
    ///
    /// If the shape has too many axes or values.
    pub(super) fn new(
        (dtype, is_big_endian): (Dtype, bool),
        shape: &[u64],
        is_fortran: bool,
    ) -> Result<Self, FileError> {
        if shape.len() > MOST_AXES {
            let message = format!(
                "an array here has at most {MOST_AXES} axes; this one has {}",
                shape.len()
            );
            return Err(FileError::new(message));
        }
        // An empty axis makes the array empty, and no other axis short.
        let fit = |len: u64, n: &u64| len.checked_mul((*n).max(1)).filter(|len| fits(*len));
        if shape.iter().try_fold(1, fit).is_none() {
            return Err(too_large(shape));
        }
        Ok(Self {
            dtype,
            is_big_endian,
            is_fortran,
            shape: shape.iter().map(|n| *n as usize).collect(),
        })
    }

    /// How many values it has.
    pub fn values(&self) -> usize {
        self.shape.iter().product()
    }

    /// The bytes of its values.
    pub(super) fn bytes(&self) -> u64 {
        (self.values() * self.dtype.width()) as u64
    }
}

/// Whether so many values are shown.
pub(super) fn fits(values: u64) -> bool {
    values <= Source::MAX_ELEMENTS as u64
}

pub(super) fn too_large(shape: &[u64]) -> FileError {
    FileError::new(format!(
        "an array here has at most 2²⁵ = {} values, and no longer axis; this one has the shape {shape:?}",
        Source::MAX_ELEMENTS
    ))
}
