//! The distributions of all groups, one row above the other, on one axis.

use super::pen::Point;
use super::{Shape, Style};
use crate::lab::histogram::{Bars, Distribution, Group};
use crate::state::Axis;

/// A chart of distributions, laid out but not yet painted. Lengths are CSS pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Ridges {
    pub(super) style: Style,
    /// The rows, from top to bottom
    pub rows: Vec<Row>,
    pub(super) selected: Option<usize>,
    pub(super) plot: Frame,
    pub(super) span: (f64, f64),
    pub(super) width_px: f64,
}

/// One group.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its name; empty where there is no room for it
    pub label: String,
    /// Height on which its bars stand
    pub baseline_px: f64,
    /// Its bars, from left to right
    pub bars: Vec<BarBox>,
    /// Its highest bar, where the count is written
    pub peak: Option<BarBox>,
    /// Mean, and mean − σ and mean + σ
    pub mean_px: [f64; 3],
}

/// One bar, from the baseline up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BarBox {
    /// Left side
    pub left_px: f64,
    /// Right side; at least a line's width from the left
    pub right_px: f64,
    /// Upper side
    pub top_px: f64,
    /// How many values it stands for
    pub count: usize,
}

/// What lies under the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Under {
    /// Index into the groups
    pub group: usize,
    /// Index into the group's bars at this t
    pub bar: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    pub left_px: f64,
    pub right_px: f64,
    pub top_px: f64,
    pub bottom_px: f64,
}

/// Height that a row should have, in sizes of the text.
const ROW: f64 = 3.0;

/// How many rows a row may reach over, where rows are lower than they should be.
const OVERLAP: f64 = 2.2;

impl Ridges {
    /// Lays out `distribution` at t in an area of this size; one label for each group.
    ///
    /// # Panics
    ///
    /// If there are not as many labels as groups.
    pub fn new(
        distribution: &Distribution,
        t: f64,
        labels: &[String],
        size_px: (f64, f64),
        style: Style,
    ) -> Self {
        let groups = &distribution.groups;
        assert_eq!(labels.len(), groups.len(), "a label for every group");
        let bars: Vec<Bars> = groups.iter().map(|group| group.bars_at(t)).collect();
        let plot = Frame::new(size_px, labels, &style);
        let rhythm = Rhythm::new(groups.len(), &plot, &style);
        let mut ridges = Self {
            style,
            rows: Vec::new(),
            selected: distribution.selected,
            plot,
            span: distribution.axis.at(t),
            width_px: size_px.0,
        };
        let highest = bars.iter().map(highest_of).max().unwrap_or(1);
        let shared = distribution.shows_every_group();
        for (i, (bars, label)) in bars.iter().zip(labels).enumerate() {
            let baseline = plot.bottom_px - rhythm.spacing_px * (groups.len() - 1 - i) as f64;
            // All values beside one set of few: on a common scale the set would be flat.
            let own = if shared { highest } else { highest_of(bars) };
            let mut row = ridges.row(bars, baseline, rhythm.reach_px / own.max(1) as f64);
            if ridges.is_labelled(i, rhythm.label_every) {
                row.label = label.clone();
            }
            if !shared || distribution.selected == Some(i) {
                row.peak = row.bars.iter().copied().max_by_key(|bar| bar.count);
            }
            ridges.rows.push(row);
        }
        ridges
    }

    /// How high the chart has to be for all of its rows.
    pub fn height_px(rows: usize, text_px: f64) -> f64 {
        text_px * (5.0 + 1.4 * rows as f64).clamp(8.0, 20.0)
    }

    /// The bar at a place, the topmost where rows overlap.
    pub fn under(&self, (x, y): Point) -> Option<Under> {
        let hit = |bar: &BarBox, baseline: f64| {
            (bar.left_px..bar.right_px).contains(&x) && (bar.top_px..=baseline).contains(&y)
        };
        self.order().into_iter().rev().find_map(|group| {
            let row = &self.rows[group];
            let bar = row.bars.iter().position(|bar| hit(bar, row.baseline_px))?;
            Some(Under { group, bar })
        })
    }

