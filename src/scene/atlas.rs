//! Where the samples of patches lie in a texture.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use super::patch::Patch;
use super::piece::Piece;

/// The places of patches in a texture that is filled row by row, and begun anew when it is full.
///
/// A patch lies in it as one line of samples, which goes on from row to row.
#[derive(Clone, Debug, Default)]
pub struct Atlas {
    height: usize,
    filled: usize,
    places: HashMap<Patch, usize, BuildHasherDefault<PatchHasher>>,
}

/// What is shown next, and what has to be written into the texture for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fresh {
    /// The pieces that were asked for, some with coarser patches
    pub pieces: Vec<Piece>,
    /// Where the patch of each begins, in samples from the start of the texture
    pub places: Vec<usize>,
    /// Whether all pieces have the patches that were asked for
    pub is_sharp: bool,
    /// The patches to write, one after another from the start of the rows
    pub patches: Vec<Patch>,
    /// The rows they take
    pub rows: Range<usize>,
}

impl Atlas {
    /// Samples in a row.
    pub const WIDTH: usize = 1024;

    /// Most rows that are made ready.
    const HEIGHT_MAX: usize = 2048;

    /// Rows of the texture. Where they change it is a new one, with nothing in it.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Finds places for the patches of all pieces.
    ///
    /// Where there is more to write than about `limit` samples, the farther pieces are shown by coarser patches
    /// until they are asked for again.
    pub fn keep(&mut self, wanted: &[Piece], limit: usize) -> Fresh {
        let fresh = self.append(wanted, limit);
        if fresh.rows.end <= self.height {
            return fresh;
        }
        self.forget();
        let fresh = self.append(wanted, limit);
        let samples: usize = wanted.iter().map(|piece| piece.patch.len()).sum();
        let roomy = (2 * samples.div_ceil(Self::WIDTH)).next_power_of_two();
        self.height = self
            .height
            .max(roomy.min(Self::HEIGHT_MAX))
            .max(fresh.rows.end);
        fresh
    }

    /// Empties the texture.
    pub fn forget(&mut self) {
        self.places.clear();
        self.filled = 0;
    }

    /// Where a patch begins, in samples from the start of the texture.
    pub fn place_of(&self, patch: &Patch) -> Option<usize> {
        self.places.get(patch).copied()
    }

    /// All patches that have a place.
    pub fn patches(&self) -> impl Iterator<Item = &Patch> {
        self.places.keys()
    }

    /// Forgets all patches but those of these pieces.
    pub fn retain(&mut self, pieces: &[Piece]) {
        let before = std::mem::take(&mut self.places);
        for Piece { patch, .. } in pieces {
            if let Some(&place) = before.get(patch) {
                self.places.insert(patch.clone(), place);
            }
        }
    }

    /// Gives places below what is filled to the patches that have none, of the nearest pieces first.
    fn append(&mut self, wanted: &[Piece], limit: usize) -> Fresh {
        let rows = self.filled;
        let mut place = rows * Self::WIDTH;
        let enough = place + limit;
        let mut fresh = Fresh {
            pieces: wanted.to_vec(),
            places: vec![0; wanted.len()],
            is_sharp: true,
            patches: Vec::new(),
            rows: rows..rows,
        };
        for (piece, place_of) in fresh.pieces.iter_mut().zip(&mut fresh.places).rev() {
            if place >= enough && !self.places.contains_key(&piece.patch) {
                piece.patch = piece.patch.coarser();
                fresh.is_sharp = false;
            }
            *place_of = match self.places.entry(piece.patch.clone()) {
                Entry::Occupied(entry) => *entry.get(),
                Entry::Vacant(entry) => {
                    fresh.patches.push(piece.patch.clone());
                    place += piece.patch.len();
                    *entry.insert(place - piece.patch.len())
                }
            };
        }
        self.filled = place.div_ceil(Self::WIDTH);
        fresh.rows.end = self.filled;
        fresh
    }
}

/// Mixes the numbers of a patch; nobody chooses them to collide.
#[derive(Clone, Copy, Debug, Default)]
struct PatchHasher(u64);

impl Hasher for PatchHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|&byte| self.write_u64(u64::from(byte)));
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_isize(&mut self, number: isize) {
        self.write_u64(number as u64);
    }

    fn write_u64(&mut self, number: u64) {
        // The multiplier of Knuth's MMIX generator
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(6_364_136_223_846_793_005);
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}
