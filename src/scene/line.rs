//! The lines drawn over the boxes: edges of the set, outlines of single cells, frames of what was removed.

use std::collections::BTreeSet;

use super::cells::{Aabb, Cell, CellBox};
use super::model::{Role, Scene, SceneBox};

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineRole {
    /// Edge of the part that was removed: a hairline that never covers the set
    Frame,
    /// Edge of the set in focus
    Set,
    /// Outline of the cell under the pointer
    Hovered,
    /// Outline of the pinned cell
    Pinned,
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
    /// Whether its hidden parts are dashed; otherwise they are left out
    pub is_drawn_through: bool,
}

/// A part of a line on the screen that is seen or hidden as a whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// One end, in CSS pixels of the viewport
    pub from_px: [f64; 2],
    /// The other
    pub to_px: [f64; 2],
    /// Whether a box stands before it
    pub is_hidden: bool,
}

/// Frames of more blocks than this would be a thicket.
const HOLLOWS_MAX: usize = 64;
/// So would edges of more boxes of a set than this.
const EDGED_MAX: usize = 1024;

impl Scene {
    /// All lines, those on top last.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = self.frames();
        let hairline_px = self.view.viewport.hairline_px();
        let least_px = match hairline_px > 1.0 {
            true => hairline_px,
            false => 0.75,
        };
        for b in self.edged() {
            // Narrow sets keep their colours: the line is never wide against its box
            let width_px = (0.12 * self.breadth_px(b)).clamp(least_px, 3.0 * hairline_px);
            self.push_edges(&mut lines, &b.world, LineRole::Set, width_px);
        }
        let mut outline = |cell: Option<Cell>, role: LineRole, width_px: f64| {
            if let Some(cell) = cell.filter(|&cell| self.is_kept(cell)) {
                self.push_edges(&mut lines, &self.layout.world_of_cell(cell), role, width_px);
            }
        };
        if self.hovered != self.pinned {
            outline(self.hovered, LineRole::Hovered, 2.0 * hairline_px);
        }
        outline(self.pinned, LineRole::Pinned, 2.5 * hairline_px);
        lines
    }

    /// The boxes of the set; none where they are too many.
    fn edged(&self) -> impl Iterator<Item = &SceneBox> {
        let of_set = || self.boxes.iter().filter(|b| b.role.is_of_set());
        let is_thicket = of_set().nth(EDGED_MAX).is_some();
        of_set().filter(move |_| !is_thicket)
    }

    /// The edges of a set are drawn through, those of the pinned cell only when it is nowhere seen.
    fn is_drawn_through(&self, role: LineRole) -> bool {
        match role {
            LineRole::Set => true,
            LineRole::Pinned => self.pinned.is_some_and(|cell| !self.shows(cell)),
            LineRole::Frame | LineRole::Hovered => false,
        }
    }

    /// Where a line is seen and where it is hidden, found at steps of three pixels:
    /// for a painter that has no depth of its own.
    pub fn stretches(&self, line: &Line) -> Vec<Stretch> {
        const STEP_PX: f64 = 3.0;
        const STEPS_MAX: f64 = 2000.0;
        let [from_px, to_px] = [line.from, line.to].map(|end| self.view.screen_px_from_world(end));
        let length_px = (to_px[0] - from_px[0]).hypot(to_px[1] - from_px[1]);
        let steps = (length_px / STEP_PX).ceil().clamp(1.0, STEPS_MAX);
        let between = |a: f64, b: f64, step: f64| a + (b - a) * step / steps;
        let at_px = |step: f64| [0, 1].map(|i| between(from_px[i], to_px[i], step));
        let mut stretches: Vec<Stretch> = Vec::new();
        for step in 0..steps as usize {
            let (start, middle, end) = (step as f64, step as f64 + 0.5, step as f64 + 1.0);
            let world = [0, 1, 2].map(|i| between(line.from[i], line.to[i], middle));
            let is_hidden = self.is_hidden(world);
            match stretches.last_mut() {
                Some(last) if last.is_hidden == is_hidden => last.to_px = at_px(end),
                _ => stretches.push(Stretch {
                    from_px: at_px(start),
                    to_px: at_px(end),
                    is_hidden,
                }),
            }
        }
        stretches
    }

    fn is_kept(&self, cell: Cell) -> bool {
        self.boxes.iter().any(|b| b.cells.contains(cell))
    }

    /// The blocks that were removed in part or in whole: a faint room with the grid of the cells on its far
    /// walls, so that a set stands where it is even when nothing is left around it. None when there are too many.
    pub fn hollows(&self) -> Vec<CellBox> {
        let block_cells = self.layout.block_cells();
        let is_solid = self.layout.cell_counts() == block_cells;
        if self.cut.is_some() {
            let whole = CellBox(block_cells.map(|n| 0..n));
            return if is_solid { vec![whole] } else { Vec::new() };
        }
        let block = |b: &SceneBox| [0, 1, 2].map(|d| b.cells.0[d].start / block_cells[d]);
        let cleared = self.boxes.iter().filter(|b| b.role == Role::Clear);
        let blocks: BTreeSet<[usize; 3]> = cleared.map(block).collect();
        if blocks.len() > HOLLOWS_MAX {
            return Vec::new();
        }
        let cells = |block: usize, n: usize| block * n..(block + 1) * n;
        let whole = |block: [usize; 3]| CellBox([0, 1, 2].map(|d| cells(block[d], block_cells[d])));
        blocks.into_iter().map(whole).collect()
    }

    /// Around the hollows; around the whole where these are too many.
    fn frames(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        let width_px = self.view.viewport.hairline_px();
        for hollow in self.hollows() {
            let world = self.layout.world_of(&hollow);
            self.push_edges(&mut lines, &world, LineRole::Frame, width_px);
        }
        let is_removed = self.cut.is_some() || self.boxes.iter().any(|b| b.role == Role::Clear);
        if lines.is_empty() && is_removed {
            let bounds = self.layout.bounds();
            self.push_edges(&mut lines, &bounds, LineRole::Frame, width_px);
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
        sides.sort_unstable_by(f64::total_cmp);
        sides[1]
    }

    /// The twelve edges of a box.
    fn push_edges(&self, lines: &mut Vec<Line>, world: &Aabb, role: LineRole, width_px: f64) {
        let is_drawn_through = self.is_drawn_through(role);
        for axis in 0..3 {
            for corner in (0..8).filter(|corner| corner >> axis & 1 == 0) {
                let (from, to) = (world.corner(corner), world.corner(corner | 1 << axis));
                lines.push(Line {
                    from,
                    to,
                    role,
                    width_px,
                    is_drawn_through,
                });
            }
        }
    }
}
