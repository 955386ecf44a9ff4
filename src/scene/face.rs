//! Faces of single cells: where digits can stand, and what tests and the keyboard read.

use super::cells::{Cell, CellBox, Direction};
use super::model::{Role, Scene};
use super::pick::Hit;
use super::sight::edges_px;

/// A face of a cell that is seen.
#[derive(Clone, Debug, PartialEq)]
pub struct CellFace {
    /// The cell
    pub cell: Cell,
    /// Its element's number in C order
    pub flat: usize,
    /// The direction that the face looks along
    pub face: Direction,
    /// Its middle, in CSS pixels of the viewport
    pub centre_px: [f64; 2],
    /// Its two sides as steps on the screen: the one that runs more to the right first
    pub sides_px: [[f64; 2]; 2],
    /// How it is painted
    pub role: Role,
}

impl CellFace {
    /// Whether an upright rectangle fits in the face around its middle.
    pub fn holds(&self, width_px: f64, height_px: f64) -> bool {
        holds(self.sides_px, [width_px, height_px])
    }
}

/// Whether an upright rectangle of this breadth and height fits in a parallelogram around its middle.
pub(super) fn holds([u, v]: [[f64; 2]; 2], [width_px, height_px]: [f64; 2]) -> bool {
    let area = (u[0] * v[1] - u[1] * v[0]).abs();
    let needed = |side: [f64; 2]| width_px * side[1].abs() + height_px * side[0].abs();
    needed(u) <= area && needed(v) <= area
}

/// The face of a box of cells that looks at the eye: an affine image of its cells.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxFace {
    /// The direction that it looks along
    pub face: Direction,
    /// Cells along its two sides
    pub counts: [usize; 2],
    /// Where its first cell begins, in CSS pixels of the viewport
    pub origin_px: [f64; 2],
    /// The step on the screen from a cell to the next along each side
    pub steps_px: [[f64; 2]; 2],
    first: Cell,
}

impl BoxFace {
    /// The cell at these places along the two sides.
    pub fn cell(&self, at: [usize; 2]) -> Cell {
        let mut cell = self.first;
        let [u, v] = self.face.sides();
        cell[u] += at[0];
        cell[v] += at[1];
        cell
    }

    /// A point of the screen, counted in cells along the two sides.
    pub fn at_px(&self, at: [f64; 2]) -> [f64; 2] {
        let ([u, v], from) = (self.steps_px, self.origin_px);
        [0, 1].map(|i| from[i] + at[0] * u[i] + at[1] * v[i])
    }

    /// Its corners, in the order of a walk around it.
    pub fn corners_px(&self) -> [[f64; 2]; 4] {
        let [columns, rows] = self.counts.map(|n| n as f64);
        [[0.0, 0.0], [columns, 0.0], [columns, rows], [0.0, rows]].map(|at| self.at_px(at))
    }

    /// The ends of the lines between its cells, and of those around it.
    pub fn grid_px(&self) -> impl Iterator<Item = [[f64; 2]; 2]> {
        let [columns, rows] = self.counts;
        let (across, down) = (columns as f64, rows as f64);
        let upright = (0..=columns).map(move |i| [[i as f64, 0.0], [i as f64, down]]);
        let level = (0..=rows).map(move |i| [[0.0, i as f64], [across, i as f64]]);
        upright
            .chain(level)
            .map(|ends| ends.map(|at| self.at_px(at)))
    }

    /// Its two sides as steps on the screen.
    pub(super) fn sides_px(&self) -> [[f64; 2]; 2] {
        [0, 1].map(|i| self.steps_px[i].map(|px| px * self.counts[i] as f64))
    }

    /// The smaller distance between opposite sides of a cell.
    pub fn breadth_px(&self) -> f64 {
        let [u, v] = self.steps_px;
        let area = (u[0] * v[1] - u[1] * v[0]).abs();
        area / u[0].hypot(u[1]).max(v[0].hypot(v[1])).max(1e-9)
    }
}

impl Scene {
    /// The faces of cells whose middle is seen in the viewport, with a pixel around it; at most `limit`.
    ///
    /// It looks at each cell on the surface: meant for tests and for cells that can be told apart.
    pub fn faces(&self, limit: usize) -> Vec<CellFace> {
        self.faces_where(limit, |_| true)
    }

    /// The faces large enough for a number of `width_px` × `height_px`, at most `limit`.
    pub fn digit_faces(&self, width_px: f64, height_px: f64, limit: usize) -> Vec<CellFace> {
        self.faces_where(limit, |face| face.holds(width_px, height_px))
    }