    /// Rows from the back to the front: from top to bottom, and the selected one last.
    pub(super) fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.sort_unstable_by_key(|&group| (Some(group) == self.selected, group));
        order
    }

    /// Labels that would collide are left out, but never the selected one's.
    fn is_labelled(&self, group: usize, every: usize) -> bool {
        match self.selected {
            Some(selected) if every > 1 => {
                let near = group.abs_diff(selected) < every;
                group == selected || group.is_multiple_of(every) && !near
            }
            _ => group.is_multiple_of(every),
        }
    }

    fn row(&self, bars: &Bars, baseline_px: f64, scale: f64) -> Row {
        let hairline = self.style.line_px();
        let boxes = bars.bars.iter().map(|bar| {
            let (left, right) = (self.x(bar.low), self.x(bar.high));
            let thin = (hairline - (right - left)).max(0.0) / 2.0;
            BarBox {
                left_px: left - thin,
                right_px: right + thin,
                top_px: baseline_px - bar.count as f64 * scale,
                count: bar.count,
            }
        });
        Row {
            bars: boxes.collect(),
            label: String::new(),
            peak: None,
            baseline_px,
            mean_px: [0.0, -1.0, 1.0].map(|sigmas| self.x(bars.mean + sigmas * bars.deviation)),
        }
    }

    /// Where a value stands.
    pub(super) fn x(&self, value: f64) -> f64 {
        let (low, high) = self.span;
        let part = (value - low) / (high - low);
        self.plot.left_px + part * (self.plot.right_px - self.plot.left_px)
    }
}

impl Row {
    /// The upper side, from left to right.
    pub(super) fn outline(&self, shape: Shape) -> Vec<Point> {
        match shape {
            Shape::Bars => {
                let top = |bar: &BarBox| [(bar.left_px, bar.top_px), (bar.right_px, bar.top_px)];
                self.bars.iter().flat_map(top).collect()
            }
            Shape::Lines => {
                let middle = |bar: &BarBox| ((bar.left_px + bar.right_px) / 2.0, bar.top_px);
                let left = self.bars.first().map(|bar| (bar.left_px, self.baseline_px));
                let right = self.bars.last().map(|bar| (bar.right_px, self.baseline_px));
                left.into_iter()
                    .chain(self.bars.iter().map(middle))
                    .chain(right)
                    .collect()
            }
        }
    }
}

impl BarBox {
    pub(super) fn corners(&self, base: f64) -> [Point; 4] {
        let Self {
            left_px,
            right_px,
            top_px,
            ..
        } = *self;
        [
            (left_px, base),
            (left_px, top_px),
            (right_px, top_px),
            (right_px, base),
        ]
    }
}

/// What the rows are called, the one of `all` values too; `None` for a moment after the axes of x have changed.
pub fn row_names(distribution: &Distribution, axes: &[Axis], all: &str) -> Option<Vec<String>> {
    let letters: Vec<String> = axes.iter().map(|a| a.letter().to_string()).collect();
    let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
    let groups = &distribution.groups;
    let is_current = |group: &Group| group.region.shape().len() == letters.len();
    // The row of all values has no place of its own, but a name.
    let name = |group: &Group| match group.label(&letters) {
        place if place.is_empty() => all.to_owned(),
        place => place,
    };
    let are_current = groups.iter().all(is_current);
    are_current.then(|| groups.iter().map(name).collect())
}

/// How rows follow one another.
struct Rhythm {
    /// From one baseline to the next
    spacing_px: f64,
    /// Height of the highest bar
    reach_px: f64,
    /// Rows from one label to the next
    label_every: usize,
}

impl Rhythm {
    /// The first row has room above it for its own bars.
    fn new(rows: usize, plot: &Frame, style: &Style) -> Self {
        let height = plot.bottom_px - plot.top_px;
        let step = height / rows.max(1) as f64;
        let overlap = (ROW * style.font_px / step).clamp(1.0, OVERLAP);
        // Without overlap a little air stays between a row and the baseline above it.
        let reach_px = (step * overlap).min(height) * 0.92;
        let spacing_px = (height - reach_px) / rows.saturating_sub(1).max(1) as f64;
        let every = (style.font_px * 1.2 / spacing_px.max(0.1)).ceil();
        Self {
            spacing_px,
            reach_px,
            label_every: every.max(1.0) as usize,
        }
    }
}

fn highest_of(bars: &Bars) -> usize {
    bars.bars.iter().map(|bar| bar.count).max().unwrap_or(0)
}

impl Frame {
    /// The area within labels and ticks.
    fn new((width, height): (f64, f64), labels: &[String], style: &Style) -> Self {
        let widest = labels.iter().map(|label| style.text_width_px(label));
        let label = widest.fold(0.0, f64::max).min(width * 0.4);
        Self {
            left_px: label + style.font_px * 0.9,
            right_px: width - style.font_px * 0.4,
            // Above the highest bar stands its count.
            top_px: style.font_px * 1.2,
            bottom_px: height - style.font_px * 2.0,
        }
    }
}
