//! The numbers in the cells that are large enough to read them.

use std::collections::HashSet;

use super::face::CellFace;
use super::model::{Role, Scene};
use crate::lab::number::significant;

/// Room that a number needs in a cell, in type of [`TEXT_PX`].
const DIGITS_PX: [f64; 2] = [42.0, 15.0];

/// Type of the numbers at arm's length, with some air for the larger one of a projector.
pub const TEXT_PX: f64 = 13.5;

/// More cells than this are not read one by one.
const MOST: usize = 400;

impl Scene {
    /// The faces that can be read in type of this size: of each coloured cell one, in front if it is seen there.
    pub fn legible(&self, text_px: f64) -> Vec<CellFace> {
        let [width_px, height_px] = DIGITS_PX.map(|px| px * text_px / TEXT_PX);
        let faces = self.digit_faces(width_px, height_px, MOST);
        let mut done = HashSet::new();
        let front_first = faces.into_iter().rev();
        let coloured = front_first.filter(|face| face.role != Role::Ghost);
        coloured.filter(|face| done.insert(face.cell)).collect()
    }
}

/// A value as it fits a cell: two decimals, fewer where it is large.
pub fn in_cell(value: f64) -> String {
    match value.abs() {
        size if size < 0.005 => "0.00".to_owned(),
        size if size < 10.0 => format!("{value:.2}").replace('-', "−"),
        size if size < 1000.0 => significant(value, 3),
        _ => significant(value, 2),
    }
}
