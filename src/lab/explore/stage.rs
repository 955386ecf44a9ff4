//! The stages x → x − μ → x̂ → γ·x̂ + β, and what lies between them.

use super::Explore;
use crate::norm::{Stages, Statistic};
use ndarray::ArrayD;

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
        match &self.call {
            Err(_) => &Stage::ALL[..1],
            Ok(call) if call.plan.statistic == Statistic::MeanSquare => &ROOT_MEAN_SQUARE,
            Ok(_) => &Stage::ALL,
        }
    }

    /// x as it lies in memory.
    pub fn x_values(&self) -> &[f32] {
        self.x.as_slice().expect("x is made in standard layout")
    }

    /// The four stages of the element at the place `flat` in memory; x alone where PyTorch rejects the call.
    ///
    /// # Panics
    ///
    /// If x has no such element.
    pub fn stages_of(&self, flat: usize) -> [Option<f32>; 4] {
        let x = self.x_values()[flat];
        match &self.maps {
            Some(maps) => maps.of(flat, x).map(Some),
            None => [Some(x), None, None, None],
        }
    }

    /// Whether the poke moved y of the element at the place `flat` in memory.
    ///
    /// # Panics
    ///
    /// If x has no such element.
    pub fn moved(&self, flat: usize) -> bool {
        let x = self.x_values()[flat];
        let poked = self.poked.as_ref().zip(self.maps.as_ref());
        poked.is_some_and(|(poked, maps)| poked.before.moved(maps, flat, x))
    }

    /// The value of an element at a stage; `None` beyond x where PyTorch rejects the call.
    ///
    /// # Panics
    ///
    /// If x has no such element.
    pub fn value(&self, stage: Stage, flat: usize) -> Option<f32> {
        self.stages_of(flat)[stage as usize]
    }

    /// The values at a stage from the place `flat` in memory on, into `out`.
    ///
    /// # Panics
    ///
    /// If x has no such elements, or PyTorch rejects the call and the stage is beyond x.
    pub fn fill(&self, stage: Stage, flat: usize, out: &mut [f32]) {
        let x = &self.x_values()[flat..flat + out.len()];
        match (&self.maps, stage) {
            (None, Stage::Input) => out.copy_from_slice(x),
            (maps, _) => {
                let maps = maps.as_ref().expect("a call that PyTorch accepts");
                maps.fill(stage as usize, flat, x, out);
            }
        }
    }

    /// All values at a stage; `None` beyond x where PyTorch rejects the call.
    pub fn stage(&self, stage: Stage) -> Option<ArrayD<f32>> {
        let flats = 0..self.x.len();
        let values: Option<Vec<f32>> = flats.map(|flat| self.value(stage, flat)).collect();
        let array = ArrayD::from_shape_vec(self.x.raw_dim(), values?);
        Some(array.expect("a value for every element"))
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
        let stages = self.stages_of(flat);
        let at = |stage: usize| stages[stage].map(f64::from);
        let from = at(stage)?;
        if u == 0.0 {
            return Some(from);
        }
        Some(mix(from, at(stage + 1)?, u))
    }
}

/// How many values of x, and how many of y where there are maps to it, are no finite numbers.
pub(super) fn not_finite(x: &[f32], maps: Option<&Stages>) -> [usize; 2] {
    let (largest, in_x) = kernels::spread::magnitude(x);
    let is_lost = |maps: &Stages, flat: usize| !maps.of(flat, x[flat])[3].is_finite();
    let in_y = match maps {
        Some(maps) if in_x > 0 || !maps.keep_finite(largest) => {
            (0..x.len()).filter(|&flat| is_lost(maps, flat)).count()
        }
        _ => 0,
    };
    [in_x, in_y]
}
