//! Dimension lines as in a technical drawing: name and length of each group of axes.

use std::ops::Range;

use super::cells::{Aabb, CellBox, Direction};
use super::layout::Layout;
use super::view::{View, Viewport};

/// On which side of its place a label stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The text starts here
    Start,
    /// The text is centred here
    Middle,
    /// The text ends here
    End,
}

/// One dimension line, in CSS pixels of the viewport.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    /// The group of axes it measures
    pub group: usize,
    /// Name of the group: `C`, `H·W`
    pub name: String,
    /// Its length in cells
    pub length: usize,
    /// The text of the label: `H·W = 16`
    pub label: String,
    /// Where the line begins: at index 0
    pub from_px: [f64; 2],
    /// Where it ends
    pub to_px: [f64; 2],
    /// Where the label is, its height centred
    pub label_px: [f64; 2],
    /// How the label stands there
    pub anchor: Anchor,
}

impl Dimension {
    /// Room across that the label takes in type of this size.
    pub fn breadth_px(&self, text_px: f64) -> f64 {
        breadth(&self.label) * text_px
    }

    /// The corners of line and label on the screen.
    pub(super) fn corners_px(&self, text_px: f64) -> [[f64; 2]; 4] {
        let (breadth, [x, y]) = (self.breadth_px(text_px), self.label_px);
        let left = match self.anchor {
            Anchor::Start => x,
            Anchor::Middle => x - breadth / 2.0,
            Anchor::End => x - breadth,
        };
        let half = HEIGHT * text_px / 2.0;
        [
            self.from_px,
            self.to_px,
            [left, y - half],
            [left + breadth, y + half],
        ]
    }
}

/// Distance of a line from the cube, of a label from its line, and of a second line from the first one's
/// label, in sizes of the type.
const OFFSET: f64 = 1.5;
const GAP: f64 = 0.6;
/// Height of a line of text, in sizes of the type.
const HEIGHT: f64 = 1.0;

/// The dimension lines of all groups, each outside the cube on a side where nothing hides it.
/// A group seen end-on has none.
pub fn dimensions(layout: &Layout, view: &View) -> Vec<Dimension> {
    let labels = labels(layout, view.viewport);
    let mut dimensions: Vec<_> = Direction::ALL
        .into_iter()
        .flat_map(|direction| along(layout, view, direction, &labels))
        .collect();
    dimensions.sort_unstable_by_key(|dimension| dimension.group);
    dimensions
}

/// Names and lengths of all groups; where one would take a quarter of the viewport, the names alone.
fn labels(layout: &Layout, viewport: Viewport) -> Vec<String> {
    let groups = layout.spec().groups();
    let names: Vec<_> = (0..groups.len()).map(|g| layout.spec().name(g)).collect();
    let length = |axes: &Range<usize>| layout.shape()[axes.clone()].iter().product::<usize>();
    let both = names.iter().zip(groups);
    let both: Vec<_> = both
        .map(|(name, axes)| format!("{name} = {}", length(axes)))
        .collect();
    let is_broad = |label: &String| 4.0 * breadth(label) * viewport.text_px > viewport.width_px;
    if both.iter().any(is_broad) {
        names
    } else {
        both
    }
}

/// Breadth of a text in bold type, in sizes of the type, as the broadest of the usual faces has it (DejaVu Sans).
pub(super) fn breadth(text: &str) -> f64 {
    let of = |c: char| match c {
        'W' => 1.1,
        'C' => 0.74,
        'A'..='Z' | '=' => 0.84,
        '0'..='9' => 0.7,
        '–' => 0.5,
        ' ' | '·' => 0.38,
        _ => 0.7,
    };
    text.chars().map(of).sum()
}

/// The one or two lines along one direction: of a block's cells near the cube, of the blocks outside it.
fn along(layout: &Layout, view: &View, direction: Direction, labels: &[String]) -> Vec<Dimension> {
    let ruler = &layout.rulers[direction as usize];
    let bounds = layout.bounds();
    let Some(edge) = edge_outside(&bounds, view, direction) else {
        return Vec::new();
    };
    let block = CellBox([0, 1, 2].map(|d| 0..layout.rulers[d].cells));
    let first = layout.world_of(&block);
    let levels = [
        (ruler.inner, &first, ruler.cells),
        (ruler.outer, &bounds, ruler.blocks),
    ];
    let mut distance = OFFSET;
    let mut dimensions = Vec::new();
    for (group, extent, length) in levels {
        let Some(group) = group else { continue };
        let name = layout.spec().name(group);
        let label = labels[group].clone();
        let text_breadth = breadth(&label);
        let ends = edge.ends(extent, direction, ruler.sign);
        let line = edge.line(view, ends, distance, text_breadth);
        distance += 2.0 * GAP + text_breadth * edge.out[0].abs() + HEIGHT * edge.out[1].abs();
        dimensions.push(Dimension {
            group,
            name,
            length,
            label,
            ..line
        });
    }
    dimensions
}

