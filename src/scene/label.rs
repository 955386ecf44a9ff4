//! Labels of the sets, for where cells are coloured by set: colour is never the only sign.

use std::collections::BTreeSet;
use std::ops::Range;

use super::cells::{Cell, CellBox, Direction};
use super::dimension::breadth;
use super::face::{BoxFace, holds};
use super::model::{Role, Scene, SceneBox};
use super::sight::{Outline, is_nearer};

/// The label of a set, upright on a stretch of it that is seen.
#[derive(Clone, Debug, PartialEq)]
pub struct SetLabel {
    /// Number of the set
    pub set: usize,
    /// The text, from top to bottom
    pub lines: Vec<String>,
    /// The middle of the text, in CSS pixels of the viewport
    pub centre_px: [f64; 2],
    /// Breadth and height that are kept free for it
    pub size_px: [f64; 2],
}

/// How a label names its set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Its place: `N0 C2–3`
    Line,
    /// The same, one axis below the other
    Stack,
    /// Its number, where its place needs more room than most have
    Number,
}

/// Height of letters and digits, and the margin around the text, in sizes of the type.
const HEIGHT: f64 = 0.75;
const MARGIN: f64 = 0.15;

/// A box of cells of one set without a gap, and its label.
type Labelled = (Cell, SetLabel);

impl SetLabel {
    /// From one line to the next, in sizes of the type.
    pub const LINE: f64 = 1.1;

    /// More labels than this would be clutter.
    pub const MOST: usize = 300;
}

impl Scene {
    /// A label for each stretch of a set that is seen in colour and large enough, in the size of the dimension lines.
    ///
    /// None where one set is all, where sets are single elements, or where there would be more than `limit`.
    pub fn set_labels(&self, limit: usize) -> Vec<SetLabel> {
        if self.partition.set_len() == 1 || self.partition.set_count() == 1 {
            return Vec::new();
        }
        let places = self.labels_in(&[Form::Line, Form::Stack]);
        let numbers = self.labels_in(&[Form::Number]);
        // A place says more, and tells the places beside it; but a few of them would not tell the others
        let labels = if 4 * places.len() >= numbers.len() {
            places
        } else {
            numbers
        };
        if labels.len() > limit {
            return Vec::new();
        }
        labels
    }

    /// The labels in the first of the forms that there is room for; stretches seen from several sides
    /// are labelled once, on the side that shows most of them.
    fn labels_in(&self, forms: &[Form]) -> Vec<SetLabel> {
        let mut sides = Direction::ALL.map(|face| self.labels_on(face, forms));
        sides.sort_unstable_by_key(|labels| std::cmp::Reverse(labels.len()));
        let mut done = BTreeSet::new();
        let mut is_new = |labelled: &Labelled| done.insert(labelled.0);
        let all = sides.into_iter().flatten();
        all.filter(|labelled| is_new(labelled))
            .map(|labelled| labelled.1)
            .collect()
    }

    fn labels_on(&self, face: Direction, forms: &[Form]) -> Vec<Labelled> {
        let runs = self.runs();
        let forms = forms.iter().map(|&form| (form, self.label_px(form)));
        let forms: Vec<_> = forms
            .filter(|&(_, size)| self.has_room(face, size))
            .collect();
        let mut labels = Vec::new();
        if forms.is_empty() {
            return labels;
        }
        for b in self.drawn().filter(|b| b.role != Role::Ghost) {
            let surface = self.near(&b.cells, face);
            let Some(seen) = self.visible(&surface, face) else {
                continue;
            };
            for cells in stretches_of(&surface, &seen, runs) {
                let first = [0, 1, 2].map(|d| cells.0[d].start);
                let is_other = self.role_at(b.role, first) == Role::Ghost;
                let Some(patch) = self.near_face(&cells, face).filter(|_| !is_other) else {
                    continue;
                };
                let stretch = [0, 1, 2].map(|d| first[d] / runs[d]);
                let set = self.partition.set_of(&self.layout.index_of_cell(first));
                let label = |&(form, size_px): &(Form, [f64; 2])| {
                    Some(SetLabel {
                        set,
                        lines: self.lines_of(set, form),
                        centre_px: self.place_on(&patch, b, size_px)?,
                        size_px,
                    })
                };
                labels.extend(forms.iter().find_map(label).map(|label| (stretch, label)));
            }
        }
        labels
    }

    /// The point of a patch on a box nearest to the patch's middle around which the whole label is seen.
    fn place_on(&self, patch: &BoxFace, on: &SceneBox, size_px: [f64; 2]) -> Option<[f64; 2]> {
        let counts = patch.counts.map(|n| n as f64);
        let centre = patch.at_px(counts.map(|n| n / 2.0));
        let distance = |p: &[f64; 2]| (p[0] - centre[0]).hypot(p[1] - centre[1]);
        let at = |[a, b]: [f64; 2]| patch.at_px([a * counts[0], b * counts[1]]);
        let mut points: Vec<_> = grid(patch, size_px)?.map(at).collect();
        points.sort_unstable_by(|a, b| distance(a).total_cmp(&distance(b)));
        let is_seen = |&point: &[f64; 2]| self.shows_rectangle(on, point, size_px);
        points.into_iter().find(is_seen)
    }

