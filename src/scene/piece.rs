//! The surface cut into pieces, each with the patch that its values come from.

use super::detail::Detail;
use super::layout::{CellBox, Direction};
use super::model::{Role, Scene};
use super::patch::Patch;

/// Samples along a side of a patch.
const TILE: usize = 64;

/// A part of a box's face that is drawn from one patch.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// How it is painted
    pub role: Role,
    /// Its cells, one layer of them, all of the patch
    pub cells: CellBox,
    /// Where its values are
    pub patch: Patch,
}

impl Scene {
    /// More samples than this are not taken at once.
    pub const SAMPLES_MAX: usize = 1 << 19;

    /// What is seen of the boxes, from the farthest to the nearest, for a screen with `ratio` pixels in a CSS pixel;
    /// with what is being cleared away if `is_clearing`.
    ///
    /// Patches lie over the faces of chunks, whatever is hovered or pinned; over those of single boxes
    /// only where something was cleared from before them.
    pub fn pieces(&self, ratio: f64, is_clearing: bool) -> Vec<Piece> {
        let windows = self.open_faces_of(|role| is_clearing || role != Role::Clear);
        let inner: Vec<_> = windows.iter().filter(|w| w.outside.is_none()).collect();
        let detail = Detail::fitting(self, ratio, Self::SAMPLES_MAX, |face, stretch| {
            let inner = inner.iter().filter(|window| window.face == face);
            let inner = inner.map(|w| self.samples(&w.own, &w.cells, face, stretch));
            self.outside_samples(face, stretch) + inner.sum::<usize>()
        });
        let mut pieces = Vec::with_capacity(windows.len());
        for window in windows {
            let plane = window.outside.as_ref().unwrap_or(&window.own);
            let stretch = detail.of(window.face);
            let patches = self.patches(plane, &window.cells, window.face, stretch);
            pieces.extend(patches.map(|patch| Piece {
                role: self.boxes[window.number].role,
                cells: patch.cells.intersection(&window.own),
                patch,
            }));
        }
        pieces
    }

    /// Samples on the faces of all chunks that look along a direction.
    fn outside_samples(&self, face: Direction, stretch: [usize; 2]) -> usize {
        if self.view.facing()[face as usize] == 0 {
            return 0;
        }
        let chunks = |i: usize| self.chunks[i].iter();
        let [u, v] = face.sides();
        if self.is_whole {
            let along = |i: usize, stretch: usize| {
                chunks(i).map(|c| c.len().div_ceil(stretch)).sum::<usize>()
            };
            return chunks(face as usize).count() * along(u, stretch[0]) * along(v, stretch[1]);
        }
        let all = chunks(0).flat_map(|x| chunks(1).map(move |y| (x.clone(), y)));
        let all = all.flat_map(|(x, y)| chunks(2).map(move |z| CellBox([x.clone(), y.clone(), z])));
        let samples = |chunk: CellBox| {
            let plane = self.near(&chunk, face);
            let seen = self.visible(&plane, face);
            seen.map_or(0, |seen| self.samples(&plane, &seen, face, stretch))
        };
        all.map(samples).sum()
    }

    fn samples(
        &self,
        plane: &CellBox,
        seen: &CellBox,
        face: Direction,
        stretch: [usize; 2],
    ) -> usize {
        let patches = self.patches(plane, seen, face, stretch);
        patches.map(|patch| patch.len()).sum()
    }

    /// The patches of a plane on which something is seen.
    fn patches(
        &self,
        plane: &CellBox,
        seen: &CellBox,
        face: Direction,
        stretch: [usize; 2],
    ) -> impl Iterator<Item = Patch> {
        let [u, v] = face.sides();
        let steps = stretch.map(|cells| cells * TILE);
        let tiles = |i: usize, step: usize| {
            let place = |cell: usize| (cell - plane.0[i].start) / step;
            place(seen.0[i].start)..place(seen.0[i].end - 1) + 1
        };
        let (columns, rows) = (tiles(u, steps[0]), tiles(v, steps[1]));
        let is_only = columns.len() * rows.len() == 1;
        let patch = move |column: usize, row: usize| {
            let mut cells = plane.clone();
            for (i, place, step) in [(u, column, steps[0]), (v, row, steps[1])] {
                let start = plane.0[i].start + place * step;
                cells.0[i] = start..(start + step).min(plane.0[i].end);
            }
            Patch {
                face,
                cells,
                stretch,
            }
        };
        let all = rows.flat_map(move |row| columns.clone().map(move |column| patch(column, row)));
        all.filter(move |patch| is_only || self.visible(&patch.cells, face).is_some())
    }
}
