//! Unpacks LZMA (Igor Pavlov, LZMA specification, draft of 2015): the page's WebAssembly comes packed so.
//!
//! It travels within the page, so it has to be short: no allocation, and nothing that can panic.
//! The page asks for it step by step, and is used meanwhile: see `page.rs`, and assets/loader.js.

#![cfg_attr(target_arch = "wasm32", no_std)]

mod coder;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(test)]
mod tests;

use coder::{Coder, Tree};

/// What was packed is not what comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damaged;

/// Bytes before those that are coded: the properties, the size of the dictionary, the length of what comes out.
pub const HEAD: usize = 13;

/// States of the machine that knows which kinds of steps were the last ones.
const STATES: usize = 12;
/// Places of a byte that chances may depend on.
const PLACES: usize = 16;

/// Chances of a match's length.
const LENGTHS: usize = 2 + 2 * PLACES * 8 + 256;

/// Where the chances of each kind of bit begin.
const MATCH: usize = 0;
const REPEAT: usize = MATCH + STATES * PLACES;
const NOT_FIRST: usize = REPEAT + STATES;
const NOT_SECOND: usize = NOT_FIRST + STATES;
const NOT_THIRD: usize = NOT_SECOND + STATES;
const FIRST_LONG: usize = NOT_THIRD + STATES;
const SLOT: usize = FIRST_LONG + STATES * PLACES;
const FULL: usize = SLOT + 4 * 64;
const ALIGN: usize = FULL + 115;
const LENGTH: usize = ALIGN + 16;
const REPEAT_LENGTH: usize = LENGTH + LENGTHS;
const LITERAL: usize = REPEAT_LENGTH + LENGTHS;

/// Bits of the last byte, and of the place of the next one, that a literal may depend on.
const MOST_LITERAL_BITS: usize = 4;
const CHANCES: usize = LITERAL + (0x300 << MOST_LITERAL_BITS);

/// One file of the kind `.lzma` on its way to be unpacked.
pub struct Unpacking<'a> {
    coder: Coder<'a, CHANCES>,
    out: &'a mut [u8],
    /// Bytes that are there
    len: usize,
    state: usize,
    /// How far back the last four matches lie, less one
    distances: [usize; 4],
    before_bits: usize,
    place_mask: usize,
    match_mask: usize,
}

/// More is no program of ours, and asks for memory in vain.
const MOST_BYTES: usize = 1 << 26;

/// The length of what comes out, if the head says that it is known, and asks for no more than is understood here.
pub fn unpacked_len(packed: &[u8]) -> Option<usize> {
    let [properties, _, _, _, _, len @ .., 0, 0, 0, 0] = packed.first_chunk::<HEAD>()? else {
        return None;
    };
    let [before, places, _] = bits(*properties);
    let len = u32::from_le_bytes(*len.first_chunk()?) as usize;
    let fits = before + places <= MOST_LITERAL_BITS && *properties < 9 * 5 * 5;
    (fits && len <= MOST_BYTES).then_some(len)
}

/// How many bits a literal depends on, of the last byte and of its place, and a match, of its place.
fn bits(properties: u8) -> [usize; 3] {
    let properties = properties as usize;
    [properties % 9, properties / 9 % 5, properties / 45 % 5]
}

impl<'a> Unpacking<'a> {
    /// Nothing is unpacked yet; `out` has [`unpacked_len`] bytes.
    pub fn new(packed: &'a [u8], out: &'a mut [u8]) -> Self {
        let [before_bits, place_bits, match_bits] = bits(packed.first().copied().unwrap_or(0));
        Self {
            coder: Coder::new(packed.get(HEAD..).unwrap_or(&[])),
            out,
            len: 0,
            state: 0,
            distances: [0; 4],
            before_bits,
            place_mask: (1 << place_bits) - 1,
            match_mask: (1 << match_bits) - 1,
        }
    }

