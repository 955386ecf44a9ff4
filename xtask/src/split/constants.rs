//! The program's constants: where each begins and ends, and what it points to.
//!
//! Only the linker knows; wasm-bindgen and wasm-opt drop what it tells.
//! But they move neither data nor the functions in the table, whose addresses and places are plain numbers by then.

use super::linked::Linked;
use super::parts::unknown;
use super::segment::{Segment, bytes_at};
use crate::command::Outcome;
use std::collections::BTreeSet;
use std::ops::Range;
use wasmparser::{DefinedDataSymbol, RelocationEntry, RelocationType, SymbolInfo};

/// The segment of constants, as the linker calls it.
const READ_ONLY: &str = ".rodata";

/// The constants of a program.
#[derive(Default)]
pub struct Constants {
    /// Apart from one another, in the order of their addresses
    pub pieces: Vec<Piece>,
    /// Addresses, and places in the table of functions, that may be used whatever code runs:
    /// what variables point to, and pieces that code reaches from addresses outside of them
    pub used: Vec<u32>,
}

/// A constant, or several that share bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its addresses
    pub place: Range<u32>,
    pub bytes: Vec<u8>,
    /// What it points to: addresses, and places in the table of functions
    pub numbers: Vec<u32>,
}

impl Constants {
    /// Reads them from a module as the linker leaves it.
    ///
    /// # Errors
    /// It is no module, or the linker was not asked to tell of it.
    pub fn of(module: &[u8]) -> Outcome<Self> {
        let linked = Linked::of(module)?;
        let mut constants = Self {
            pieces: pieces(&linked),
            used: outside(&linked),
        };
        for entry in &linked.in_data {
            let (address, number) = pointer(&linked, entry)?;
            match constants.at(address) {
                Some(piece) => constants.pieces[piece].numbers.push(number),
                None => constants.used.push(number),
            }
        }
        Ok(constants)
    }

    /// The piece at an address.
    pub fn at(&self, address: u32) -> Option<usize> {
        let after = self.pieces.partition_point(|p| p.place.start <= address);
        let piece = after.checked_sub(1)?;
        self.pieces[piece].place.contains(&address).then_some(piece)
    }

    /// Whether these are the constants of a program with this data.
    pub fn fit(&self, data: &[Segment]) -> bool {
        let mut pieces = self.pieces.iter();
        pieces.all(|piece| bytes_at(data, &piece.place) == piece.bytes)
    }
}

fn pieces(linked: &Linked) -> Vec<Piece> {
    let symbols = linked.symbols.iter();
    let mut places: Vec<_> = symbols.filter_map(|s| place(linked, s)).collect();
    places.sort_by_key(|place| place.start);
    let mut apart: Vec<Range<u32>> = Vec::new();
    for place in places {
        match apart.last_mut() {
            Some(last) if place.start < last.end => last.end = last.end.max(place.end),
            _ => apart.push(place),
        }
    }
    let piece = |place: Range<u32>| Piece {
        bytes: bytes_at(&linked.segments, &place),
        numbers: Vec::new(),
        place,
    };
    apart.into_iter().map(piece).collect()
}

/// The addresses of a constant.
fn place(linked: &Linked, symbol: &SymbolInfo) -> Option<Range<u32>> {
    let SymbolInfo::Data {
        symbol:
            Some(DefinedDataSymbol {
                index,
                offset,
                size,
            }),
        ..
    } = *symbol
    else {
        return None;
    };
    let is_constant = size > 0 && linked.names[index as usize] == READ_ONLY;
    let start = linked.segments[index as usize].address + offset;
    is_constant.then_some(start..start + size)
}

/// Where constants begin to which code has an address that is outside of them, as that of their end.
fn outside(linked: &Linked) -> Vec<u32> {
    let far = |entry: &RelocationEntry| {
        let place = place(linked, &linked.symbols[entry.index as usize])?;
        let is_inside = (0..place.len() as i64).contains(&entry.addend);
        (!is_inside).then_some(place.start)
    };
    let code = linked.in_code.iter();
    let addresses = code.filter(|entry| is_address(entry.ty)).filter_map(far);
    addresses.collect::<BTreeSet<_>>().into_iter().collect()
}

fn is_address(kind: RelocationType) -> bool {
    matches!(
        kind,
        RelocationType::MemoryAddrLeb | RelocationType::MemoryAddrSleb
    )
}

/// Where a pointer stands in memory, and what it is.
fn pointer(linked: &Linked, entry: &RelocationEntry) -> Outcome<(u32, u32)> {
    let is_known = matches!(
        entry.ty,
        RelocationType::MemoryAddrI32 | RelocationType::TableIndexI32
    );
    let at = linked.data + u64::from(entry.offset);
    let mut segments = linked.segments.iter();
    let number = segments.find_map(|segment| {
        let offset = at.checked_sub(segment.position)?;
        let bytes = segment.bytes.get(offset as usize..)?.first_chunk()?;
        Some((segment.address + offset as u32, u32::from_le_bytes(*bytes)))
    });
    number.filter(|_| is_known).ok_or_else(|| unknown(entry))
}
