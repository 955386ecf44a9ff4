//! Cells that the audience believes to be one set.

use crate::lab::explore::Setup;
use crate::lab::region::flat_of;
use crate::state::lesson::Place;
use crate::state::words::LessonLabel;
use crate::state::{Axis, Settings, View};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How much a click marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brush {
    /// One cell
    Cell,
    /// All positions of its channel in its sample: its indices of the first two axes
    Plane,
    /// All cells of its channel, in all samples
    Channel,
    /// All cells of its sample
    Sample,
}

/// What cells are marked of: another lesson, page, tensor or element, and the marks mean nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked {
    setup: Setup,
    view: View,
    at: Option<Vec<usize>>,
    lesson: Option<Place>,
}

impl Marked {
    /// What is shown.
    pub fn of(settings: &Settings) -> Self {
        Self {
            setup: settings.setup(),
            view: settings.view,
            at: settings.at.clone(),
            lesson: settings.lesson.clone(),
        }
    }

    /// The pinned cell, by its place in the memory of a tensor of this shape.
    fn pinned(&self, shape: &[usize]) -> Option<usize> {
        flat_of(shape, self.at.as_ref()?)
    }
}

/// The marked cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Marking {
    /// The number of the question that asks for them
    pub question: u32,
    /// What they are cells of
    pub of: Marked,
    /// By their places in memory
    pub cells: Arc<BTreeSet<usize>>,
    /// What the next click marks
    pub brush: Brush,
    /// The index of the cell that the keyboard is at, once it is used
    pub cursor: Option<Vec<usize>>,
}

impl Brush {
    /// All, smallest first.
    pub const ALL: [Self; 4] = [Self::Cell, Self::Plane, Self::Channel, Self::Sample];

    /// What it is called where the axes are these.
    pub fn label(self, axes: &[Axis]) -> LessonLabel {
        let are_sentences = axes.get(1) == Some(&Axis::Tokens);
        match (self, are_sentences) {
            (Self::Cell, _) => LessonLabel::BrushCell,
            (Self::Plane, false) => LessonLabel::BrushPlane,
            (Self::Plane, true) => LessonLabel::BrushToken,
            (Self::Channel, false) => LessonLabel::BrushChannel,
            (Self::Channel, true) => LessonLabel::BrushPlaceOfAll,
            (Self::Sample, false) => LessonLabel::BrushSample,
            (Self::Sample, true) => LessonLabel::BrushSentence,
        }
    }

    /// Whether a click at `at` marks the cell at `index` too.
    fn reaches(self, at: &[usize], index: &[usize]) -> bool {
        let same = |axis: usize| at.get(axis) == index.get(axis);
        match self {
            Self::Cell => at == index,
            Self::Plane => same(0) && same(1),
            Self::Channel => same(1),
            Self::Sample => same(0),
        }
    }
}

impl Marking {
    /// Nothing marked but the pinned cell.
    pub fn new(question: u32, settings: &Settings) -> Self {
        let of = Marked::of(settings);
        Self {
            question,
            cells: Arc::new(of.pinned(settings.shape()).into_iter().collect()),
            of,
            brush: Brush::Plane,
            cursor: None,
        }
    }

    /// Shows the cursor at the pinned cell, or at the first one of a tensor of so many axes.
    pub fn show_cursor(&mut self, axes: usize) {
        let first = || vec![0; axes];
        self.cursor = Some(self.of.at.clone().unwrap_or_else(first));
    }

    /// The index that the cursor is at, and whether its cell is marked, if it is shown in a tensor of this shape.
    pub fn at_cursor(&self, shape: &[usize]) -> Option<(Vec<usize>, bool)> {
        let index = self.cursor.clone()?;
        let flat = flat_of(shape, &index)?;
        Some((index, self.cells.contains(&flat)))
    }

    /// Marks what a click at `index` reaches in a tensor of this shape; takes the marks away where all are marked already,
    /// but for that of the pinned cell, which is of its own set whatever one believes.
    pub fn toggle(&mut self, shape: &[usize], index: &[usize]) {
        let reached: Vec<usize> = indices(shape)
            .filter(|other| self.brush.reaches(index, other))
            .filter_map(|other| flat_of(shape, &other))
            .collect();
        let cells = Arc::make_mut(&mut self.cells);
        if reached.iter().all(|cell| cells.contains(cell)) {
            let pinned = self.of.pinned(shape);
            let taken = reached.iter().filter(|cell| Some(**cell) != pinned);
            taken.for_each(|cell| {
                cells.remove(cell);
            });
        } else {
            cells.extend(reached);
        }
    }
}

/// The indices of all elements, in the order of memory.
fn indices(shape: &[usize]) -> impl Iterator<Item = Vec<usize>> {
    let len = shape.iter().product::<usize>();
    let shape = shape.to_vec();
    (0..len).map(move |flat| {
        let mut rest = flat;
        let mut index: Vec<usize> = shape
            .iter()
            .rev()
            .map(|n| {
                let i = rest % n;
                rest /= n;
                i
            })
            .collect();
        index.reverse();
        index
    })
}
