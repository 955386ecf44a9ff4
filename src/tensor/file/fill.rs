//! Bytes to values in their places.

use ndarray::{ArrayD, IxDyn};

use super::{Dtype, FileError, Layout};

/// An array that is filled in the order in which a file has its values.
pub(super) struct Fill {
    layout: Layout,
    values: Vec<f32>,
    /// The first bytes of a value whose others are to come
    begun: Vec<u8>,
    /// Where the next value goes, where the first index runs fastest
    turn: Option<Turn>,
}

impl Fill {
    /// # Errors
    ///
    /// If there is no memory for the values.
    pub fn new(layout: &Layout) -> Result<Self, FileError> {
        let len = layout.values();
        let mut values = Vec::new();
        if values.try_reserve_exact(len).is_err() {
            let mib = (len * size_of::<f32>()).div_ceil(1 << 20);
            let message = format!("there is no memory for its {len} values, {mib} MiB");
            return Err(FileError::new(message));
        }
        // Of at most one axis that is longer than 1 both orders are the same.
        let is_turned = layout.is_fortran && layout.shape.iter().filter(|n| **n != 1).count() > 1;
        if is_turned {
            values.resize(len, 0.0);
        }
        Ok(Self {
            layout: layout.clone(),
            values,
            begun: Vec::new(),
            turn: is_turned.then(|| Turn::new(&layout.shape)),
        })
    }

    /// The next bytes, which may end within a value.
    pub fn add(&mut self, bytes: &[u8]) {
        match self.layout.dtype {
            Dtype::Bool => self.convert(bytes, |[b]| f32::from(u8::from(b != 0))),
            Dtype::Int8 => self.convert(bytes, |b| f32::from(i8::from_le_bytes(b))),
            Dtype::Int16 => self.convert(bytes, |b| f32::from(i16::from_le_bytes(b))),
            Dtype::Int32 => self.convert(bytes, |b| i32::from_le_bytes(b) as f32),
            Dtype::Int64 => self.convert(bytes, |b| i64::from_le_bytes(b) as f32),
            Dtype::UInt8 => self.convert(bytes, |[b]| f32::from(b)),
            Dtype::UInt16 => self.convert(bytes, |b| f32::from(u16::from_le_bytes(b))),
            Dtype::UInt32 => self.convert(bytes, |b| u32::from_le_bytes(b) as f32),
            Dtype::UInt64 => self.convert(bytes, |b| u64::from_le_bytes(b) as f32),
            Dtype::Float16 => self.convert(bytes, |b| float16(u16::from_le_bytes(b))),
            Dtype::BFloat16 => {
                self.convert(bytes, |[low, high]| f32::from_le_bytes([0, 0, low, high]))
            }
            Dtype::Float32 => self.convert(bytes, f32::from_le_bytes),
            Dtype::Float64 => self.convert(bytes, |b| f64::from_le_bytes(b) as f32),
            Dtype::Text => unreachable!("text is no bytes of values"),
        }
    }

    fn convert<const N: usize>(&mut self, mut bytes: &[u8], value: fn([u8; N]) -> f32) {
        if !self.begun.is_empty() {
            let missing = (N - self.begun.len()).min(bytes.len());
            self.begun.extend_from_slice(&bytes[..missing]);
            bytes = &bytes[missing..];
            let Ok(whole) = <[u8; N]>::try_from(&self.begun[..]) else {
                return;
            };
            self.begun.clear();
            self.push(value(self.little_endian(whole)));
        }
        let (values, rest) = bytes.as_chunks::<N>();
        for bytes in values {
            self.push(value(self.little_endian(*bytes)));
        }
        self.begun.extend_from_slice(rest);
    }

    fn little_endian<const N: usize>(&self, mut bytes: [u8; N]) -> [u8; N] {
        if self.layout.is_big_endian {
            bytes.reverse();
        }
        bytes
    }

    /// The next value.
    pub fn push(&mut self, value: f32) {
        match &mut self.turn {
            None => self.values.push(value),
            Some(turn) => self.values[turn.next()] = value,
        }
    }

    /// The array.
    ///
    /// # Panics
    ///
    /// If there were not as many values as it has.
    pub fn finish(self) -> ArrayD<f32> {
        let values = ArrayD::from_shape_vec(IxDyn(&self.layout.shape), self.values);
        values.expect("all values have come")
    }
}

/// The places in C order of values in Fortran order.
struct Turn {
    shape: Vec<usize>,
    /// From one value along the axis to the next
    strides: Vec<usize>,
    index: Vec<usize>,
    flat: usize,
}

impl Turn {
    fn new(shape: &[usize]) -> Self {
        let stride = |axis: usize| shape[axis + 1..].iter().product();
        Self {
            shape: shape.to_vec(),
            strides: (0..shape.len()).map(stride).collect(),
            index: vec![0; shape.len()],
            flat: 0,
        }
    }

    fn next(&mut self) -> usize {
        let place = self.flat;
        for axis in 0..self.shape.len() {
            self.index[axis] += 1;
            self.flat += self.strides[axis];
            if self.index[axis] < self.shape[axis] {
                break;
            }
            self.index[axis] = 0;
            self.flat -= self.strides[axis] * self.shape[axis];
        }
        place
    }
}

/// IEEE 754 binary16, every value of which is a float32 too.
pub(super) fn float16(bits: u16) -> f32 {
    let bits = u32::from(bits);
    let (sign, rest) = ((bits & 0x8000) << 16, (bits & 0x7fff) << 13);
    let size = if bits & 0x7c00 == 0x7c00 {
        f32::from_bits(rest | 0x7f80_0000)
    } else {
        // The exponents are counted from −15 and from −127: what stood for 2⁰ now stands for 2⁻¹¹².
        f32::from_bits(rest) * f32::from_bits((127 + 112) << 23)
    };
    f32::from_bits(size.to_bits() | sign)
}
