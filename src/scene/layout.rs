//! Where the elements of a tensor stand in the world.

use std::ops::Range;

use super::axes::AxisSpec;

/// A direction in which cells are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the right
    Across = 0,
    /// Downwards
    Down = 1,
    /// To the back
    Depth = 2,
}

impl Direction {
    /// All three, in the order of the world's axes.
    pub const ALL: [Self; 3] = [Self::Across, Self::Down, Self::Depth];

    /// The two other directions, along which the sides of a face run that looks along this one.
    pub fn sides(self) -> [usize; 2] {
        [1, 2].map(|step| (self as usize + step) % 3)
    }
}

/// The place of an element: how many cells from the left, from the top and from the front.
pub type Cell = [usize; 3];

/// A box of cells: a range along each direction.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CellBox(pub [Range<usize>; 3]);

impl CellBox {
    /// Number of cells.
    pub fn len(&self) -> usize {
        self.0.iter().map(ExactSizeIterator::len).product()
    }

    /// Whether it has no cell.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its cells, those across first.
    pub fn cells(&self) -> impl Iterator<Item = Cell> {
        let [across, down, depth] = &self.0;
        depth.clone().flat_map(move |z| {
            let row = move |y| across.clone().map(move |x| [x, y, z]);
            down.clone().flat_map(row)
        })
    }

    /// The cells that lie in both.
    pub fn intersection(&self, other: &Self) -> Self {
        let both = |(a, b): (&Range<usize>, &Range<usize>)| a.start.max(b.start)..a.end.min(b.end);
        Self([0, 1, 2].map(|d| both((&self.0[d], &other.0[d]))))
    }

    /// Whether the cell lies in the box.
    pub fn contains(&self, cell: Cell) -> bool {
        (0..3).all(|d| self.0[d].contains(&cell[d]))
    }
}

/// A box in the world, its sides along the axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aabb {
    /// Smallest x, y, z
    pub min: [f64; 3],
    /// Largest x, y, z
    pub max: [f64; 3],
}

impl Aabb {
    /// The middle.
    pub fn centre(&self) -> [f64; 3] {
        [0, 1, 2].map(|i| (self.min[i] + self.max[i]) / 2.0)
    }

    /// Half of each side.
    pub fn half(&self) -> [f64; 3] {
        [0, 1, 2].map(|i| (self.max[i] - self.min[i]) / 2.0)
    }

    /// The corner whose coordinate `i` is the largest where bit `i` is set, else the smallest.
    pub fn corner(&self, bits: usize) -> [f64; 3] {
        [0, 1, 2].map(|i| {
            if bits >> i & 1 == 1 {
                self.max[i]
            } else {
                self.min[i]
            }
        })
    }
}

/// Cells along one direction: blocks with gaps between them, cells without gaps in each block.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ruler {
    /// Group of axes that counts the blocks
    pub outer: Option<usize>,
    /// Group of axes that counts the cells of a block
    pub inner: Option<usize>,
    pub blocks: usize,
    pub cells: usize,
    /// Length of a cell in the world
    pub cell: f64,
    /// From the start of a block to the start of the next
    pub pitch: f64,
    /// 1 where cells are counted along the world's axis, −1 against it
    pub sign: f64,
}

impl Ruler {
    pub fn len(&self) -> usize {
        self.blocks * self.cells
    }

    pub fn extent(&self) -> f64 {
        (self.blocks - 1) as f64 * self.pitch + self.cells as f64 * self.cell
    }

    /// Distance of a cell's start from the start of the whole; a block's end has its own.
    fn start(&self, at: usize) -> f64 {
        (at / self.cells) as f64 * self.pitch + (at % self.cells) as f64 * self.cell
    }

    /// Distance of a cell's end from the start of the whole.
    fn end(&self, at: usize) -> f64 {
        // As the start of the next cell in the block to the last digit, so that nothing gapes between them
        (at / self.cells) as f64 * self.pitch + (at % self.cells + 1) as f64 * self.cell
    }

