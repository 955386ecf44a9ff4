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

impl Dtype {
    /// As PyTorch names it: `float32`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int8 => "int8",
            Self::Int16 => "int16",
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::UInt8 => "uint8",
            Self::UInt16 => "uint16",
            Self::UInt32 => "uint32",
            Self::UInt64 => "uint64",
            Self::Float16 => "float16",
            Self::BFloat16 => "bfloat16",
            Self::Float32 => "float32",
            Self::Float64 => "float64",
            Self::Text => "text",
        }
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
        // One byte has no order.
        let dtype = match (descr.as_bytes().first(), descr.get(1..)) {
            (Some(b'|'), Some("b1")) => Self::Bool,
            (Some(b'|'), Some("i1")) => Self::Int8,
            (Some(b'|'), Some("u1")) => Self::UInt8,
            (Some(b'|'), Some("O")) => return Err(FileError::new(PICKLED)),
            (Some(b'|'), Some("V2")) => {
                let message = "two raw bytes, as which NumPy saves a bfloat16, are not read; save float32, or .safetensors";
                return Err(FileError::new(message));
            }
            (Some(b'<' | b'>'), Some(name)) => match name {
                "i2" => Self::Int16,
                "i4" => Self::Int32,
                "i8" => Self::Int64,
                "u2" => Self::UInt16,
                "u4" => Self::UInt32,
                "u8" => Self::UInt64,
                "f2" => Self::Float16,
                "f4" => Self::Float32,
                "f8" => Self::Float64,
                _ => return Err(unread(descr)),
            },
            _ => return Err(unread(descr)),
        };
        Ok((dtype, descr.starts_with('>')))
    }

    /// From the name in a `.safetensors` file, `F32`.
    pub(super) fn from_safetensors(name: &str) -> Result<Self, FileError> {
        Ok(match name {
            "BOOL" => Self::Bool,
            "I8" => Self::Int8,
            "I16" => Self::Int16,
            "I32" => Self::Int32,
            "I64" => Self::Int64,
            "U8" => Self::UInt8,
            "U16" => Self::UInt16,
            "U32" => Self::UInt32,
            "U64" => Self::UInt64,
            "F16" => Self::Float16,
            "BF16" => Self::BFloat16,
            "F32" => Self::Float32,
            "F64" => Self::Float64,
            _ => return Err(unread(name)),
        })
    }
}

fn unread(name: &str) -> FileError {
    FileError::new(format!(
        "values of the type “{}” are not read; bool, integers, float16, bfloat16, float32 and float64 are",
        shown(name)
    ))
}
