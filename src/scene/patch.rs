//! Pieces of the surface with the values that are shown on them.

use std::ops::Range;

use super::cells::{Cell, CellBox, Direction};

/// A rectangle of cells on one plane, and a grid of samples on it: what is gathered as a whole.
///
/// Sample `(i, j)` stands for `stretch[0]` × `stretch[1]` cells, fewer at the end, and has the value of the cell
/// in their middle; with a stretch of 1 × 1 it is the cell itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Patch {
    /// The direction that the plane looks along
    pub face: Direction,
    /// Its cells, one layer of them
    pub cells: CellBox,
    /// Cells in a sample along the two sides
    pub stretch: [usize; 2],
}

impl Patch {
    /// Number of samples along each of the two sides.
    pub fn grid(&self) -> [usize; 2] {
        let sides = self.sides();
        [0, 1].map(|i| sides[i].len().div_ceil(self.stretch[i]))
    }

    /// Number of samples.
    pub fn len(&self) -> usize {
        self.grid().iter().product()
    }

    /// Whether there is no sample.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The sample that stands for a cell, row by row.
    pub fn sample_of(&self, cell: Cell) -> usize {
        let (sides, places) = (self.sides(), self.face.sides());
        let at = |i: usize| (cell[places[i]] - sides[i].start) / self.stretch[i];
        at(1) * self.grid()[0] + at(0)
    }

    /// The cell whose value a sample has.
    pub fn cell_of(&self, [column, row]: [usize; 2]) -> Cell {
        let [u, v] = self.face.sides();
        let mut cell = self.cells.0.clone().map(|range| range.start);
        cell[u] = self.middle(0, column);
        cell[v] = self.middle(1, row);
        cell
    }

    /// The same cells with a sample where there are about 64 of them here.
    pub fn coarser(&self) -> Self {
        Self {
            stretch: self.stretch.map(|cells| 8 * cells),
            ..self.clone()
        }
    }

    fn sides(&self) -> [&Range<usize>; 2] {
        self.face.sides().map(|i| &self.cells.0[i])
    }

    /// The middle of the cells of one sample along a side.
    pub(super) fn middle(&self, side: usize, sample: usize) -> usize {
        let (cells, stretch) = (self.sides()[side], self.stretch[side]);
        let start = cells.start + sample * stretch;
        start + stretch.min(cells.end - start) / 2
    }
}
