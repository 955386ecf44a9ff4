//! What is seen of the boxes: the faces that nothing covers, as far as they lie in the viewport.

use super::cells::{CellBox, Direction};
use super::clip::{Extent, extent, visible_part};
use super::model::{Role, Scene, SceneBox};
use super::sight::edges_px;

/// The part of a box's face that lies in the viewport. All its boxes of cells are one layer.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenFace {
    /// Its box's number in [`Scene::boxes`]
    pub number: usize,
    /// The direction that it looks along
    pub face: Direction,
    /// The cells that are seen
    pub cells: CellBox,
    /// The whole face
    pub(super) own: CellBox,
    /// The face of the chunk that the box is a part of, where the box reaches it
    pub(super) outside: Option<CellBox>,
}

impl Scene {
    /// What is seen of all boxes but the cleared ones, from the farthest box to the nearest.
    pub fn open_faces(&self) -> Vec<OpenFace> {
        self.open_faces_of(|role| role != Role::Clear)
    }

    /// The same for boxes of other roles.
    pub(super) fn open_faces_of(&self, is_wanted: impl Fn(Role) -> bool) -> Vec<OpenFace> {
        let edges = edges_px(&self.view);
        let extent_of = |b: &SceneBox| match self.is_whole {
            true => Extent::All,
            false => extent(&self.view, &edges, &b.world),
        };
        let mut faces = Vec::new();
        for (number, b) in self.boxes.iter().enumerate() {
            let extent = extent_of(b);
            if extent == Extent::Nothing || !is_wanted(b.role) {
                continue;
            }
            for face in Direction::ALL
                .into_iter()
                .filter(|&face| self.is_open(b, face))
            {
                let own = self.near(&b.cells, face);
                let cells = match extent {
                    Extent::All => Some(own.clone()),
                    _ => self.visible(&own, face),
                };
                faces.extend(cells.map(|cells| OpenFace {
                    number,
                    face,
                    cells,
                    outside: self.outside(&own, face),
                    own,
                }));
            }
        }
        faces
    }

    /// Whether no box that is drawn covers the face of this one.
    fn is_open(&self, b: &SceneBox, face: Direction) -> bool {
        let is_clear = |front: u32| self.boxes[front as usize].role == Role::Clear;
        self.view.facing()[face as usize] != 0 && b.front[face as usize].is_none_or(is_clear)
    }

    /// The face of the chunk that a box is a part of, if its own is a part of it.
    fn outside(&self, own: &CellBox, face: Direction) -> Option<CellBox> {
        let chunk = CellBox([0, 1, 2].map(|i| self.chunks[i].around(own.0[i].start)));
        let outside = self.near(&chunk, face);
        (outside.0[face as usize] == own.0[face as usize]).then_some(outside)
    }

    /// What of the cells on a face lies in the viewport.
    pub(super) fn visible(&self, cells: &CellBox, face: Direction) -> Option<CellBox> {
        if self.is_whole {
            return Some(cells.clone());
        }
        let on_screen = self.near_face(cells, face)?;
        let counts = on_screen.counts.map(|n| n as f64);
        let part = visible_part(&self.view, on_screen.origin_px, on_screen.steps_px, counts)?;
        let mut seen = cells.clone();
        for (i, (low, high)) in face.sides().into_iter().zip(part) {
            let range = &mut seen.0[i];
            let start = (range.start + low.max(0.0) as usize).min(range.end - 1);
            let end = (range.start + high.ceil() as usize).min(range.end);
            *range = start..end.max(start + 1);
        }
        Some(seen)
    }

    /// The layer of a box's cells that lies on the face towards the eye.
    pub(super) fn near(&self, cells: &CellBox, face: Direction) -> CellBox {
        self.layer(cells, face, self.view.facing()[face as usize])
    }

    /// The layer of a box's cells on one side.
    pub(super) fn layer(&self, cells: &CellBox, face: Direction, side: i8) -> CellBox {
        let mut layer = cells.clone();
        let range = &mut layer.0[face as usize];
        *range = match self.layout.rulers[face as usize].is_near_large(side) {
            true => range.end - 1..range.end,
            false => range.start..range.start + 1,
        };
        layer
    }
}
