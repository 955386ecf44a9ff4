//! The surface cut into pieces, each with the patch that its values come from.

use std::borrow::Cow;

use super::cells::{CellBox, Direction};
use super::detail::Detail;
use super::model::{Role, Scene};
use super::patch::Patch;
use super::surface::OpenFace;

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

/// What patches lie over, and the part of it that is in the viewport.
struct Plane<'a> {
    face: Direction,
    cells: &'a CellBox,
    seen: Cow<'a, CellBox>,
}

impl Scene {
    /// More samples than this are not shown at once.
    pub const SAMPLES_MAX: usize = 1 << 20;

    /// What is seen of the boxes, from the farthest to the nearest, for a screen with `ratio` pixels in a CSS pixel;
    /// with what is being cleared away if `is_clearing`.
    ///
    /// Patches lie over the faces of chunks, whatever is hovered or pinned; over those of single boxes
    /// only where something was cleared from before them.
    pub fn pieces(&self, ratio: f64, is_clearing: bool) -> Vec<Piece> {
        let open = self.open_faces_of(|role| is_clearing || role != Role::Clear);
        let planes = self.planes(&open);
        let detail = Detail::fitting(self, ratio, Self::SAMPLES_MAX, |face, stretch| {
            let along = planes.iter().filter(|plane| plane.face == face);
            along.map(|plane| self.samples(plane, stretch)).sum()
        });
        let mut pieces = Vec::with_capacity(open.len());
        for of in &open {
            let plane = Plane {
                face: of.face,
                cells: of.outside.as_ref().unwrap_or(&of.own),
                seen: Cow::Borrowed(&of.cells),
            };
            let patches = self.patches(&plane, detail.of(of.face));
            pieces.extend(patches.map(|patch| Piece {
                role: self.boxes[of.number].role,
                cells: patch.cells.intersection(&of.own),
                patch,
            }));
        }
        pieces
    }

    /// The planes that patches lie over, each once.
    fn planes<'a>(&self, open: &'a [OpenFace]) -> Vec<Plane<'a>> {
        let mut planes = Vec::with_capacity(open.len());
        let mut last = [None; 3];
        for of in open {
            let seen = match &of.outside {
                // The boxes of a chunk follow each other
                Some(outside) if last[of.face as usize] == Some(outside) => continue,
                Some(outside) if of.own != *outside => {
                    self.visible(outside, of.face).map(Cow::Owned)
                }
                _ => Some(Cow::Borrowed(&of.cells)),
            };
            last[of.face as usize] = of.outside.as_ref().or(last[of.face as usize]);
            planes.extend(seen.map(|seen| Plane {
                face: of.face,
                cells: of.outside.as_ref().unwrap_or(&of.own),
                seen,
            }));
        }
        planes
    }

    /// The same in one piece for each face, with no more than `limit` samples together,
    /// for a painter that shows seams between neighbours and keeps no values.
    pub fn whole_pieces(&self, ratio: f64, limit: usize, is_clearing: bool) -> Vec<Piece> {
        let open = self.open_faces_of(|role| is_clearing || role != Role::Clear);
        let patch = |seen: &OpenFace, stretch: [usize; 2]| Patch {
            face: seen.face,
            cells: seen.cells.clone(),
            stretch,
        };
        let detail = Detail::fitting(self, ratio, limit, |face, stretch| {
            let along = open.iter().filter(|seen| seen.face == face);
            along.map(|seen| patch(seen, stretch).len()).sum()
        });
        let piece = |seen: &OpenFace| Piece {
            role: self.boxes[seen.number].role,
            cells: seen.cells.clone(),
            patch: patch(seen, detail.of(seen.face)),
        };
        open.iter().map(piece).collect()
    }

    fn samples(&self, plane: &Plane, stretch: [usize; 2]) -> usize {
        if *plane.seen == *plane.cells {
            let sides = plane.face.sides().map(|i| plane.cells.0[i].len());
            return sides[0].div_ceil(stretch[0]) * sides[1].div_ceil(stretch[1]);
        }
        self.patches(plane, stretch).map(|patch| patch.len()).sum()
    }

    /// The patches of a plane on which something is seen.
    fn patches(&self, plane: &Plane, stretch: [usize; 2]) -> impl Iterator<Item = Patch> {
        let (face, whole) = (plane.face, plane.cells);
        let [u, v] = face.sides();
        let steps = stretch.map(|cells| cells * TILE);
        let tiles = |i: usize, step: usize| {
            let place = |cell: usize| (cell - whole.0[i].start) / step;
            place(plane.seen.0[i].start)..place(plane.seen.0[i].end - 1) + 1
        };
        let (columns, rows) = (tiles(u, steps[0]), tiles(v, steps[1]));
        let is_all_seen = columns.len() * rows.len() == 1 || *plane.seen == *whole;
        let patch = move |column: usize, row: usize| {
            let mut cells = whole.clone();
            for (i, place, step) in [(u, column, steps[0]), (v, row, steps[1])] {
                let start = whole.0[i].start + place * step;
                cells.0[i] = start..(start + step).min(whole.0[i].end);
            }
            Patch {
                face,
                cells,
                stretch,
            }
        };
        let all = rows.flat_map(move |row| columns.clone().map(move |column| patch(column, row)));
        all.filter(move |patch| is_all_seen || self.visible(&patch.cells, face).is_some())
    }
}
