//! The memory that data fills as a program starts.

use super::parts::unknown;
use crate::command::Outcome;
use std::ops::Range;
use wasmparser::{Data, DataKind, DataSectionReader, Operator};

/// A stretch of memory, and what fills it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    pub address: u32,
    pub bytes: &'a [u8],
    /// Where the bytes begin in the module
    pub position: u64,
}

impl<'a> Segment<'a> {
    /// All of a module.
    ///
    /// # Errors
    /// The section is broken, or has data that is not for a fixed place.
    pub fn all(section: DataSectionReader<'a>) -> Outcome<Vec<Self>> {
        let segments = section.into_iter();
        segments
            .map(|segment| Self::of(&segment.map_err(unknown)?))
            .collect()
    }

    fn of(segment: &Data<'a>) -> Outcome<Self> {
        let DataKind::Active {
            memory_index: 0,
            offset_expr,
        } = &segment.kind
        else {
            return Err(unknown(&segment.kind));
        };
        match offset_expr.get_operators_reader().read().map_err(unknown)? {
            Operator::I32Const { value } => Ok(Self {
                address: value as u32,
                bytes: segment.data,
                position: segment.range.end - segment.data.len() as u64,
            }),
            offset => Err(unknown(offset)),
        }
    }

    /// Which of its bytes have these addresses.
    pub fn bytes_of(&self, place: &Range<u32>) -> Range<usize> {
        let last = self.bytes.len() as u32;
        let [start, end] =
            [place.start, place.end].map(|at| at.saturating_sub(self.address).min(last) as usize);
        start..end
    }
}

/// What stands at these addresses as the program starts.
pub fn bytes_at(segments: &[Segment], place: &Range<u32>) -> Vec<u8> {
    let mut bytes = vec![0; place.len()];
    for segment in segments {
        let found = segment.bytes_of(place);
        if !found.is_empty() {
            let at = (segment.address + found.start as u32 - place.start) as usize;
            bytes[at..at + found.len()].copy_from_slice(&segment.bytes[found]);
        }
    }
    bytes
}