    /// Goes on for some bytes, and tells whether all is there.
    ///
    /// # Errors
    ///
    /// If what is packed is damaged.
    pub fn step(&mut self, bytes: usize) -> Result<bool, Damaged> {
        let until = self.out.len().min(self.len + bytes);
        while self.len < until {
            let place = self.len & self.match_mask;
            if self.coder.bit(MATCH + self.state * PLACES + place) == 0 {
                self.literal();
            } else {
                let len = self.find(place);
                self.copy(len)?;
            }
            if self.coder.is_beyond() {
                return Err(Damaged);
            }
        }
        Ok(self.len == self.out.len())
    }

    /// The byte so far back, 0 before the first.
    fn back(&self, distance: usize) -> usize {
        let at = self.len.wrapping_sub(distance + 1);
        self.out.get(at).copied().unwrap_or(0) as usize
    }

    fn push(&mut self, byte: u8) {
        if let Some(next) = self.out.get_mut(self.len) {
            *next = byte;
            self.len += 1;
        }
    }

    fn literal(&mut self) {
        let place = self.len & self.place_mask;
        let context = (place << self.before_bits) + (self.back(0) >> (8 - self.before_bits));
        let at = LITERAL + 0x300 * context;
        let mut symbol = 1;
        if self.state >= 7 {
            let mut byte = self.back(self.distances[0]);
            while symbol < 0x100 {
                let expected = byte >> 7 & 1;
                byte <<= 1;
                let bit = self.coder.bit(at + 0x100 * (1 + expected) + symbol);
                symbol = symbol * 2 + bit;
                if bit != expected {
                    break;
                }
            }
        }
        while symbol < 0x100 {
            symbol = symbol * 2 + self.coder.bit(at + symbol);
        }
        self.push(symbol as u8);
        self.state = match self.state {
            0..4 => 0,
            4..10 => self.state - 3,
            _ => self.state - 6,
        };
    }

    /// Finds out where the next match lies, which comes first of the distances then, and gives its length.
    fn find(&mut self, place: usize) -> usize {
        let state = self.state;
        let after = |literal, other| if state < 7 { literal } else { other };
        let [a, b, c, d] = self.distances;
        if self.coder.bit(REPEAT + state) == 0 {
            let len = self.length(LENGTH, place);
            self.distances = [self.distance(len), a, b, c];
            self.state = after(7, 10);
            return len;
        }
        if self.coder.bit(NOT_FIRST + state) == 0 {
            if self.coder.bit(FIRST_LONG + state * PLACES + place) == 0 {
                self.state = after(9, 11);
                return 1;
            }
        } else if self.coder.bit(NOT_SECOND + state) == 0 {
            self.distances = [b, a, c, d];
        } else if self.coder.bit(NOT_THIRD + state) == 0 {
            self.distances = [c, a, b, d];
        } else {
            self.distances = [d, a, b, c];
        }
        self.state = after(8, 11);
        self.length(REPEAT_LENGTH, place)
    }

    fn length(&mut self, at: usize, place: usize) -> usize {
        let (short, middle) = (at + 2, at + 2 + PLACES * 8);
        if self.coder.bit(at) == 0 {
            2 + self.coder.tree(Tree::new(short + place * 8, 3))
        } else if self.coder.bit(at + 1) == 0 {
            10 + self.coder.tree(Tree::new(middle + place * 8, 3))
        } else {
            18 + self.coder.tree(Tree::new(middle + PLACES * 8, 8))
        }
    }

    fn distance(&mut self, len: usize) -> usize {
        let of_length = (len - 2).min(3);
        let slot = self.coder.tree(Tree::new(SLOT + of_length * 64, 6));
        if slot < 4 {
            return slot;
        }
        let bits = (slot as u32 >> 1) - 1;
        let base = (2 + (slot & 1)) << bits;
        if slot < 14 {
            return base + self.coder.low_first(Tree::new(FULL + base - slot, bits));
        }
        let high = self.coder.even(bits - 4) << 4;
        base.wrapping_add(high) + self.coder.low_first(Tree::new(ALIGN, 4))
    }

    fn copy(&mut self, len: usize) -> Result<(), Damaged> {
        let distance = self.distances[0];
        if distance >= self.len || len > self.out.len() - self.len {
            return Err(Damaged);
        }
        for _ in 0..len {
            self.push(self.back(distance) as u8);
        }
        Ok(())
    }
}
