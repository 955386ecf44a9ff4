//! A tensor in NumPy's format.

use ndarray::{ArrayD, ArrayViewD};

use crate::lab::explore::{Explore, Stage};

/// A tensor by where its values are, none of which is copied before it is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Tensor<'a> {
    /// What PyTorch has in float32
    Float32(ArrayViewD<'a, f32>),
    /// A stage of x, in float32
    Stage(&'a Explore, Stage),
    /// Statistics, which are computed in float64
    Float64(ArrayD<f64>),
}

/// A file, piece by piece: what it takes to make one is short, however large the file is.
pub type Pieces<'a> = Box<dyn Iterator<Item = Vec<u8>> + 'a>;

/// Values in a piece.
const PIECE_LEN: usize = 1 << 18;

impl<'a> Tensor<'a> {
    /// Lengths of its axes.
    pub fn shape(&self) -> &[usize] {
        match self {
            Self::Float32(values) => values.shape(),
            Self::Stage(explore, _) => explore.x.shape(),
            Self::Float64(values) => values.shape(),
        }
    }

    /// The file `.npy`, version 1.0, in C order and little endian (NumPy Enhancement Proposal 1).
    pub fn npy(self) -> Pieces<'a> {
        let kind = match self {
            Self::Float32(_) | Self::Stage(..) => "<f4",
            Self::Float64(_) => "<f8",
        };
        let head = std::iter::once(head(kind, self.shape()));
        let len: usize = self.shape().iter().product();
        let pieces = (0..len).step_by(PIECE_LEN);
        let piece = move |first: usize| self.bytes(first..len.min(first + PIECE_LEN));
        Box::new(head.chain(pieces.map(piece)))
    }

    /// The values at these places in C order.
    fn bytes(&self, flats: std::ops::Range<usize>) -> Vec<u8> {
        const ORDER: &str = "tensors are made in standard layout";
        match self {
            Self::Float32(values) => {
                let values = &values.as_slice().expect(ORDER)[flats];
                little_endian(values, f32::to_le_bytes)
            }
            Self::Stage(explore, stage) => {
                let mut values = vec![0.0; flats.len()];
                explore.fill(*stage, flats.start, &mut values);
                little_endian(&values, f32::to_le_bytes)
            }
            Self::Float64(values) => {
                let values = &values.as_slice().expect(ORDER)[flats];
                little_endian(values, f64::to_le_bytes)
            }
        }
    }
}

fn little_endian<T: Copy, const N: usize>(values: &[T], bytes_of: fn(T) -> [u8; N]) -> Vec<u8> {
    let mut bytes = vec![0; N * values.len()];
    for (bytes, value) in bytes.as_chunks_mut::<N>().0.iter_mut().zip(values) {
        *bytes = bytes_of(*value);
    }
    bytes
}

/// The head of a `.npy`; the values begin at a multiple of 64 bytes.
fn head(kind: &str, shape: &[usize]) -> Vec<u8> {
    const MAGIC: &[u8] = b"\x93NUMPY\x01\x00";
    const ALIGNMENT: usize = 64;
    let lengths: Vec<_> = shape.iter().map(usize::to_string).collect();
    let shape = match &lengths[..] {
        [length] => format!("({length},)"),
        lengths => format!("({})", lengths.join(", ")),
    };
    // As NumPy writes it, to the last comma: some programs read it by its letters.
    let dictionary = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}");
    let before = MAGIC.len() + size_of::<u16>();
    // One byte more for the line's end.
    let end = (before + dictionary.len() + 1).next_multiple_of(ALIGNMENT);
    let width = end - before - 1;
    let text = format!("{dictionary:width$}\n");
    let len = (text.len() as u16).to_le_bytes();
    [MAGIC, &len, text.as_bytes()].concat()
}
