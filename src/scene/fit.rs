//! How large a cube can be drawn so that its dimension lines and their labels still fit.

use super::dimension::dimensions;
use super::layout::Layout;
use super::view::View;

/// A point of the drawing, from the middle of the viewport: it moves evenly as the cube grows.
struct Point {
    /// Pixels that it moves for each pixel per unit of the world
    slope: [f64; 2],
    /// Where it would be at scale 0: distances and types keep their size
    offset_px: [f64; 2],
}

/// The largest drawing of a cube in a viewport.
pub(super) struct Fit {
    points: Vec<Point>,
    room_px: [f64; 2],
    /// Pixels per unit of the world
    pub scale: f64,
    /// How far the cube's middle is from that of the viewport, so that the whole drawing is in the middle
    pub shift_px: [f64; 2],
    least: f64,
}

/// Kept free at each side of the viewport.
const MARGIN_PX: f64 = 6.0;

impl Fit {
    /// The fit for a view, whatever its scale.
    pub fn new(layout: &Layout, view: &View) -> Self {
        let points = points(layout, view);
        let viewport = view.viewport;
        let room_px =
            [viewport.width_px, viewport.height_px].map(|px| (px - 2.0 * MARGIN_PX).max(1.0));
        let least = least(layout, view);
        let mut fit = Self {
            points,
            room_px,
            scale: least,
            shift_px: [0.0; 2],
            least,
        };
        fit.scale = fit.largest();
        fit.shift_px = fit
            .extents(fit.scale)
            .map(|(low, high)| -(low + high) / 2.0);
        fit
    }

    /// The largest scale at which everything fits with the cube's middle shifted so far.
    pub fn scale_around(&self, shift_px: [f64; 2]) -> f64 {
        let largest = |point: &Point, i: usize| {
            let way = point.slope[i].signum();
            let room = self.room_px[i] / 2.0 - way * (point.offset_px[i] + shift_px[i]);
            // What hardly moves sets no limit
            if point.slope[i].abs() < 1e-9 {
                f64::INFINITY
            } else {
                room / point.slope[i].abs()
            }
        };
        let all = self
            .points
            .iter()
            .flat_map(|point| [0, 1].map(|i| largest(point, i)));
        all.fold(f64::INFINITY, f64::min).max(self.least)
    }

    /// The largest scale at which breadth and height fit, by halving.
    fn largest(&self) -> f64 {
        let fits = |scale: f64| {
            let extents = self.extents(scale);
            (0..2).all(|i| extents[i].1 - extents[i].0 <= self.room_px[i])
        };
        let (mut low, mut high) = (self.least, 1e4 * self.least);
        for _ in 0..50 {
            let middle = (low + high) / 2.0;
            if fits(middle) {
                low = middle
            } else {
                high = middle
            }
        }
        low
    }

    /// Least and largest x and y of all points.
    fn extents(&self, scale: f64) -> [(f64, f64); 2] {
        [0, 1].map(|i| {
            let at = self
                .points
                .iter()
                .map(|p| p.slope[i] * scale + p.offset_px[i]);
            at.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
                (low.min(x), high.max(x))
            })
        })
    }
}

/// Corners of the cube, ends of the lines, corners of the labels.
fn points(layout: &Layout, view: &View) -> Vec<Point> {
    let at = |scale_px: f64| {
        let view = View { scale_px, ..*view };
        let bounds = layout.bounds();
        let corners = (0..8).map(|bits| view.screen_px_from_world(bounds.corner(bits)));
        let lines = dimensions(layout, &view).into_iter();
        let lines = lines.flat_map(|line| line.corners_px(view.viewport.text_px));
        corners.chain(lines).collect::<Vec<_>>()
    };
    let centre = view.viewport.centre_px();
    let pairs = at(1.0).into_iter().zip(at(2.0));
    pairs
        .map(|(one, two)| {
            let slope = [0, 1].map(|i| two[i] - one[i]);
            let offset_px = [0, 1].map(|i| one[i] - slope[i] - centre[i]);
            Point { slope, offset_px }
        })
        .collect()
}

/// A cube is never smaller than a third of the viewport, whatever its labels take.
fn least(layout: &Layout, view: &View) -> f64 {
    const SHARE: f64 = 0.33;
    let bounds = layout.bounds();
    let side = |direction: [f64; 3]| 2.0 * super::view::reach(&bounds, direction);
    let viewport = view.viewport;
    let width = SHARE * viewport.width_px / side(view.right);
    let height = SHARE * viewport.height_px / side(view.up);
    width.min(height).max(1e-6)
}
