//! The family of methods, as the settings have it.

use super::{Method, Settings, View};
use crate::lab::family::{self, Experiment, Member};
use crate::norm::Layer;
use crate::torch::parse_layer;

impl Settings {
    /// What the methods of the family are called on.
    pub fn family_experiment(&self) -> Experiment {
        let poke = self.poke.as_ref();
        Experiment {
            source: self.source.clone(),
            seed: self.seed,
            steps: self.steps,
            poke: poke.map(|poke| (poke.at.clone(), poke.value)),
            at: self.at.clone(),
            rho: self.family.rho(),
        }
    }

    /// The layer that a method is, if its sets are boxes and it is one of the page's layers.
    pub fn family_cube(&self, member: Member) -> Option<Layer> {
        let own = |method: Method| method.layer(self.shape(), &self.layer, self.wanted_groups);
        let &[samples, channels, ..] = self.shape() else {
            return None;
        };
        let written = |text: String| parse_layer(&text).ok();
        match member {
            Member::BatchNorm => Some(own(Method::Batch)),
            Member::LayerNorm => Some(own(Method::Layer)),
            Member::InstanceNorm => Some(own(Method::Instance)),
            Member::PositionLayerNorm => Some(own(Method::ChannelLayer)),
            Member::GroupNorm => {
                let groups = family::groups(channels);
                written(format!("GroupNorm({groups},{channels})"))
            }
            Member::GhostBatchNorm if samples % 2 == 0 => {
                written("Norm(N=N/2,C=1,H=H,W=W)".to_owned())
            }
            _ => None,
        }
    }

    /// Shows that layer as a cube.
    pub fn show_family_cube(&mut self, member: Member) {
        if let Some(layer) = self.family_cube(member) {
            self.layer = layer;
            self.view = View::Explore;
            self.forget_other_views();
        }
    }
}
