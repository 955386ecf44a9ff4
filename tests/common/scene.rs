//! Cubes as a page of usual size shows them.

use normscope::norm::Partition;
use normscope::scene::{Camera, Focus, Layout, Scene, View, Viewport};

pub const VIEWPORT: Viewport = Viewport {
    width_px: 900.0,
    height_px: 700.0,
    text_px: 15.0,
};

/// A cube with nothing under the pointer and nothing cut away.
pub fn scene(
    layout: &Layout,
    camera: Camera,
    partition: &Partition,
    pinned: Option<&[usize]>,
) -> Scene {
    let focus = Focus {
        partition,
        pinned,
        hovered: None,
        cut: None,
    };
    Scene::new(layout, View::new(layout, camera, VIEWPORT), &focus)
}
