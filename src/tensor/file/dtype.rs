//! Types of values.

use super::FileError;
use super::error::{PICKLED, shown};

/// What kind of values a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dtype {
    /// One byte, true where it is not 0
    Bool,
    /// Signed, 8 bits
    Int8,
    /// Signed, 16 bits
    Int16,
    /// Signed, 32 bits
    Int32,
    /// Signed, 64 bits
    Int64,
    /// Unsigned, 8 bits
    UInt8,
    /// Unsigned, 16 bits
    UInt16,
    /// Unsigned, 32 bits
    UInt32,
    /// Unsigned, 64 bits
    UInt64,
    /// IEEE 754 binary16
    Float16,
    /// The upper half of a float32
    BFloat16,
    /// IEEE 754 binary32
    Float32,
    /// IEEE 754 binary64
    Float64,
    /// Numbers as people write them
    Text,
}

/// The names of NumPy and safetensors beside one another; NumPy has no bfloat16, safetensors no text.
const NAMES: [(Dtype, &str, &str, &str); 13] = [
    (Dtype::Bool, "bool", "b1", "BOOL"),
    (Dtype::Int8, "int8", "i1", "I8"),
    (Dtype::Int16, "int16", "i2", "I16"),
    (Dtype::Int32, "int32", "i4", "I32"),
    (Dtype::Int64, "int64", "i8", "I64"),
    (Dtype::UInt8, "uint8", "u1", "U8"),
    (Dtype::UInt16, "uint16", "u2", "U16"),
    (Dtype::UInt32, "uint32", "u4", "U32"),
    (Dtype::UInt64, "uint64", "u8", "U64"),
    (Dtype::Float16, "float16", "f2", "F16"),
    (Dtype::BFloat16, "bfloat16", "", "BF16"),
    (Dtype::Float32, "float32", "f4", "F32"),
    (Dtype::Float64, "float64", "f8", "F64"),
];

impl Dtype {
    /// As PyTorch names it: `float32`.
    pub fn name(self) -> &'static str {
        let found = NAMES.iter().find(|(dtype, ..)| *dtype == self);
        found.map_or("text", |(_, name, ..)| name)
    }

    /// Bytes of one value; 0 for numbers in text, which have none of their own.
    pub fn width(self) -> usize {
        match self {
            Self::Text => 0,
            Self::Bool | Self::Int8 | Self::UInt8 => 1,
            Self::Int16 | Self::UInt16 | Self::Float16 | Self::BFloat16 => 2,
            Self::Int32 | Self::UInt32 | Self::Float32 => 4,
            Self::Int64 | Self::UInt64 | Self::Float64 => 8,
        }
    }

    /// From NumPy's type string, `<f4`, and whether the first byte of a value is its largest.
    pub(super) fn from_numpy(descr: &str) -> Result<(Self, bool), FileError> {
        let (order, name) = match descr.split_at_checked(1) {
            Some((order @ ("<" | ">" | "|"), name)) if !name.is_empty() => (order, name),
            _ => return Err(unread(descr)),
        };
        let found = NAMES.iter().find(|(_, _, numpy, _)| *numpy == name);
        match (found, name.as_bytes()[0]) {
            (Some((dtype, ..)), _) if dtype.width() == 1 || order != "|" => {
                Ok((*dtype, order == ">"))
            }
            (None, b'O') => Err(FileError::new(PICKLED)),
            _ if descr == "|V2" => Err(FileError::new(
                "two raw bytes, as which NumPy saves a bfloat16, are not read; save float32, or .safetensors",
            )),
            _ => Err(unread(descr)),
        }
    }

    /// From the name in a `.safetensors` file, `F32`.
    pub(super) fn from_safetensors(name: &str) -> Result<Self, FileError> {
        let found = NAMES.iter().find(|(_, _, _, safe)| *safe == name);
        found.map(|(dtype, ..)| *dtype).ok_or_else(|| unread(name))
    }
}

fn unread(name: &str) -> FileError {
    FileError::new(format!(
        "values of the type “{}” are not read; bool, integers, float16, bfloat16, float32 and float64 are",
        shown(name)
    ))
}