    /// Where a range of cells starts and ends in the world.
    fn ends(&self, range: &Range<usize>) -> [f64; 2] {
        let ends = [self.start(range.start), self.end(range.end - 1)];
        ends.map(|from_start| self.sign * (from_start - self.extent() / 2.0))
    }

    /// The cell of `range` at a world coordinate, the nearest one outside.
    ///
    /// Cells of several blocks are spread evenly over their gaps.
    fn at(&self, world: f64, range: &Range<usize>) -> usize {
        let from_start = self.sign * world + self.extent() / 2.0 - self.start(range.start);
        let length = self.end(range.end - 1) - self.start(range.start);
        let offset = from_start / length * range.len() as f64;
        range.start + (offset.floor().max(0.0) as usize).min(range.len() - 1)
    }

    /// The blocks in an interval of the world.
    pub fn blocks_in(&self, low: f64, high: f64) -> Range<usize> {
        let block = |world: f64| {
            let from_start = self.sign * world + self.extent() / 2.0;
            ((from_start / self.pitch).max(0.0) as usize).min(self.blocks - 1)
        };
        let (a, b) = (block(low), block(high));
        a.min(b)..a.max(b) + 1
    }

    /// Whether an eye on the side `facing` is nearer to the larger cells.
    pub fn is_near_large(&self, facing: i8) -> bool {
        self.sign * f64::from(facing) > 0.0
    }
}

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
        let rulers = if groups.len() <= 3 {
            solid(&lens)
        } else {
            plates(&lens)
        };
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

/// Side of the whole along `n` cells: it grows with n, ever more slowly, so that a cube with a long axis
/// gets flatter cells and keeps a good shape.
fn side(n: usize) -> f64 {
    let n = n as f64;
    n / (1.0 + n / 3.0)
}

fn ruler(group: Option<usize>, lens: &[usize], sign: f64) -> Ruler {
    // A direction that shows no axis: the cube is a slab
    const SLAB: f64 = 0.35;
    let cells = group.map_or(1, |g| lens[g]);
    let extent = group.map_or(SLAB, |_| side(cells));
    Ruler {
        outer: None,
        inner: group,
        blocks: 1,
        cells,
        cell: extent / cells as f64,
        pitch: extent,
        sign,
    }
}

/// One to three groups: a solid cube.
fn solid(lens: &[usize]) -> [Ruler; 3] {
    let [across, down, depth] = match lens.len() {
        1 => [Some(0), None, None],
        2 => [Some(1), None, Some(0)],
        _ => [Some(1), Some(2), Some(0)],
    };
    [
        ruler(across, lens, 1.0),
        ruler(down, lens, -1.0),
        ruler(depth, lens, -1.0),
    ]
}

/// Four groups: plates; five: bricks. The first two count the blocks, the last two lie in a plate.
fn plates(lens: &[usize]) -> [Ruler; 3] {
    let (rows, columns) = (lens[lens.len() - 2], lens[lens.len() - 1]);
    let cell = side(rows.max(columns)) / rows.max(columns) as f64;
    let plate = cell * rows.max(columns) as f64;
    let thick = lens.len() == 5;
    let thickness = if thick { cell } else { cell.max(0.07 * plate) };
    let depth_cells = if thick { lens[2] } else { 1 };
    let width = columns as f64 * cell;
    let across = Ruler {
        outer: Some(1),
        inner: Some(lens.len() - 1),
        blocks: lens[1],
        cells: columns,
        cell,
        pitch: width + 0.2 * plate,
        sign: 1.0,
    };
    let down = Ruler {
        outer: None,
        inner: Some(lens.len() - 2),
        blocks: 1,
        cells: rows,
        cell,
        pitch: rows as f64 * cell,
        sign: -1.0,
    };
    let depth = Ruler {
        outer: Some(0),
        inner: thick.then_some(2),
        blocks: lens[0],
        cells: depth_cells,
        cell: thickness,
        pitch: depth_cells as f64 * thickness + 0.6 * plate,
        sign: -1.0,
    };
    [across, down, depth]
}
