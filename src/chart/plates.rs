//! A tensor of four axes, flat: a plate of H×W cells for each sample and channel, as paths of SVG.
//!
//! A plate stands in the row of its sample and in the column of its channel, one cell apart from the next.
//! A cell is one unit wide and high.

use std::fmt::Write;

/// Between two plates, in cells.
const GAP: usize = 1;

/// Where the cells of x lie, of shape (N, C, H, W).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plates {
    shape: [usize; 4],
}

impl Plates {
    /// The plates of such an x.
    pub fn new(shape: [usize; 4]) -> Self {
        Self { shape }
    }

    /// Width and height of all together.
    pub fn size(&self) -> (usize, usize) {
        let [n, c, h, w] = self.shape;
        (c * (w + GAP) - GAP, n * (h + GAP) - GAP)
    }

    /// The upper left corner of a cell.
    pub fn corner(&self, [n, c, h, w]: [usize; 4]) -> (usize, usize) {
        let [_, _, height, width] = self.shape;
        (c * (width + GAP) + w, n * (height + GAP) + h)
    }

    /// The cell at a point, if one is there.
    pub fn cell_at(&self, (x, y): (f64, f64)) -> Option<[usize; 4]> {
        let [_, _, height, width] = self.shape;
        if x < 0.0 || y < 0.0 {
            return None;
        }
        let (x, y) = (x as usize, y as usize);
        let (column, row) = (width + GAP, height + GAP);
        let cell = [y / row, x / column, y % row, x % column];
        let is_there = cell.iter().zip(self.shape).all(|(i, len)| *i < len);
        is_there.then_some(cell)
    }

    /// One path for each of `kinds` kinds of cells, empty where there is none of the kind.
    /// Neighbours of a kind along W are one rectangle.
    pub fn paths(&self, kinds: usize, kind: impl Fn([usize; 4]) -> usize) -> Vec<String> {
        let mut paths = vec![String::new(); kinds];
        let [samples, channels, height, width] = self.shape;
        for n in 0..samples {
            for c in 0..channels {
                for h in 0..height {
                    let mut w = 0;
                    while w < width {
                        let of = kind([n, c, h, w]);
                        let len = (w..width).take_while(|w| kind([n, c, h, *w]) == of).count();
                        let (x, y) = self.corner([n, c, h, w]);
                        // Writing to a string does not fail.
                        let _ = write!(paths[of], "M{x} {y}h{len}v1h-{len}z");
                        w += len;
                    }
                }
            }
        }
        paths
    }
}
