//! Counting many values.

use super::ruler::PLACES;
use super::{Counts, Ruler};

/// Into how many cells the range is cut.
const CELLS: usize = 4096;

/// Places in a table of cells, one byte each, in the first cache: one for each cell, one for the end of the range,
/// and others that are never reached.
const TABLE: usize = 2 * CELLS;

/// Values whose cells are found side by side.
const GROUP: usize = 64;

/// In the place of a bin: the cell has an edge in it.
const UNSURE: u8 = u8::MAX;

/// What makes a ruler quicker for many values: the range is cut into cells, and nearly every cell lies in one bin.
///
/// The cell of a value is found in float32 and rounded, but a larger value is never in a cell before:
/// so a cell lies in one bin if both edges of the bin are in other cells.
#[derive(Clone, Debug)]
pub struct Cells {
    low: f32,
    cells_per_unit: f32,
    bins: [u8; TABLE],
}

impl Cells {
    /// Those of a ruler.
    pub fn new(ruler: &Ruler) -> Self {
        let (low, high) = ruler.range();
        let mut cells = Self {
            low,
            cells_per_unit: CELLS as f32 / (high - low),
            bins: [UNSURE; TABLE],
        };
        let mut start = 0;
        for bin in 0..ruler.bins() {
            let edge = ruler.floor(bin + 1);
            // The values above the edge begin in this cell.
            let end = if edge < high {
                cells.cell(edge.next_up()) as usize
            } else {
                TABLE
            };
            if start < end {
                cells.bins[start..end].fill(bin as u8);
            }
            start = cells.cell(edge) as usize + 1;
        }
        cells
    }

    /// Adds the values to the counts of their bins by the ruler that these are of; none may be NaN or infinite.
    // Within a caller it would be compiled as that is, for size.
    #[inline(never)]
    pub fn count(&self, ruler: &Ruler, values: &[f32], counts: &mut Counts) {
        let (groups, rest) = values.as_chunks::<GROUP>();
        for group in groups {
            let mut cells = [0; GROUP];
            for (cell, &value) in cells.iter_mut().zip(group) {
                *cell = self.cell(value);
            }
            for (four, cells) in group
                .as_chunks::<4>()
                .0
                .iter()
                .zip(cells.as_chunks::<4>().0)
            {
                let bins = cells.map(|cell| self.bins[cell as usize % TABLE]);
                if bins.contains(&UNSURE) {
                    ruler.count(four, counts);
                    continue;
                }
                for (counts, bin) in counts.0.iter_mut().zip(bins) {
                    counts[usize::from(bin) % PLACES] += 1;
                }
            }
        }
        ruler.count(rest, counts);
    }

    #[inline(always)]
    fn cell(&self, value: f32) -> u32 {
        // Next to 2²³ a float32 is a whole number, whose last digits are those of the cell;
        // where the range has no width, or one beyond float32, the cell is 0.
        let cells = (value - self.low) * self.cells_per_unit + 8_388_608.0;
        cells.to_bits() % TABLE as u32
    }
}
