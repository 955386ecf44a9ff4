//! What the controls do: each method leaves the settings in range.

mod layer;
mod tensor;

use super::Settings;
use super::settings::{LAST_STAGE, MAX_STEPS};
use crate::lab::explore::{Mode, Poke};

impl Settings {
    /// Shows the next batch: the layer is called in training mode on the one shown.
    pub fn next_batch(&mut self) {
        self.steps = (self.steps + 1).min(MAX_STEPS);
    }

    /// Pins the element at `index`.
    pub fn pin(&mut self, index: Option<Vec<usize>>) {
        self.at = index;
        self.clamp();
    }

    /// Looks at another channel: axis 1 of the pinned element, which is the first of the channel where there is none.
    pub fn set_channel(&mut self, channel: usize) {
        let rank = self.shape().len();
        let at = self.at.get_or_insert_with(|| vec![0; rank]);
        at[1] = channel;
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
}