    /// Whether a rectangle on a face of a box lies in the viewport, and nothing before it.
    fn shows_rectangle(&self, on: &SceneBox, centre_px: [f64; 2], size_px: [f64; 2]) -> bool {
        let end = |sign: f64| [0, 1].map(|i| centre_px[i] + sign * size_px[i] / 2.0);
        let viewport = self.view.viewport;
        let outline = Outline::of_rectangle(&self.view, centre_px, size_px);
        let hides = |b: &SceneBox| is_nearer(&self.view, &b.world, &on.world);
        viewport.contains(end(-1.0))
            && viewport.contains(end(1.0))
            && !self.drawn_near(&outline).any(hides)
    }

    /// Whether a face along this direction of a stretch that nothing cuts has room for a label.
    fn has_room(&self, face: Direction, size_px: [f64; 2]) -> bool {
        let whole = CellBox(self.runs().map(|n| 0..n));
        let patch = self.near_face(&whole, face);
        patch.is_some_and(|patch| holds(patch.sides_px(), size_px))
    }

    /// How many cells of one set follow each other without a gap, per direction: the same for all sets.
    fn runs(&self) -> [usize; 3] {
        let (shape, block) = (self.partition.shape(), self.partition.block());
        let run = |group: usize| {
            let axes = self.layout.spec().groups()[group].clone();
            let is_open = |axis: &usize| block[*axis] == shape[*axis];
            let whole = axes.clone().rev().take_while(is_open).count();
            // All whole axes at the end, and of the one before them what the box has
            let first = (axes.end - whole).saturating_sub(1).max(axes.start);
            block[first..axes.end].iter().product()
        };
        [0, 1, 2].map(|d| self.layout.rulers[d].inner.map_or(1, run))
    }

    /// Room for the longest label, in px.
    fn label_px(&self, form: Form) -> [f64; 2] {
        let lines = self.lines_of(self.partition.set_count() - 1, form);
        let longest = lines.iter().map(|line| breadth(line)).fold(0.0, f64::max);
        let size = [longest, HEIGHT + SetLabel::LINE * (lines.len() - 1) as f64];
        size.map(|s| (s + 2.0 * MARGIN) * self.view.viewport.text_px)
    }

    fn lines_of(&self, set: usize, form: Form) -> Vec<String> {
        match form {
            Form::Number => vec![set.to_string()],
            Form::Line => vec![self.place_of(set).join(" ")],
            Form::Stack => self.place_of(set),
        }
    }

    /// Where a set lies, axis by axis; an axis that it has as a whole is left out.
    fn place_of(&self, set: usize) -> Vec<String> {
        let ranges = self.partition.ranges(set);
        let axes = ranges.iter().zip(self.partition.shape()).enumerate();
        let part = |(axis, (range, &length)): (usize, (&Range<usize>, &usize))| {
            let name = self.layout.spec().axis_name(axis);
            match range.len() {
                len if len == length => None,
                1 => Some(format!("{name}{}", range.start)),
                _ => Some(format!("{name}{}–{}", range.start, range.end - 1)),
            }
        };
        axes.filter_map(part).collect()
    }
}

/// The parts of a box of cells, cut along each direction at all multiples of `runs`, of which something is seen.
fn stretches_of(
    cells: &CellBox,
    seen: &CellBox,
    runs: [usize; 3],
) -> impl Iterator<Item = CellBox> {
    let [across, down, depth] = [0, 1, 2].map(|d| stretches(&cells.0[d], &seen.0[d], runs[d]));
    depth.into_iter().flat_map(move |z| {
        let (down, across) = (down.clone(), across.clone());
        down.into_iter().flat_map(move |y| {
            let z = z.clone();
            let stretch = move |x| CellBox([x, y.clone(), z.clone()]);
            across.clone().into_iter().map(stretch)
        })
    })
}

/// The parts of a range, cut at all multiples of `run`, that have something of `seen`.
fn stretches(range: &Range<usize>, seen: &Range<usize>, run: usize) -> Vec<Range<usize>> {
    let numbers = seen.start / run..seen.end.div_ceil(run);
    let cut = |k: usize| (k * run).max(range.start)..((k + 1) * run).min(range.end);
    numbers.map(cut).collect()
}

/// Points of a patch, in shares of its sides, around which an upright rectangle stays inside; none where it is too large.
fn grid(patch: &BoxFace, size_px: [f64; 2]) -> Option<impl Iterator<Item = [f64; 2]>> {
    const STEPS: usize = 6;
    let [u, v] = patch.sides_px();
    let area = (u[0] * v[1] - u[1] * v[0]).abs().max(1e-9);
    // How far from the ends of a side the middle has to stay for what the other side cuts off
    let margin = |other: [f64; 2]| {
        (size_px[0] * other[1].abs() + size_px[1] * other[0].abs()) / (2.0 * area)
    };
    let margins = [margin(v), margin(u)];
    if margins.iter().any(|&m| m > 0.5) {
        return None;
    }
    let at = move |k: usize, m: f64| m + (1.0 - 2.0 * m) * k as f64 / STEPS as f64;
    let side = STEPS + 1;
    let point = move |k: usize| [at(k % side, margins[0]), at(k / side, margins[1])];
    Some((0..side * side).map(point))
}
