//! How cells follow one another along a direction.

use std::ops::Range;

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
    pub fn ends(&self, range: &Range<usize>) -> [f64; 2] {
        let ends = [self.start(range.start), self.end(range.end - 1)];
        ends.map(|from_start| self.sign * (from_start - self.extent() / 2.0))
    }

    /// The cell of `range` at a world coordinate, the nearest one outside.
    ///
    /// Cells of several blocks are spread evenly over their gaps.
    pub fn at(&self, world: f64, range: &Range<usize>) -> usize {
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

/// The rulers of the three directions, for groups of axes of these lengths.
pub(super) fn rulers(lens: &[usize]) -> [Ruler; 3] {
    match lens.len() {
        ..=3 => solid(lens),
        _ => plates(lens),
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
