//! The orthographic camera that orbits the cube.

use std::f64::consts::PI;
use std::fmt;
use std::str::FromStr;

use super::view::Viewport;
use crate::state::Cam;

/// From where the cube is seen: the same for every shape and every viewport.
///
/// The default is the view of figure 2 in Wu & He (2018): sample 0 at the front, channels from left to right,
/// positions from top to bottom.
///
/// ```
/// use normscope::scene::Camera;
/// assert_eq!(Camera::default().to_string(), "38,22");
/// assert_eq!("30,10,2".parse::<Camera>().unwrap().zoom, 2.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// How far the eye has gone round to the right, in radians
    pub yaw: f64,
    /// How far the eye stands above the horizon, in radians; from −π/2 to π/2
    pub pitch: f64,
    /// 1 where the whole cube fits the viewport
    pub zoom: f64,
    /// How far the cube is moved to the right and down, in shorter sides of the viewport
    pub pan: [f64; 2],
}

impl From<Cam> for Camera {
    fn from(cam: Cam) -> Self {
        Self {
            yaw: cam.yaw_deg.to_radians(),
            pitch: cam.pitch_deg.to_radians(),
            zoom: cam.zoom,
            pan: cam.pan,
        }
    }
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            yaw: 38f64.to_radians(),
            pitch: 22f64.to_radians(),
            zoom: 1.0,
            pan: [0.0; 2],
        }
    }
}

impl Camera {
    /// Smallest and largest zoom.
    pub const ZOOM: (f64, f64) = Cam::ZOOM;

    /// The camera after a drag: the cube follows the pointer.
    #[must_use]
    pub fn orbited(self, drag_px: [f64; 2]) -> Self {
        const RADIANS_PER_PX: f64 = 0.008;
        let yaw = (self.yaw - drag_px[0] * RADIANS_PER_PX + PI).rem_euclid(2.0 * PI) - PI;
        let pitch = (self.pitch + drag_px[1] * RADIANS_PER_PX).clamp(-PI / 2.0, PI / 2.0);
        Self { yaw, pitch, ..self }
    }

    /// The camera after the cube was moved in the viewport.
    #[must_use]
    pub fn panned(self, drag_px: [f64; 2], viewport: Viewport) -> Self {
        let side_px = viewport.shorter_side_px();
        let pan = [0, 1].map(|i| limited(self.pan[i] + drag_px[i] / side_px));
        Self { pan, ..self }
    }

    /// The camera after zooming by `factor` so that what is at `point_px` stays there.
    #[must_use]
    pub fn zoomed(self, factor: f64, point_px: [f64; 2], viewport: Viewport) -> Self {
        let zoom = (self.zoom * factor).clamp(Self::ZOOM.0, Self::ZOOM.1);
        let (side_px, centre) = (viewport.shorter_side_px(), viewport.centre_px());
        let pan = [0, 1].map(|i| {
            let from_centre = (point_px[i] - centre[i]) / side_px;
            limited(from_centre - (from_centre - self.pan[i]) * zoom / self.zoom)
        });
        Self { zoom, pan, ..self }
    }
}

/// A pan in its range.
fn limited(pan: f64) -> f64 {
    pan.clamp(-Cam::PAN_MAX, Cam::PAN_MAX)
}

impl fmt::Display for Camera {
    /// `yaw,pitch[,zoom[,right,down]]`, angles in degrees.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = |x: f64, digits: i32| {
            let unit = 10f64.powi(digits);
            (x * unit).round() / unit + 0.0
        };
        let (yaw, pitch) = (self.yaw.to_degrees(), self.pitch.to_degrees());
        write!(f, "{},{}", short(yaw, 1), short(pitch, 1))?;
        let pan = self.pan.map(|p| short(p, 3));
        if pan != [0.0; 2] {
            write!(f, ",{},{},{}", short(self.zoom, 3), pan[0], pan[1])
        } else if self.zoom != 1.0 {
            write!(f, ",{}", short(self.zoom, 3))
        } else {
            Ok(())
        }
    }
}

/// Why a text is no camera.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no camera: yaw,pitch[,zoom[,right,down]] with angles in degrees, such as 38,22")]
pub struct CameraError(String);

impl FromStr for Camera {
    type Err = CameraError;

    fn from_str(text: &str) -> Result<Self, CameraError> {
        let number = |word: &str| word.trim().parse::<f64>().ok().filter(|x| x.is_finite());
        let numbers: Option<Vec<f64>> = text.split(',').map(number).collect();
        let (yaw, pitch, zoom, pan) = match numbers.as_deref() {
            Some(&[yaw, pitch]) => (yaw, pitch, 1.0, [0.0; 2]),
            Some(&[yaw, pitch, zoom]) => (yaw, pitch, zoom, [0.0; 2]),
            Some(&[yaw, pitch, zoom, right, down]) => (yaw, pitch, zoom, [right, down]),
            _ => return Err(CameraError(text.to_owned())),
        };
        Ok(Self {
            yaw: yaw.to_radians(),
            pitch: pitch.clamp(-90.0, 90.0).to_radians(),
            zoom: zoom.clamp(Self::ZOOM.0, Self::ZOOM.1),
            pan: pan.map(limited),
        })
    }
}
