//! The stages x → x − μ → x̂ → γ·x̂ + β, and what lies between them.

use super::Explore;
use crate::norm::Statistic;
use ndarray::{ArrayD, ArrayViewD};

/// t of the last stage.
pub const LAST: f64 = 3.0;

/// One of the stages, at a whole t.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// x, at t = 0
    Input,
    /// x − μ, at t = 1; RMSNorm has no such stage, and x is unchanged there
    Centered,
    /// x̂ = (x − μ) / √(σ² + ε), at t = 2
    Normalized,
    /// y = γ·x̂ + β, at t = 3
    Output,
}

impl Stage {
    /// All, in order.
    pub const ALL: [Self; 4] = [Self::Input, Self::Centered, Self::Normalized, Self::Output];

    /// Where it lies on the timeline.
    pub fn t(self) -> f64 {
        f64::from(self as u8)
    }
}

/// The stage at or before t, and how far t is on the way to the next, in [0, 1).
pub(in crate::lab) fn place(t: f64) -> (usize, f64) {
    let t = t.clamp(0.0, LAST);
    let whole = t.floor();
    (whole as usize, t - whole)
}

/// The value a part `u` of the way from `from` to `to`; exactly `from` at 0.
pub(in crate::lab) fn mix(from: f64, to: f64, u: f64) -> f64 {
    if u == 0.0 {
        from
    } else {
        (1.0 - u) * from + u * to
    }
}

impl Explore {
    /// The stages that the layer has: all four, three for RMSNorm, x alone where PyTorch rejects the call.
    pub fn stages(&self) -> &'static [Stage] {
        const ROOT_MEAN_SQUARE: [Stage; 3] = [Stage::Input, Stage::Normalized, Stage::Output];
        match &self.forward {
            Err(_) => &Stage::ALL[..1],
            Ok(forward) if forward.plan.statistic == Statistic::MeanSquare => &ROOT_MEAN_SQUARE,
            Ok(_) => &Stage::ALL,
        }
    }

    /// The values at a stage; `None` beyond x where PyTorch rejects the call.
    pub fn stage(&self, stage: Stage) -> Option<&ArrayD<f32>> {
        let forward = self.forward.as_ref().ok();
        match stage {
            Stage::Input => Some(&self.x),
            Stage::Centered => forward.map(|forward| &forward.centered),
            Stage::Normalized => forward.map(|forward| &forward.x_hat),
            Stage::Output => forward.map(|forward| &forward.y),
        }
    }

    /// The values at a stage as they lie in memory.
    pub fn values(&self, stage: Stage) -> Option<&[f32]> {
        self.stage(stage).map(|array| {
            array
                .as_slice()
                .expect("stages are made in standard layout")
        })
    }

    /// The value at the place `flat` in memory at any t from 0 to 3: linear between two stages.
    ///
    /// `None` beyond x where PyTorch rejects the call.
    ///
    /// # Panics
    ///
    /// If x has no such element.
    pub fn value_at(&self, t: f64, flat: usize) -> Option<f64> {
        let (stage, u) = place(t);
        let at = |stage: usize| {
            self.values(Stage::ALL[stage])
                .map(|values| f64::from(values[flat]))
        };
        let from = at(stage)?;
        if u == 0.0 {
            return Some(from);
        }
        Some(mix(from, at(stage + 1)?, u))
    }

    /// The four stages as they are drawn; `None` beyond x where PyTorch rejects the call.
    pub fn views(&self) -> [Option<ArrayViewD<'_, f32>>; 4] {
        Stage::ALL.map(|stage| self.stage(stage).map(|values| values.view()))
    }
}
