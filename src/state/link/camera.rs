//! How the camera is read and printed.

use super::reason::Reason;
use super::text::finite;
use crate::state::{Cam, Settings};

pub(super) fn read_cam(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    if text.is_empty() {
        settings.cam = None;
        return Ok(());
    }
    let parts = text.split(',').map(finite).collect::<Result<Vec<_>, _>>()?;
    let (yaw, pitch, zoom, pan) = match parts[..] {
        [yaw, pitch] => (yaw, pitch, 1.0, [0.0; 2]),
        [yaw, pitch, zoom] => (yaw, pitch, zoom, [0.0; 2]),
        [yaw, pitch, zoom, right, down] => (yaw, pitch, zoom, [right, down]),
        _ => return Err(Reason::NoCamera),
    };
    settings.cam = Some(Cam {
        yaw_deg: yaw.rem_euclid(360.0),
        pitch_deg: pitch.clamp(-90.0, 90.0),
        zoom: zoom.clamp(Cam::ZOOM.0, Cam::ZOOM.1),
        pan: pan.map(|p| p.clamp(-Cam::PAN_MAX, Cam::PAN_MAX)),
    });
    Ok(())
}

pub(super) fn print_cam(settings: &Settings) -> String {
    let Some(cam) = settings.cam else {
        return String::new();
    };
    let rounded = |v: f64, unit: f64| (v * unit).round() / unit + 0.0;
    let angles = format!(
        "{},{}",
        rounded(cam.yaw_deg, 10.0),
        rounded(cam.pitch_deg, 10.0)
    );
    let zoom = rounded(cam.zoom, 1000.0);
    match cam.pan.map(|p| rounded(p, 1000.0)) {
        [0.0, 0.0] => format!("{angles},{zoom}"),
        [right, down] => format!("{angles},{zoom},{right},{down}"),
    }
}
