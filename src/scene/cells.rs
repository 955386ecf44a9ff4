//! Cells, boxes of them, and boxes in the world.

use std::ops::Range;

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
