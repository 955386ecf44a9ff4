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
    /// Addresses that the linker has put into code
    pub told: BTreeSet<u32>,
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

/// Bytes that an index may be less than its table's first.
const SHORTLY: u32 = 256;

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
            told: told(&linked),
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

    /// The pieces that a number of the code may be an address of: the one there,
    /// and where the linker has put no such address into the code, those that begin shortly behind it.
    ///
    /// Of `TABLE[x - 3]` wasm-opt may make a multiple of x and a number that is less than the address of the table.
    pub fn meant_by(&self, number: u32) -> impl Iterator<Item = usize> + use<> {
        let begun = |before: u32| self.pieces.partition_point(|p| p.place.start <= before);
        let reach = if self.told.contains(&number) {
            0
        } else {
            SHORTLY
        };
        let behind = begun(number)..begun(number.saturating_add(reach));
        self.at(number).into_iter().chain(behind)
    }

    /// Whether a piece says where something stands in the source: the path of a file, line and column.
    ///
    /// A panic alone reads it; until then it is only handed on.
    pub fn is_location(&self, piece: usize) -> bool {
        let Piece { bytes, numbers, .. } = &self.pieces[piece];
        let (words, _) = bytes.as_chunks();
        let (&[path, length, _, _], &[_]) = (words, &numbers[..]) else {
            return false;
        };
        let [path, length] = [path, length].map(u32::from_le_bytes);
        self.at(path).is_some_and(|piece| {
            let Piece { place, bytes, .. } = &self.pieces[piece];
            let path = bytes.get((path - place.start) as usize..);
            let path = path.and_then(|bytes| bytes.get(..length as usize));
            path.is_some_and(|path| path.ends_with(b".rs"))
        })
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

/// The addresses in code, as the linker has filled them in.
fn told(linked: &Linked) -> BTreeSet<u32> {
    let number = |entry: &RelocationEntry| {
        let place = place(linked, &linked.symbols[entry.index as usize])?;
        u32::try_from(i64::from(place.start) + entry.addend).ok()
    };
    let code = linked.in_code.iter();
    let addresses = code.filter(|entry| is_address(entry.ty));
    addresses.filter_map(number).collect()
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

#[cfg(test)]
mod tests {
    use super::Constants;

    /// Of the linker: constants at 1024, of which those at 1028 and 1032 share bytes, and a variable at 1040.
    /// The first points to the second, the variable to the second place in the table; code has the first one's end.
    const LINKED: &[u8] = b"\0asm\x01\0\0\0\
        \x0b\x21\x02\
        \0\x41\x80\x08\x0b\x10\x04\x04\0\0abcdefghijkl\
        \0\x41\x90\x08\x0b\x04\x02\0\0\0\
        \0\x3d\x07linking\x02\
        \x05\x13\x02\x07.rodata\x02\0\x05.data\x02\0\
        \x08\x1d\x04\
        \x01\x02\x01a\0\0\x04\
        \x01\x02\x01b\0\x04\x08\
        \x01\x02\x01c\0\x08\x08\
        \x01\x02\x01v\x01\0\x04\
        \0\x15\x0areloc.CODE\x01\x02\
        \x04\x01\0\x04\
        \x04\x09\x01\x03\
        \0\x14\x0areloc.DATA\0\x02\
        \x05\x07\x01\0\
        \x02\x1d\x04";

    #[test]
    fn pieces_are_apart_and_say_where_they_point() {
        let constants = Constants::of(LINKED).unwrap();
        let pieces = constants.pieces.iter();
        let pieces: Vec<_> = pieces
            .map(|piece| (piece.place.clone(), &piece.numbers[..]))
            .collect();
        assert_eq!(pieces, [(1024..1028, &[1028][..]), (1028..1040, &[])]);
        assert_eq!(constants.pieces[1].bytes, b"abcdefghijkl");
        assert_eq!(constants.used, [1024, 2]);
        assert_eq!(constants.at(1027), Some(0));
        assert_eq!(constants.at(1040), None);
    }

    #[test]
    fn a_module_of_which_the_linker_tells_nothing_is_refused() {
        assert!(Constants::of(b"\0asm\x01\0\0\0").is_err());
    }
}
