//! What a camera sees of a layout.

use super::camera::Camera;
use super::cells::Aabb;
use super::fit::Fit;
use super::layout::Layout;

/// The part of the page that shows a cube, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// Width
    pub width_px: f64,
    /// Height
    pub height_px: f64,
    /// Size of the type on the dimension lines; the margins follow it
    pub text_px: f64,
}

impl Viewport {
    /// Width of the finest line: a pixel, and more where the type is a projector's.
    pub fn hairline_px(self) -> f64 {
        (self.text_px / 16.0).round().max(1.0)
    }

    pub(super) fn shorter_side_px(self) -> f64 {
        self.width_px.min(self.height_px).max(1.0)
    }

    /// Its middle.
    pub fn centre_px(self) -> [f64; 2] {
        [self.width_px / 2.0, self.height_px / 2.0]
    }

    /// Whether a point lies in it.
    pub fn contains(self, point_px: [f64; 2]) -> bool {
        (0.0..=self.width_px).contains(&point_px[0])
            && (0.0..=self.height_px).contains(&point_px[1])
    }
}

/// How much of the depth of clip coordinates the layout takes; the rest is for lines lifted off it.
const DEPTH_SHARE: f64 = 0.9;

/// A camera that looks at a layout in a viewport: the map from the world to the screen.
///
/// ```text
/// screen = centre + scale · (right·p, −up·p)      depth = eye·p, larger is nearer
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The viewport
    pub viewport: Viewport,
    /// World's direction to the right of the screen, of length 1
    pub right: [f64; 3],
    /// World's direction to the top of the screen, of length 1
    pub up: [f64; 3],
    /// World's direction towards the eye, of length 1
    pub eye: [f64; 3],
    /// Pixels per unit of the world
    pub scale_px: f64,
    /// The most that these are from wherever the layout is seen at this zoom
    pub full_scale_px: f64,
    /// Where the middle of the layout is on the screen
    pub centre_px: [f64; 2],
    /// Half of the range of depths of the layout
    pub depth_reach: f64,
}

impl View {
    /// Looks at `layout`, so that at zoom 1 the whole of it and its dimension lines fit.
    pub fn new(layout: &Layout, camera: Camera, viewport: Viewport) -> Self {
        let home = Camera::default();
        let seen = Self::unscaled(layout, camera, viewport);
        let fit = Fit::new(layout, &Self::unscaled(layout, home, viewport));
        // Never larger than at home: while orbiting, the cube does not swell and shrink with its outline.
        let scale = fit
            .scale
            .min(Fit::new(layout, &seen).scale_around(fit.shift_px));
        let (side_px, centre) = (viewport.shorter_side_px(), viewport.centre_px());
        // The shift grows with the zoom, so that zooming goes around the middle of the viewport.
        let centre_px =
            |i: usize| centre[i] + fit.shift_px[i] * camera.zoom + camera.pan[i] * side_px;
        Self {
            scale_px: scale * camera.zoom,
            full_scale_px: fit.scale * camera.zoom,
            centre_px: [0, 1].map(centre_px),
            ..seen
        }
    }

    /// The view at one pixel per unit of the world.
    fn unscaled(layout: &Layout, camera: Camera, viewport: Viewport) -> Self {
        let (right, up, eye) = frame(camera.yaw, camera.pitch);
        Self {
            viewport,
            right,
            up,
            eye,
            scale_px: 1.0,
            full_scale_px: 1.0,
            centre_px: viewport.centre_px(),
            depth_reach: reach(&layout.bounds(), eye).max(1e-6),
        }
    }

    /// Where a point of the world is on the screen, in CSS pixels from the viewport's top left.
    pub fn screen_px_from_world(&self, world: [f64; 3]) -> [f64; 2] {
        let [x, y] = self.screen_px_from_direction(world);
        [self.centre_px[0] + x, self.centre_px[1] + y]
    }

    /// The step on the screen of a step in the world.
    pub fn screen_px_from_direction(&self, step: [f64; 3]) -> [f64; 2] {
        [
            dot(self.right, step) * self.scale_px,
            -dot(self.up, step) * self.scale_px,
        ]
    }

    /// The point of the world at a point of the screen, on the plane through the layout's middle.
    pub fn world_from_screen_px(&self, point_px: [f64; 2]) -> [f64; 3] {
        let x = (point_px[0] - self.centre_px[0]) / self.scale_px;
        let y = -(point_px[1] - self.centre_px[1]) / self.scale_px;
        [0, 1, 2].map(|i| self.right[i] * x + self.up[i] * y)
    }

    /// The matrix to clip coordinates, in column order as WebGL takes it; nearer is smaller.
    ///
    /// ```text
    /// x_px = (clip.x + 1)/2 · width      y_px = (1 − clip.y)/2 · height
    /// ```
    pub fn clip_from_world(&self) -> [f64; 16] {
        let Viewport {
            width_px,
            height_px,
            ..
        } = self.viewport;
        let (sx, sy) = (
            2.0 * self.scale_px / width_px,
            2.0 * self.scale_px / height_px,
        );
        let sz = -DEPTH_SHARE / self.depth_reach;
        let mut matrix = [0.0; 16];
        for i in 0..3 {
            matrix[4 * i] = self.right[i] * sx;
            matrix[4 * i + 1] = self.up[i] * sy;
            matrix[4 * i + 2] = self.eye[i] * sz;
        }
        matrix[12] = 2.0 * self.centre_px[0] / width_px - 1.0;
        matrix[13] = 1.0 - 2.0 * self.centre_px[1] / height_px;
        matrix[15] = 1.0;
        matrix
    }

    /// The step in clip coordinates' depth of a step towards the eye that is as long as so many pixels.
    pub fn clip_depth(&self, step_px: f64) -> f64 {
        step_px / self.scale_px * DEPTH_SHARE / self.depth_reach
    }

    /// Which faces are seen along each of the world's axes: 1 the face at the larger coordinate,
    /// −1 the one at the smaller, 0 neither (seen edge-on).
    pub fn facing(&self) -> [i8; 3] {
        self.eye.map(|e| {
            if e > 1e-6 {
                1
            } else if e < -1e-6 {
                -1
            } else {
                0
            }
        })
    }
}

pub(super) fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// Half of the range that a box around the origin takes along a direction.
pub(super) fn reach(bounds: &Aabb, direction: [f64; 3]) -> f64 {
    let half = bounds.half();
    dot(half, direction.map(f64::abs))
}

/// The directions right, up and towards the eye.
fn frame(yaw: f64, pitch: f64) -> ([f64; 3], [f64; 3], [f64; 3]) {
    let (sin_yaw, cos_yaw) = yaw.sin_cos();
    let (sin_pitch, cos_pitch) = pitch.sin_cos();
    (
        [cos_yaw, 0.0, -sin_yaw],
        [-sin_yaw * sin_pitch, cos_pitch, -cos_yaw * sin_pitch],
        [sin_yaw * cos_pitch, sin_pitch, cos_yaw * cos_pitch],
    )
}
