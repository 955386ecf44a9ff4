//! The method, and what its layer is given.

use crate::lab::explore::PerChannel;
use crate::norm::{Layer, Side};
use crate::state::{Method, Settings};

impl Settings {
    /// Chooses another method, keeping x.
    pub fn set_method(&mut self, method: Method) {
        let is_affine = self.has_affine_values();
        self.layer = method.layer(self.shape(), &self.layer, self.wanted_groups);
        if is_affine {
            self.turn_affine_on();
        }
        self.clamp();
    }

    /// Splits the channels into `groups`, or the largest divisor of C below.
    pub fn set_groups(&mut self, groups: usize) {
        self.wanted_groups = groups.max(1);
        let layer = Method::Group.layer(self.shape(), &self.layer, self.wanted_groups);
        if let (Layer::GroupNorm(now), Layer::GroupNorm(new)) = (&mut self.layer, layer) {
            now.num_groups = new.num_groups;
        }
    }

    /// Takes the layer's own G for the one that was chosen.
    pub(in crate::state) fn keep_groups(&mut self) {
        if let Some((groups, _)) = self.groups() {
            self.wanted_groups = groups;
        }
    }

    /// The G that the slider shows, and the divisors of C that it can take.
    pub fn groups(&self) -> Option<(usize, Vec<usize>)> {
        let Layer::GroupNorm(layer) = &self.layer else {
            return None;
        };
        let channels = usize::try_from(layer.num_channels).ok()?;
        let divisors = (1..=channels)
            .filter(|d| channels.is_multiple_of(*d))
            .collect();
        Some((usize::try_from(layer.num_groups).ok()?, divisors))
    }

    /// ε of the layer; a value that is not positive and finite changes nothing.
    pub fn set_eps(&mut self, value: f64) {
        if !(value > 0.0 && value.is_finite()) {
            return;
        }
        match &mut self.layer {
            Layer::BatchNorm(l) => l.eps = value,
            Layer::LayerNorm(l) => l.eps = value,
            Layer::InstanceNorm(l) => l.eps = value,
            Layer::GroupNorm(l) => l.eps = value,
            Layer::RmsNorm(l) => l.eps = Some(value),
            Layer::ChannelLayerNorm(l) => l.eps = value,
            Layer::Box(l) => l.eps = value,
        }
    }

    /// ε of the layer.
    pub fn eps(&self) -> f64 {
        match &self.layer {
            Layer::BatchNorm(l) => l.eps,
            Layer::LayerNorm(l) => l.eps,
            Layer::InstanceNorm(l) => l.eps,
            Layer::GroupNorm(l) => l.eps,
            Layer::RmsNorm(l) => l.eps.unwrap_or(f64::from(f32::EPSILON)),
            Layer::ChannelLayerNorm(l) => l.eps,
            Layer::Box(l) => l.eps,
        }
    }

    /// Momentum of the running averages: `None` where the layer has none to set.
    pub fn momentum(&self) -> Option<Option<f64>> {
        match &self.layer {
            Layer::BatchNorm(l) if l.track_running_stats => Some(l.momentum),
            Layer::InstanceNorm(l) if l.track_running_stats => Some(l.momentum),
            _ => None,
        }
    }

    /// Weight of the newest batch in the running averages, 0 to 1; `None` averages all batches.
    pub fn set_momentum(&mut self, value: Option<f64>) {
        let value = value.map(|m| m.clamp(0.0, 1.0));
        match &mut self.layer {
            Layer::BatchNorm(l) => l.momentum = value,
            Layer::InstanceNorm(l) => l.momentum = value,
            _ => {}
        }
    }

    /// Whether the layer keeps running averages; `None` where it cannot.
    pub fn tracks_running_stats(&self) -> Option<bool> {
        match &self.layer {
            Layer::BatchNorm(l) => Some(l.track_running_stats),
            Layer::InstanceNorm(l) => Some(l.track_running_stats),
            _ => None,
        }
    }

    /// Lets the layer keep running averages, or not.
    pub fn set_tracking(&mut self, is_tracking: bool) {
        match &mut self.layer {
            Layer::BatchNorm(l) => l.track_running_stats = is_tracking,
            Layer::InstanceNorm(l) => l.track_running_stats = is_tracking,
            _ => {}
        }
    }

    /// γ: one number or one per channel; turns the layer's affine on.
    pub fn set_weight(&mut self, value: Option<PerChannel>) {
        self.weight = value;
        if self.weight.is_some() {
            self.turn_affine_on();
        }
    }

    /// β: one number or one per channel; turns the layer's affine on.
    pub fn set_bias(&mut self, value: Option<PerChannel>) {
        self.bias = value;
        if self.bias.is_some() {
            self.turn_affine_on();
        }
    }

    fn has_affine_values(&self) -> bool {
        self.weight.is_some() || self.bias.is_some()
    }

    /// Whether the layer learns γ, and β.
    pub fn affine(&self) -> (bool, bool) {
        match &self.layer {
            Layer::BatchNorm(l) => (l.affine, l.affine),
            Layer::LayerNorm(l) => (l.elementwise_affine, l.elementwise_affine && l.bias),
            Layer::InstanceNorm(l) => (l.affine, l.affine),
            Layer::GroupNorm(l) => (l.affine, l.affine),
            Layer::RmsNorm(l) => (l.elementwise_affine, false),
            Layer::ChannelLayerNorm(l) => (l.elementwise_affine, l.elementwise_affine),
            Layer::Box(_) => (false, false),
        }
    }

    /// Whether the layer could learn γ, and β, if it were asked to.
    pub fn can_be_affine(&self) -> (bool, bool) {
        match &self.layer {
            Layer::Box(_) => (false, false),
            Layer::RmsNorm(_) => (true, false),
            _ => (true, true),
        }
    }

    fn turn_affine_on(&mut self) {
        match &mut self.layer {
            Layer::BatchNorm(l) => l.affine = true,
            Layer::LayerNorm(l) => (l.elementwise_affine, l.bias) = (true, true),
            Layer::InstanceNorm(l) => l.affine = true,
            Layer::GroupNorm(l) => l.affine = true,
            Layer::RmsNorm(l) => l.elementwise_affine = true,
            Layer::ChannelLayerNorm(l) => l.elementwise_affine = true,
            Layer::Box(_) => {}
        }
    }

    /// One axis of a free choice: kept, shared or split.
    pub fn set_side(&mut self, axis: usize, side: Side) {
        if let Layer::Box(free) = &mut self.layer {
            free.sides[axis] = side;
        }
    }
}