    /// The face of a box that looks at the eye along a direction; none where it is seen edge-on.
    pub fn near_face(&self, cells: &CellBox, face: Direction) -> Option<BoxFace> {
        self.face_on(cells, face, self.view.facing()[face as usize])
    }

    /// The face of a box that looks away from the eye: the inner side of an empty box.
    pub fn far_face(&self, cells: &CellBox, face: Direction) -> Option<BoxFace> {
        self.face_on(cells, face, -self.view.facing()[face as usize])
    }

    fn face_on(&self, cells: &CellBox, face: Direction, side: i8) -> Option<BoxFace> {
        if side == 0 {
            return None;
        }
        let d = face as usize;
        let layer = self.layer(cells, face, side);
        let world = self.layout.world_of(cells);
        let sign = |i: usize| self.layout.rulers[i].sign;
        let at_first = |i: usize| sign(i) > 0.0;
        let at_large = |i: usize| if i == d { side > 0 } else { !at_first(i) };
        let bits = (0..3).filter(|&i| at_large(i)).map(|i| 1 << i).sum();
        let edges = edges_px(&self.view);
        let sides = face.sides();
        Some(BoxFace {
            face,
            counts: sides.map(|i| layer.0[i].len()),
            origin_px: self.view.screen_px_from_world(world.corner(bits)),
            steps_px: sides.map(|i| edges[i].map(|px| px * sign(i) * self.layout.rulers[i].cell)),
            first: layer.0.map(|range| range.start),
        })
    }

    fn faces_where(&self, limit: usize, is_wanted: impl Fn(&CellFace) -> bool) -> Vec<CellFace> {
        // All faces of one direction look alike: one tells whether any is wanted
        let wanted = Direction::ALL.map(|face| is_wanted(&self.face_of(Role::Plain, [0; 3], face)));
        let mut found = Vec::new();
        if !wanted.contains(&true) {
            return found;
        }
        for window in self
            .open_faces()
            .iter()
            .rev()
            .filter(|w| wanted[w.face as usize])
        {
            let role = self.boxes[window.number].role;
            for cell in window.cells.cells() {
                if found.len() == limit {
                    return found;
                }
                let candidate = self.face_of(self.role_at(role, cell), cell, window.face);
                if self.view.viewport.contains(candidate.centre_px) && self.is_seen(&candidate) {
                    found.push(candidate);
                }
            }
        }
        found
    }

    fn face_of(&self, role: Role, cell: Cell, face: Direction) -> CellFace {
        let d = face as usize;
        let world = self.layout.world_of_cell(cell);
        let mut centre = world.centre();
        centre[d] += f64::from(self.view.facing()[d]) * world.half()[d];
        let edges = edges_px(&self.view);
        let sides = face
            .sides()
            .map(|i| edges[i].map(|px| px * 2.0 * world.half()[i]));
        let is_first_flatter =
            sides[0][0].abs() * sides[1][1].abs() >= sides[0][1].abs() * sides[1][0].abs();
        CellFace {
            cell,
            flat: self.layout.flat_of_cell(cell),
            face,
            centre_px: self.view.screen_px_from_world(centre),
            sides_px: if is_first_flatter {
                sides
            } else {
                [sides[1], sides[0]]
            },
            role,
        }
    }

    /// Whether the middle of some face of a cell is seen.
    pub fn shows(&self, cell: Cell) -> bool {
        let facing = self.view.facing();
        Direction::ALL.into_iter().any(|face| {
            let middle = self.face_of(Role::Plain, cell, face).centre_px;
            let is_hit = |hit: Hit| hit.cell == cell && hit.face == face;
            facing[face as usize] != 0 && self.pick(middle).is_some_and(is_hit)
        })
    }

    /// Whether the middle is seen with a pixel around it: nearer to an edge, two colours mix there.
    fn is_seen(&self, face: &CellFace) -> bool {
        const AROUND_PX: [[f64; 2]; 5] =
            [[0.0, 0.0], [1.5, 0.0], [-1.5, 0.0], [0.0, 1.5], [0.0, -1.5]];
        AROUND_PX.into_iter().all(|step| {
            let point = [0, 1].map(|i| face.centre_px[i] + step[i]);
            let is_hit = |hit: Hit| hit.cell == face.cell && hit.face == face.face;
            self.pick_again(point).is_some_and(is_hit)
        })
    }
}
