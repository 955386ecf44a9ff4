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

    /// Whether it is so much wider than high that two of them stand better below each other.
    pub fn is_wide(&self) -> bool {
        let (width, height) = self.size();
        width > 4 * height
    }

    /// The outlines of all plates, as one path.
    pub fn outlines(&self) -> String {
        let [samples, channels, height, width] = self.shape;
        let outline = |k: usize| {
            let (x, y) = self.corner([k / channels, k % channels, 0, 0]);
            format!("M{x} {y}h{width}v{height}h-{width}z")
        };
        (0..samples * channels).map(outline).collect()
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

    /// The next cell to the right or left, or down or up, over the gap between two plates; `None` at an end.
    pub fn next(&self, at: [usize; 4], [right, down]: [i8; 2]) -> Option<[usize; 4]> {
        let (x, y) = self.corner(at);
        let moved = |from: usize, by: i8, steps: usize| from as f64 + f64::from(by) * steps as f64;
        let cell = |steps| self.cell_at((moved(x, right, steps), moved(y, down, steps)));
        (1..=1 + GAP).find_map(cell)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Each cell once, in its own place, and found there again.
    #[test]
    fn every_cell_has_one_place() {
        let shape = [2, 3, 2, 4];
        let plates = Plates::new(shape);
        let (width, height) = plates.size();
        assert_eq!((width, height), (3 * 4 + 2, 2 * 2 + 1));
        let mut found = 0;
        for y in 0..height {
            for x in 0..width {
                if let Some(at) = plates.cell_at((x as f64 + 0.5, y as f64 + 0.5)) {
                    assert_eq!(plates.corner(at), (x, y));
                    found += 1;
                }
            }
        }
        assert_eq!(found, shape.iter().product::<usize>());
        for outside in [
            (-0.5, 0.5),
            (0.5, -0.5),
            (14.5, 0.5),
            (0.5, 5.5),
            (4.5, 0.5),
            (0.5, 2.5),
        ] {
            assert_eq!(plates.cell_at(outside), None, "{outside:?}");
        }
    }

    #[test]
    fn the_next_cell_may_be_on_the_next_plate() {
        let plates = Plates::new([2, 3, 2, 4]);
        for (at, way, next) in [
            ([0, 0, 0, 0], [1, 0], Some([0, 0, 0, 1])),
            ([0, 0, 1, 3], [1, 0], Some([0, 1, 1, 0])),
            ([0, 1, 1, 0], [-1, 0], Some([0, 0, 1, 3])),
            ([0, 1, 1, 2], [0, 1], Some([1, 1, 0, 2])),
            ([1, 1, 0, 2], [0, -1], Some([0, 1, 1, 2])),
            ([0, 0, 0, 0], [-1, 0], None),
            ([0, 2, 0, 3], [1, 0], None),
            ([1, 0, 1, 0], [0, 1], None),
        ] {
            assert_eq!(plates.next(at, way), next, "{at:?} {way:?}");
        }
    }

    #[test]
    fn outlines_are_around_their_plates() {
        let outlines = Plates::new([2, 2, 1, 3]).outlines();
        assert_eq!(outlines, "M0 0h3v1h-3zM4 0h3v1h-3zM0 2h3v1h-3zM4 2h3v1h-3z");
        assert!(Plates::new([1, 4, 2, 2]).is_wide() && !Plates::new([4, 6, 4, 4]).is_wide());
    }

    #[test]
    fn neighbours_of_a_kind_are_one_rectangle() {
        let plates = Plates::new([1, 2, 1, 3]);
        let paths = plates.paths(3, |[_, c, _, w]| usize::from(c == 1 && w > 0));
        assert_eq!(paths, ["M0 0h3v1h-3zM4 0h1v1h-1z", "M5 0h2v1h-2z", ""]);
    }
}
