//! Where the elements of a tensor stand in the world.

use std::ops::Range;

use super::axes::AxisSpec;
use super::cells::{Aabb, Cell, CellBox};
use super::ruler::{Ruler, rulers};

/// The places of all elements of a tensor.
///
/// Each direction shows at most two groups of axes: the outer one counts blocks with gaps
/// between them, the inner one the cells of a block.
///
/// ```
/// use normscope::scene::{AxisSpec, Layout};
/// let names = ["N", "C", "H", "W"];
/// let layout = Layout::new(&[4, 6, 4, 4], &AxisSpec::choices(&names)[0]);
/// let cell = layout.cell_of_index(&[2, 3, 1, 2]);
/// assert_eq!(cell, [3, 6, 2]); // 3 across, 6 = 1·4 + 2 down, 2 to the back
/// assert_eq!(layout.index_of_cell(cell), [2, 3, 1, 2]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    shape: Vec<usize>,
    spec: AxisSpec,
    strides: [[usize; 2]; 3],
    pub(super) rulers: [Ruler; 3],
}

impl Layout {
    /// Lays out a tensor of `shape` as `spec` says.
    ///
    /// # Panics
    ///
    /// If an axis is empty, or the specification has another rank.
    pub fn new(shape: &[usize], spec: &AxisSpec) -> Self {
        let groups = spec.groups();
        let rank = groups.last().map_or(0, |last| last.end);
        assert_eq!(rank, shape.len(), "one name per axis");
        assert!(!shape.contains(&0), "shape {shape:?} has no elements");
        let len = |group: &Range<usize>| shape[group.clone()].iter().product();
        let lens: Vec<usize> = groups.iter().map(len).collect();
        let rulers = rulers(&lens);
        let after = |group: usize| shape[groups[group].end..].iter().product();
        let stride = |group: Option<usize>| group.map_or(0, after);
        Self {
            strides: [0, 1, 2].map(|d| [rulers[d].outer, rulers[d].inner].map(stride)),
            shape: shape.to_vec(),
            spec: spec.clone(),
            rulers,
        }
    }

    /// Lengths of the tensor's axes.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The specification it follows.
    pub fn spec(&self) -> &AxisSpec {
        &self.spec
    }

    /// Cells along each direction.
    pub fn cell_counts(&self) -> [usize; 3] {
        [0, 1, 2].map(|d| self.rulers[d].len())
    }

    /// Cells of one block along each direction.
    pub fn block_cells(&self) -> [usize; 3] {
        [0, 1, 2].map(|d| self.rulers[d].cells)
    }

    /// How far two neighbours are apart in the flat C order of the tensor, per direction:
    /// neighbouring blocks, neighbouring cells of a block.
    pub fn strides(&self) -> [[usize; 2]; 3] {
        self.strides
    }

    /// The element's number in C order.
    pub fn flat_of_cell(&self, cell: Cell) -> usize {
        (0..3).map(|d| self.step(d, cell[d])).sum()
    }

    /// What the cell's place along one direction adds to the element's number.
    pub(super) fn step(&self, direction: usize, at: usize) -> usize {
        let (cells, [outer, inner]) = (self.rulers[direction].cells, self.strides[direction]);
        at / cells * outer + at % cells * inner
    }

    /// The element at a cell: one index per axis.
    pub fn index_of_cell(&self, cell: Cell) -> Vec<usize> {
        let mut rest = self.flat_of_cell(cell);
        let mut index: Vec<_> = self
            .shape
            .iter()
            .rev()
            .map(|&length| {
                let i = rest % length;
                rest /= length;
                i
            })
            .collect();
        index.reverse();
        index
    }

    /// The cell of an element.
    ///
    /// # Panics
    ///
    /// If `index` lies outside the tensor.
    pub fn cell_of_index(&self, index: &[usize]) -> Cell {
        assert!(
            index.len() == self.shape.len() && index.iter().zip(&self.shape).all(|(i, n)| i < n),
            "index {index:?} outside shape {:?}",
            self.shape
        );
        let flat = |group: Option<usize>| {
            group.map_or(0, |g| {
                let axes = self.spec.groups()[g].clone();
                axes.fold(0, |flat, axis| flat * self.shape[axis] + index[axis])
            })
        };
        [0, 1, 2].map(|d| {
            let ruler = &self.rulers[d];
            flat(ruler.outer) * ruler.cells + flat(ruler.inner)
        })
    }

    /// The box in the world of a box of cells.
    pub fn world_of(&self, cells: &CellBox) -> Aabb {
        let [first, last] = self.corners_of(cells);
        Aabb {
            min: [0, 1, 2].map(|d| first[d].min(last[d])),
            max: [0, 1, 2].map(|d| first[d].max(last[d])),
        }
    }

    /// The corner in the world where a box's first cell begins, and the one where its last ends.
    pub fn corners_of(&self, cells: &CellBox) -> [[f64; 3]; 2] {
        let ends = [0, 1, 2].map(|d| self.rulers[d].ends(&cells.0[d]));
        [ends.map(|end| end[0]), ends.map(|end| end[1])]
    }

    /// The box in the world of one cell.
    pub fn world_of_cell(&self, cell: Cell) -> Aabb {
        self.world_of(&CellBox(cell.map(|at| at..at + 1)))
    }

    /// The box in the world that holds everything; its middle is the origin.
    pub fn bounds(&self) -> Aabb {
        let half = [0, 1, 2].map(|d| self.rulers[d].extent() / 2.0);
        Aabb {
            min: half.map(|h| -h),
            max: half,
        }
    }

    /// The cell of `cells` at a point of the world: the nearest one where it lies outside.
    pub fn cell_at(&self, world: [f64; 3], cells: &CellBox) -> Cell {
        [0, 1, 2].map(|d| self.rulers[d].at(world[d], &cells.0[d]))
    }
}
