//! The lines drawn over the boxes: edges of the set, outlines of single cells, frames of what was removed.

use std::collections::BTreeSet;

use super::layout::{Aabb, Cell, CellBox};
use super::model::{Role, Scene, SceneBox};

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineRole {
    /// Edge of the part that was removed: a hairline where it is seen
    Frame,
    /// Edge of the set in focus: drawn through, dashed where it is hidden
    Set,
    /// Outline of the cell under the pointer: where it is seen
    Hovered,
    /// Outline of the pinned cell: drawn through, dashed where it is hidden
    Pinned,
}

impl LineRole {
    /// Whether its hidden parts are dashed; otherwise they are left out.
    pub fn is_drawn_through(self) -> bool {
        matches!(self, Self::Set | Self::Pinned)
    }
}

/// A straight line in the world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// One end
    pub from: [f64; 3],
    /// The other
    pub to: [f64; 3],
    /// What it is for
    pub role: LineRole,
    /// Width
    pub width_px: f64,
    /// Whether it lies on the far side of its own box
    pub is_behind: bool,
}

/// Frames of more blocks than this would be a thicket: one around the whole is drawn instead.
const FRAMES_MAX: usize = 64;

impl Scene {
    /// All lines, those on top last.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = self.frames();
        for b in self.boxes.iter().filter(|b| b.role == Role::Set) {
            // Narrow sets keep their colours: the line is never wide against its box
            let width_px = (0.12 * self.breadth_px(b)).clamp(0.75, 3.0);
            self.push_edges(&mut lines, &b.world, LineRole::Set, width_px);
        }
        let mut outline = |cell: Option<Cell>, role: LineRole, width_px: f64| {
            if let Some(cell) = cell.filter(|&cell| self.is_kept(cell)) {
                self.push_edges(&mut lines, &self.layout.world_of_cell(cell), role, width_px);
            }
        };
        if self.hovered != self.pinned {
            outline(self.hovered, LineRole::Hovered, 2.0);
        }
        outline(self.pinned, LineRole::Pinned, 2.5);
        lines
    }

    fn is_kept(&self, cell: Cell) -> bool {
        self.boxes.iter().any(|b| b.cells.contains(cell))
    }

    fn frames(&self) -> Vec<Line> {
        let block_cells = self.layout.block_cells();
        let block = |b: &SceneBox| [0, 1, 2].map(|d| b.cells.0[d].start / block_cells[d]);
        let cleared = self.boxes.iter().filter(|b| b.role == Role::Clear);
        let blocks: BTreeSet<[usize; 3]> = cleared.map(block).collect();
        let mut lines = Vec::new();
        if self.cut.is_some() || blocks.len() > FRAMES_MAX {
            self.push_edges(&mut lines, &self.layout.bounds(), LineRole::Frame, 1.0);
            return lines;
        }
        for block in blocks {
            let range = |d: usize| block[d] * block_cells[d]..(block[d] + 1) * block_cells[d];
            let world = self
                .layout
                .world_of(&CellBox([range(0), range(1), range(2)]));
            self.push_edges(&mut lines, &world, LineRole::Frame, 1.0);
        }
        lines
    }

    /// The second longest side of a box on the screen: about how broad it looks.
    fn breadth_px(&self, b: &SceneBox) -> f64 {
        let half = b.world.half();
        let mut sides = [0, 1, 2].map(|i| {
            let mut side = [0.0; 3];
            side[i] = 2.0 * half[i];
            let [x, y] = self.view.screen_px_from_direction(side);
            x.hypot(y)
        });
        sides.sort_by(f64::total_cmp);
        sides[1]
    }

    /// The twelve edges of a box.
    fn push_edges(&self, lines: &mut Vec<Line>, world: &Aabb, role: LineRole, width_px: f64) {
        let facing = self.view.facing();
        for axis in 0..3 {
            let others = [(axis + 1) % 3, (axis + 2) % 3];
            for corner in (0..8).filter(|corner| corner >> axis & 1 == 0) {
                // An edge is behind when neither of its two faces looks at the eye
                let is_seen = |i: usize| {
                    if corner >> i & 1 == 1 {
                        facing[i] > 0
                    } else {
                        facing[i] < 0
                    }
                };
                lines.push(Line {
                    from: world.corner(corner),
                    to: world.corner(corner | 1 << axis),
                    role,
                    width_px,
                    is_behind: !others.iter().any(|&i| is_seen(i)),
                });
            }
        }
    }
}
