//! What the controls do: each method leaves the settings in range.

use super::settings::{LAST_STAGE, MAX_STEPS};
use super::{Method, Settings, method};
use crate::lab::explore::{Mode, PerChannel, Poke};
use crate::norm::{Layer, Side};
use crate::tensor::{Recipe, Source};

impl Settings {
    /// Gives one axis of x another length; layer, pin, poke and γ, β follow.
    pub fn set_axis(&mut self, axis: usize, length: usize) {
        let mut shape = self.source.shape.clone();
        shape[axis] = length.clamp(1, self.room(axis));
        self.set_shape(shape);
    }

    /// The longest that the slider of an axis goes to, unless a link or a typed number went beyond.
    pub fn axis_limit(&self, axis: usize) -> usize {
        let is_spatial = axis >= 2 && self.shape().len() >= 4;
        self.room(axis).min(if is_spatial { 32 } else { 64 })
    }

    /// The longest that an axis can be while the others stay.
    fn room(&self, axis: usize) -> usize {
        let others = self.shape().iter().product::<usize>() / self.shape()[axis];
        Source::MAX_ELEMENTS / others
    }

    /// Gives x another rank, 2 to 5; a recipe that has no tensor of that rank makes way.
    pub fn set_rank(&mut self, rank: usize) {
        let shape = match rank {
            2 => vec![8, 6],
            3 => vec![4, 6, 8],
            5 => vec![2, 4, 3, 4, 4],
            _ => vec![4, 6, 4, 4],
        };
        if !self.source.values.fits(&shape) {
            self.source.values = Recipe::Channels.into();
        }
        self.set_shape(shape);
    }

    /// Gives x another recipe, and the shape that it needs.
    pub fn set_recipe(&mut self, recipe: Recipe) {
        self.source.values = recipe.into();
        self.set_shape(recipe.clamped(self.shape()));
    }

    fn set_shape(&mut self, shape: Vec<usize>) {
        let rank = self.source.shape.len();
        self.source.shape = self.source.values.clamped(&shape);
        self.follow_shape(self.source.shape.len() != rank);
    }

    /// Gives x as it is written; the layer follows its shape.
    pub fn set_source(&mut self, source: Source) {
        let rank = self.source.shape.len();
        self.source = source;
        self.follow_shape(self.source.shape.len() != rank);
    }

    /// Layer, pin, poke and γ, β follow the shape of x.
    fn follow_shape(&mut self, is_new_rank: bool) {
        self.layer = match &self.layer {
            Layer::Box(free) if !is_new_rank => Layer::Box(fitted(free, &self.source.shape)),
            layer => self
                .method()
                .layer(&self.source.shape, layer, self.wanted_groups),
        };
        if is_new_rank {
            (self.at, self.cut, self.poke, self.cam) = (None, None, None, None);
        }
        self.clamp();
    }

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

    /// Shows the next batch: the layer is called in training mode on the one shown.
    pub fn next_batch(&mut self) {
        self.steps = (self.steps + 1).min(MAX_STEPS);
    }

    /// Pins the element at `index`.
    pub fn pin(&mut self, index: Option<Vec<usize>>) {
        self.at = index;
        self.clamp();
    }

    /// Overwrites the pinned value.
    pub fn poke(&mut self, value: f32) {
        self.poke = self.at.clone().map(|at| Poke { at, value });
    }

    /// Goes to the stage `t`, clamped to those that there are.
    pub fn set_stage(&mut self, t: f64) {
        if t.is_finite() {
            self.t = t.clamp(0.0, LAST_STAGE);
        }
    }

    /// The first batch in training mode, without a history.
    pub fn forget_history(&mut self) {
        (self.steps, self.mode) = (0, Mode::Train);
    }

    /// Brings what points into x back into it.
    pub(super) fn clamp(&mut self) {
        let shape = self.source.shape.clone();
        for index in self
            .at
            .iter_mut()
            .chain(self.poke.as_mut().map(|poke| &mut poke.at))
        {
            index.resize(shape.len(), 0);
            index
                .iter_mut()
                .zip(&shape)
                .for_each(|(i, n)| *i = (*i).min(n - 1));
        }
        self.cut = self
            .cut
            .filter(|cut| cut.axis < shape.len() && cut.from > 0);
        if let Some(cut) = &mut self.cut {
            cut.from = cut.from.min(shape[cut.axis] - 1);
        }
        for value in [&mut self.weight, &mut self.bias] {
            if let Some(PerChannel::Each(values)) = value {
                let last = *values.last().unwrap_or(&1.0);
                values.resize(shape[1], last);
            }
        }
    }
}

/// The same choice on another shape: a split stays one as long as it divides its axis.
fn fitted(free: &crate::norm::BoxNorm, shape: &[usize]) -> crate::norm::BoxNorm {
    let side = |(side, &length): (&Side, &usize)| match *side {
        Side::Split(groups) => Side::Split(method::divisor_up_to(length, groups)),
        side => side,
    };
    let sides = free.sides.iter().zip(shape).map(side).collect();
    crate::norm::BoxNorm {
        sides,
        ..free.clone()
    }
}
