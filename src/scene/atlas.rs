//! Where the samples of patches lie in a texture.

use std::collections::HashMap;
use std::ops::Range;

use super::patch::Patch;

/// The places of patches in a texture that is filled row by row, and begun anew when it is full.
///
/// A patch lies in it as one line of samples, which goes on from row to row.
#[derive(Clone, Debug, Default)]
pub struct Atlas {
    height: usize,
    filled: usize,
    places: HashMap<Patch, usize>,
}

/// What has to be written into the texture.
#[derive(Clone, Debug, PartialEq)]
pub struct Fresh {
    /// The patches, one after another from the start of the rows
    pub patches: Vec<Patch>,
    /// The rows they take
    pub rows: Range<usize>,
}

impl Atlas {
    /// Samples in a row.
    pub const WIDTH: usize = 1024;

    /// More rows are kept only where more are needed at once.
    const HEIGHT_MAX: usize = 1024;

    /// Rows of the texture. Where they change it is a new one, with nothing in it.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Finds a place for all patches, and tells which have to be written there.
    pub fn keep<'a>(&mut self, wanted: impl Iterator<Item = &'a Patch> + Clone) -> Fresh {
        let fresh = self.missing(wanted.clone());
        if let Some(fresh) = self.append(fresh) {
            return fresh;
        }
        self.forget();
        let all = self.missing(wanted);
        let needed = rows_of(&all);
        self.height = self
            .height
            .max((2 * needed).next_power_of_two().min(Self::HEIGHT_MAX));
        self.height = self.height.max(needed);
        self.append(all).expect("as high as it has to be")
    }

    /// Empties the texture.
    pub fn forget(&mut self) {
        self.places.clear();
        self.filled = 0;
    }

    /// Where a patch begins, in samples from the start of the texture.
    ///
    /// # Panics
    ///
    /// If it has no place.
    pub fn place_of(&self, patch: &Patch) -> usize {
        self.places[patch]
    }

    /// All patches with their places.
    pub fn placed(&self) -> impl Iterator<Item = (&Patch, usize)> {
        self.places.iter().map(|(patch, place)| (patch, *place))
    }

    fn missing<'a>(&self, wanted: impl Iterator<Item = &'a Patch>) -> Vec<Patch> {
        let mut seen = std::collections::HashSet::new();
        wanted
            .filter(|patch| !self.places.contains_key(patch) && seen.insert(*patch))
            .cloned()
            .collect()
    }

    /// None where they do not fit below what is filled already.
    fn append(&mut self, patches: Vec<Patch>) -> Option<Fresh> {
        let rows = self.filled..self.filled + rows_of(&patches);
        if rows.end > self.height {
            return None;
        }
        let mut place = rows.start * Self::WIDTH;
        for patch in &patches {
            self.places.insert(patch.clone(), place);
            place += patch.len();
        }
        self.filled = rows.end;
        Some(Fresh { patches, rows })
    }
}

fn rows_of(patches: &[Patch]) -> usize {
    let samples: usize = patches.iter().map(Patch::len).sum();
    samples.div_ceil(Atlas::WIDTH)
}