/// An edge of the bounds on the outline of the cube, and the way out from it on the screen.
struct Edge {
    corner: [f64; 3],
    out: [f64; 2],
}

/// Which edge along `direction` carries its line: across the lowest one, to the depth the highest,
/// down the one farthest right.
fn edge_outside(bounds: &Aabb, view: &View, direction: Direction) -> Option<Edge> {
    let axis = direction as usize;
    let mut step = [0.0; 3];
    step[axis] = 1.0;
    let [dx, dy] = view.screen_px_from_direction(step);
    let length = dx.hypot(dy);
    if length < 0.05 * view.scale_px {
        return None;
    }
    let normal = [-dy / length, dx / length];
    let middle = |corner: usize| {
        let mut at = bounds.corner(corner);
        at[axis] = 0.0;
        let px = view.screen_px_from_direction(at);
        let side = px[0] * normal[0] + px[1] * normal[1];
        (at, px, side)
    };
    let edges: Vec<_> = (0..8)
        .filter(|corner| corner >> axis & 1 == 0)
        .map(middle)
        .collect();
    let farthest = edges.iter().map(|edge| edge.2.abs()).fold(0.0, f64::max);
    let outside = edges
        .iter()
        .filter(|edge| edge.2.abs() > farthest - 1e-6 * view.scale_px);
    let wanted = |px: [f64; 2]| match direction {
        Direction::Across => px[1],
        Direction::Depth => -px[1],
        Direction::Down => px[0],
    };
    // Among edges in one line on the screen (the cube seen face-on) the nearest one
    let nearness = |at: [f64; 3]| super::view::dot(view.eye, at) * 1e-6 * view.scale_px;
    let score = |edge: &&([f64; 3], [f64; 2], f64)| wanted(edge.1) + nearness(edge.0);
    let &(corner, _, side) = outside.max_by(|a, b| score(a).total_cmp(&score(b)))?;
    Some(Edge {
        corner,
        out: normal.map(|n| n * side.signum()),
    })
}

impl Edge {
    /// The ends of the line along `extent`, index 0 first.
    fn ends(&self, extent: &Aabb, direction: Direction, sign: f64) -> [[f64; 3]; 2] {
        let axis = direction as usize;
        let at = |coordinate: f64| {
            let mut end = self.corner;
            end[axis] = coordinate;
            end
        };
        let ends = [at(extent.min[axis]), at(extent.max[axis])];
        if sign > 0.0 { ends } else { [ends[1], ends[0]] }
    }

    /// The line moved out from the cube, with its label; distances and breadths in sizes of the type.
    fn line(
        &self,
        view: &View,
        ends: [[f64; 3]; 2],
        distance: f64,
        text_breadth: f64,
    ) -> Dimension {
        let text_px = view.viewport.text_px;
        let out = |from: [f64; 2], by: f64| [0, 1].map(|i| from[i] + self.out[i] * by * text_px);
        let [from_px, to_px] = ends.map(|end| out(view.screen_px_from_world(end), distance));
        let middle = [0, 1].map(|i| (from_px[i] + to_px[i]) / 2.0);
        let anchor = match self.out[0] {
            x if x > 0.4 => Anchor::Start,
            x if x < -0.4 => Anchor::End,
            _ => Anchor::Middle,
        };
        // Far enough that the corner of the text next to a slanted line keeps its distance
        let aside = if anchor == Anchor::Middle {
            text_breadth / 2.0
        } else {
            0.0
        };
        let away = GAP + aside * self.out[0].abs() + HEIGHT / 2.0 * self.out[1].abs();
        Dimension {
            group: 0,
            name: String::new(),
            length: 0,
            label: String::new(),
            from_px,
            to_px,
            label_px: out(middle, away),
            anchor,
        }
    }
}
