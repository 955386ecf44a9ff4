//! How the learning rate changes.

/// A factor of the learning rate for each step.
///
/// ```text
/// η_t = η · min(1, (t + 1)/w) · f^⌊t/k⌋      at step t = 0, 1, …
/// ```
///
/// with w steps of warm-up (Vaswani et al. 2017, section 5.3, has such a linear one) and a factor f after every
/// k steps (`torch.optim.lr_scheduler.StepLR`).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Schedule {
    /// w, steps until the rate is reached; 0 or 1 begins with it
    pub warm_up: usize,
    /// k and f
    pub drops: Option<(usize, f64)>,
}

impl Schedule {
    /// What the rate is multiplied by at a step, the first of which is 0.
    pub fn factor(&self, step: usize) -> f64 {
        let warm = match self.warm_up {
            0 => 1.0,
            steps => ((step + 1) as f64 / steps as f64).min(1.0),
        };
        let dropped = self.drops.map_or(1.0, |(every, factor)| {
            factor.powi((step / every.max(1)) as i32)
        });
        warm * dropped
    }
}
