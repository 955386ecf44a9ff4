//! The family of methods, as the settings have it.

use super::{Method, Settings, View};
use crate::lab::explore::Mode;
use crate::lab::family::{Experiment, Member};
use crate::norm::Layer;
use crate::torch::parse_layer;

impl Settings {
    /// What the methods of the family are called on.
    pub fn family_experiment(&self) -> Experiment {
        Experiment {
            setup: self.setup(),
            at: self.at.clone(),
            rho: self.family.rho(),
        }
    }

    /// The layer that a method is, if its sets are boxes and it is one of the page's layers.
    pub fn family_cube(&self, member: Member) -> Option<Layer> {
        let shape: [usize; 4] = self.shape().try_into().ok()?;
        match member {
            // Those of a position have their channels last in PyTorch, and not in x.
            Member::RmsNorm => None,
            Member::PositionLayerNorm => {
                Some(Method::ChannelLayer.layer(&shape, &self.layer, self.wanted_groups))
            }
            Member::GhostBatchNorm if shape[0].is_multiple_of(2) => {
                parse_layer("Norm(N=N/2,C=1,H=H,W=W)").ok()
            }
            _ => member.layer(shape),
        }
    }

    /// Shows that layer as a cube.
    pub fn show_family_cube(&mut self, member: Member) {
        if let Some(layer) = self.family_cube(member) {
            // Its statistics are those of the batch, and its element the one that was asked about.
            let at = self.family_experiment().pinned();
            self.at = at.map(|at| at.to_vec());
            self.mode = Mode::Train;
            self.layer = layer;
            self.view = View::Explore;
            self.forget_other_views();
        }
    }
}
