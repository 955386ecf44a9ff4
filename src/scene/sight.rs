//! What stands between what and the eye.

use super::cells::Aabb;
use super::view::View;

/// The outline of a box on the screen, by its extent across each of the three directions
/// in which the box's edges run there.
///
/// The outline of a box under a parallel projection is a hexagon whose sides run in just these
/// directions, so that two outlines overlap exactly when all three extents do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outline {
    extents: [(f64, f64); 3],
    /// Least and largest x and y, in px
    pub rect_px: [(f64, f64); 2],
}

impl Outline {
    pub fn new(view: &View, world: &Aabb) -> Self {
        let edges = edges_px(view);
        let (centre, half) = (view.screen_px_from_world(world.centre()), world.half());
        let extent = |normal: [f64; 2]| {
            let middle = centre[0] * normal[0] + centre[1] * normal[1];
            let reach: f64 = (0..3)
                .map(|i| half[i] * (edges[i][0] * normal[0] + edges[i][1] * normal[1]).abs())
                .sum();
            (middle - reach, middle + reach)
        };
        Self {
            extents: edges.map(|edge| extent(normal(edge))),
            rect_px: [extent([1.0, 0.0]), extent([0.0, 1.0])],
        }
    }

    /// The outline of an upright rectangle on the screen.
    pub fn of_rectangle(view: &View, centre_px: [f64; 2], size_px: [f64; 2]) -> Self {
        let extent = |normal: [f64; 2]| {
            let middle = centre_px[0] * normal[0] + centre_px[1] * normal[1];
            let reach = (size_px[0] * normal[0].abs() + size_px[1] * normal[1].abs()) / 2.0;
            (middle - reach, middle + reach)
        };
        Self {
            extents: edges_px(view).map(|edge| extent(normal(edge))),
            rect_px: [extent([1.0, 0.0]), extent([0.0, 1.0])],
        }
    }

    pub fn overlaps(&self, other: &Self) -> bool {
        // Touching outlines do not overlap: a hundredth of a pixel, far below what is drawn
        const SLACK_PX: f64 = 0.01;
        let meet = |a: (f64, f64), b: (f64, f64)| a.1.min(b.1) - a.0.max(b.0) > SLACK_PX;
        let all = self
            .extents
            .iter()
            .zip(&other.extents)
            .all(|(&a, &b)| meet(a, b));
        all && (0..2).all(|i| meet(self.rect_px[i], other.rect_px[i]))
    }
}

/// The steps on the screen of one unit along each of the world's axes.
pub(super) fn edges_px(view: &View) -> [[f64; 2]; 3] {
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
        .map(|axis| view.screen_px_from_direction(axis))
}

/// A direction across `edge`, of length 1; some direction where the edge points at the eye.
fn normal(edge: [f64; 2]) -> [f64; 2] {
    let length = edge[0].hypot(edge[1]);
    if length < 1e-6 {
        return [1.0, 0.0];
    }
    [-edge[1] / length, edge[0] / length]
}

/// Whether `front` is nearer than `back`, of two boxes that do not intersect and whose outlines overlap.
///
/// Some axis separates them, and a ray to the eye goes only one way along it.
pub(super) fn is_nearer(view: &View, front: &Aabb, back: &Aabb) -> bool {
    let slack = 1e-9 * view.depth_reach;
    (0..3).any(|i| match view.facing()[i] {
        1 => front.min[i] >= back.max[i] - slack,
        -1 => front.max[i] <= back.min[i] + slack,
        _ => false,
    })
}

/// Boxes found by where they are on the screen.
#[derive(Clone, Debug)]
pub(super) struct Bins {
    side: usize,
    origin_px: [f64; 2],
    step_px: [f64; 2],
    boxes: Vec<Vec<u32>>,
}

impl Bins {
    /// Sorts the outlines, each with its number, into bins.
    pub fn new<'a>(outlines: impl Iterator<Item = (u32, &'a Outline)> + Clone) -> Self {
        let count = outlines.clone().count();
        let side = (count as f64).sqrt().ceil().clamp(1.0, 64.0) as usize;
        let bound = |axis: usize| {
            let rects = outlines.clone().map(|(_, outline)| outline.rect_px[axis]);
            rects.fold((f64::MAX, f64::MIN), |(low, high), r| {
                (low.min(r.0), high.max(r.1))
            })
        };
        let bounds = [bound(0), bound(1)];
        let mut bins = Self {
            side,
            origin_px: bounds.map(|b| b.0),
            step_px: bounds.map(|b| ((b.1 - b.0) / side as f64).max(1e-6)),
            boxes: vec![Vec::new(); side * side],
        };
        for (number, outline) in outlines {
            for bin in bins.touched(outline.rect_px) {
                bins.boxes[bin].push(number);
            }
        }
        bins
    }

    /// The boxes that may be at a point of the screen.
    pub fn at(&self, point_px: [f64; 2]) -> &[u32] {
        let rect = point_px.map(|p| (p, p));
        self.touched(rect)
            .next()
            .map_or(&[], |bin| &self.boxes[bin])
    }

    /// The boxes that may overlap an outline; one may come up several times.
    pub fn near(&self, outline: &Outline) -> impl Iterator<Item = u32> {
        self.touched(outline.rect_px)
            .flat_map(|bin| self.boxes[bin].iter().copied())
    }

    fn touched(&self, rect_px: [(f64, f64); 2]) -> impl Iterator<Item = usize> + use<> {
        let side = self.side;
        let bin = |axis: usize, at_px: f64| {
            let bin = (at_px - self.origin_px[axis]) / self.step_px[axis];
            (bin.max(0.0) as usize).min(side - 1)
        };
        let [columns, rows] = [0, 1].map(|i| bin(i, rect_px[i].0)..bin(i, rect_px[i].1) + 1);
        rows.flat_map(move |row| columns.clone().map(move |column| row * side + column))
    }
}
