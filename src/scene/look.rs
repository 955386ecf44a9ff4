//! What the pieces of a scene depend on.

use super::chunk::Chunks;
use super::layout::Layout;
use super::model::Scene;
use super::view::View;
use crate::norm::Partition;

/// Scenes that look alike have the same pieces.
///
/// As long as all of the cube is in the viewport and nothing is pinned, it looks alike from everywhere
/// from where the same faces are seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    layout: Layout,
    chunks: [Chunks; 3],
    partition: Partition,
    set_in_focus: Option<usize>,
    facing: [i8; 3],
    /// Device pixels per unit of the world
    scale_px: f64,
    /// Where it matters
    view: Option<View>,
    is_clearing: bool,
}

impl Look {
    /// Where the cells lie.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl Scene {
    /// What [`Self::pieces`] depends on.
    pub fn look(&self, ratio: f64, is_clearing: bool) -> Look {
        let is_alike = self.is_whole && self.pinned.is_none();
        Look {
            layout: self.layout.clone(),
            chunks: self.chunks.clone(),
            partition: self.partition.clone(),
            set_in_focus: self.set_in_focus(),
            facing: self.view.facing(),
            scale_px: self.view.full_scale_px * ratio,
            view: (!is_alike).then_some(self.view),
            is_clearing,
        }
    }
}
