//! Gathering the values of patches.

use std::collections::HashMap;
use std::rc::Rc;

use super::layout::Layout;
use super::patch::Patch;
use super::values::Values;
use crate::norm::Place;

/// Gathers patches of one tensor, and keeps what many of them have in common.
pub struct Gatherer<'a> {
    layout: &'a Layout,
    values: &'a Values,
    sides: HashMap<Side, Rc<Ladder>>,
}

/// One side of a patch: its direction, its first cell and whether that is counted within a block, how many cells
/// there are, and how many in a sample.
type Side = (usize, (usize, bool), usize, usize);

/// The samples along a side.
struct Ladder {
    /// How far each is from the first in the flat C order
    steps: Vec<usize>,
    /// Where its statistics and parameters are, if the others are as for the first
    places: Vec<Place>,
}

impl<'a> Gatherer<'a> {
    /// Gathers values that are laid out so.
    pub fn new(layout: &'a Layout, values: &'a Values) -> Self {
        Self {
            layout,
            values,
            sides: HashMap::new(),
        }
    }

    /// Writes the stages of all samples of a patch, four numbers each.
    ///
    /// # Panics
    ///
    /// If `texels` has another length.
    pub fn stages(&mut self, patch: &Patch, texels: &mut [f32]) {
        assert_eq!(
            texels.len(),
            4 * patch.len(),
            "four numbers for each sample"
        );
        let values = self.values;
        self.visit(patch, |sample, flat, place| {
            let stages = values.stages_at(flat, place);
            texels[4 * sample..4 * sample + 4].copy_from_slice(&stages);
        });
    }

    /// Writes which samples of a patch are marked: 255 where one is, otherwise 0.
    ///
    /// # Panics
    ///
    /// If `marks` has another length.
    pub fn marks(&mut self, patch: &Patch, marks: &mut [u8]) {
        assert_eq!(marks.len(), patch.len(), "a mark for each sample");
        let values = self.values;
        self.visit(patch, |sample, flat, _| {
            marks[sample] = u8::from(values.is_marked(flat)) * 255;
        });
    }

    /// The samples with their elements, as far as there are any in the order of memory.
    fn visit(&mut self, patch: &Patch, mut see: impl FnMut(usize, usize, Place)) {
        let first = self.layout.flat_of_cell(patch.cell_of([0, 0]));
        let origin = self.values.place(first);
        let [across, down] = [0, 1].map(|side| self.ladder(patch, side, first));
        let columns = across.steps.len();
        let mut visit = |row: usize, column: usize| {
            let flat = first + down.steps[row] + across.steps[column];
            // The sides have no axes in common, so that the ways along both add up
            let place = origin.moved(down.places[0], down.places[row]);
            see(
                row * columns + column,
                flat,
                place.moved(across.places[0], across.places[column]),
            );
        };
        let step = |ladder: &Ladder| ladder.steps.get(1).copied().unwrap_or(usize::MAX);
        if step(&across) < step(&down) {
            (0..down.steps.len())
                .for_each(|row| (0..columns).for_each(|column| visit(row, column)));
        } else {
            (0..columns)
                .for_each(|column| (0..down.steps.len()).for_each(|row| visit(row, column)));
        }
    }

    /// Blocks have their cells alike, so that patches within them share their sides.
    fn ladder(&mut self, patch: &Patch, side: usize, first: usize) -> Rc<Ladder> {
        let direction = patch.face.sides()[side];
        let (cells, block) = (
            &patch.cells.0[direction],
            self.layout.block_cells()[direction],
        );
        let is_in_block = cells.start / block == (cells.end - 1) / block;
        let start = if is_in_block {
            cells.start % block
        } else {
            cells.start
        };
        let key = (
            direction,
            (start, is_in_block),
            cells.len(),
            patch.stretch[side],
        );
        let (layout, values) = (self.layout, self.values);
        let make = || {
            let samples = 0..patch.grid()[side];
            let step = |sample| layout.step(direction, patch.middle(side, sample));
            let steps: Vec<_> = samples.map(|sample| step(sample) - step(0)).collect();
            let places = steps
                .iter()
                .map(|step| values.place(first + step))
                .collect();
            Rc::new(Ladder { steps, places })
        };
        self.sides.entry(key).or_insert_with(make).clone()
    }
}
