//! Which part of the landscape is seen.

use crate::chart::Style;
use crate::chart::axis::{Tick, ticks};
use crate::chart::clip::Frame;
use crate::chart::pen::Point;
use crate::lab::descent::Plane;

/// Which part of the plane is seen, and how large.
pub(super) struct View {
    pub frame: Frame,
    centre: [f64; 2],
    pub scale_px: f64,
}

impl View {
    /// The contour of the loss at the start fills the frame, with some air.
    pub fn new(plane: &Plane, start: f64, (width, height): (f64, f64), style: &Style) -> Self {
        const AIR: f64 = 1.08;
        let em = style.font_px;
        let frame = Frame {
            left_px: em * 4.2,
            top_px: em * 1.8,
            right_px: width - em * 0.8,
            bottom_px: height - em * 2.2,
        };
        let [across, up] = plane.extent(start);
        let horizontal = frame.width_px() / (2.0 * AIR * across);
        let vertical = frame.height_px() / (2.0 * AIR * up);
        Self {
            frame,
            centre: plane.centre,
            scale_px: horizontal.min(vertical).max(0.0),
        }
    }

    pub fn px(&self, point: [f64; 2]) -> Point {
        let [right, up] = [0, 1].map(|k| (point[k] - self.centre[k]) * self.scale_px);
        let frame = self.frame;
        (
            (frame.left_px + frame.right_px) / 2.0 + right,
            (frame.top_px + frame.bottom_px) / 2.0 - up,
        )
    }

    /// Ticks of both axes, none where the names of the axes stand.
    pub fn ticks(&self, style: &Style) -> [Vec<Tick>; 2] {
        let em = style.font_px;
        let of = |k: usize, size_px: f64, left_out_px: f64, least_px: f64| {
            let half = size_px / 2.0 / self.scale_px;
            let end = self.centre[k] + half;
            let most = ((size_px / least_px) as usize).clamp(1, 7);
            let all = ticks((self.centre[k] - half, end), most).into_iter();
            let last = end - left_out_px / self.scale_px;
            all.filter(|tick| tick.value < last).collect()
        };
        let frame = self.frame;
        [
            of(0, frame.width_px(), 3.0 * em, 5.0 * em),
            of(1, frame.height_px(), 0.0, 2.5 * em),
        ]
    }
}
