//! What of a face, and of the whole, lies in the viewport.

use super::cells::Aabb;
use super::sight::edges_px;
use super::view::View;

/// From the least to the greatest, along two sides.
pub(super) type Rect = [(f64, f64); 2];

/// The part of a parallelogram on the screen that lies in the viewport, counted in steps along its two sides:
/// the smallest rectangle around it. None where nothing does.
pub(super) fn visible_part(
    view: &View,
    origin_px: [f64; 2],
    steps_px: [[f64; 2]; 2],
    counts: [f64; 2],
) -> Option<Rect> {
    let [u, v] = steps_px;
    let px = |at: [f64; 2], i: usize| origin_px[i] + at[0] * u[i] + at[1] * v[i];
    let size_px = [view.viewport.width_px, view.viewport.height_px];
    let [columns, rows] = counts;
    let mut corners = vec![[0.0, 0.0], [columns, 0.0], [columns, rows], [0.0, rows]];
    for (i, size_px) in size_px.into_iter().enumerate() {
        corners = clipped(&corners, |at| px(at, i));
        corners = clipped(&corners, |at| size_px - px(at, i));
    }
    let bound = |i: usize| {
        let along = corners.iter().map(|corner| corner[i]);
        along.fold((f64::MAX, f64::MIN), |(low, high), x| {
            (low.min(x), high.max(x))
        })
    };
    (!corners.is_empty()).then(|| [bound(0), bound(1)])
}

/// The smallest box around what of `bounds` lies in the viewport. None where nothing does.
pub(super) fn visible_box(view: &View, bounds: &Aabb) -> Option<Aabb> {
    let edges = edges_px(view);
    // The ends of what is seen lie on the surface, for nothing ends along a ray within the box.
    let faces = (0..3).flat_map(|face| [0, 1].map(|side| (face, side << face)));
    let parts = faces.filter_map(|(face, corner)| {
        let origin = bounds.corner(corner);
        let sides = [(face + 1) % 3, (face + 2) % 3];
        let counts = sides.map(|i| bounds.max[i] - bounds.min[i]);
        let origin_px = view.screen_px_from_world(origin);
        let part = visible_part(view, origin_px, sides.map(|i| edges[i]), counts)?;
        let mut seen = Aabb {
            min: origin,
            max: origin,
        };
        for (i, (low, high)) in sides.into_iter().zip(part) {
            (seen.min[i], seen.max[i]) = (bounds.min[i] + low, bounds.min[i] + high);
        }
        Some(seen)
    });
    parts.reduce(|a, b| Aabb {
        min: [0, 1, 2].map(|i| a.min[i].min(b.min[i])),
        max: [0, 1, 2].map(|i| a.max[i].max(b.max[i])),
    })
}

/// How much of something lies in the viewport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    Nothing,
    Something,
    All,
}

/// How much of a box lies in the viewport: of its upright rectangle on the screen, to be precise.
pub(super) fn extent(view: &View, edges_px: &[[f64; 2]; 3], world: &Aabb) -> Extent {
    let (centre, half) = (world.centre(), world.half());
    let size_px = [view.viewport.width_px, view.viewport.height_px];
    let mut extent = Extent::All;
    for i in 0..2 {
        let along = |at: [f64; 3], sign: fn(f64) -> f64| {
            (0..3).map(|d| at[d] * sign(edges_px[d][i])).sum::<f64>()
        };
        let (middle, reach) = (
            view.centre_px[i] + along(centre, |x| x),
            along(half, f64::abs),
        );
        let (low, high) = (middle - reach, middle + reach);
        if high < 0.0 || low > size_px[i] {
            return Extent::Nothing;
        }
        if low < 0.0 || high > size_px[i] {
            extent = Extent::Something;
        }
    }
    extent
}

/// The part of a convex polygon where a linear function is not negative.
fn clipped(corners: &[[f64; 2]], inside: impl Fn([f64; 2]) -> f64) -> Vec<[f64; 2]> {
    let mut kept = Vec::with_capacity(corners.len() + 1);
    for (i, &to) in corners.iter().enumerate() {
        let from = corners[(i + corners.len() - 1) % corners.len()];
        let (a, b) = (inside(from), inside(to));
        if (a < 0.0) != (b < 0.0) {
            let share = a / (a - b);
            kept.push([0, 1].map(|i| from[i] + share * (to[i] - from[i])));
        }
        if b >= 0.0 {
            kept.push(to);
        }
    }
    kept
}
