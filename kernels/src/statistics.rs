//! Mean and variance.

/// Statistics of every set, in C order over the grid of the boxes.
#[derive(Clone, Debug, PartialEq)]
pub struct Statistics {
    /// Mean μ; 0 where the statistic is the mean square
    pub mean: Vec<f64>,
    /// Biased variance σ², or the mean square
    pub var: Vec<f64>,
}

impl Statistics {
    /// Of sets that are yet to be measured.
    pub fn zeros(sets: usize) -> Self {
        Self {
            mean: vec![0.0; sets],
            var: vec![0.0; sets],
        }
    }

    /// 1 / √(σ² + ε) of each set.
    pub fn inv_std(&self, eps: f64) -> Vec<f64> {
        let inv_std = |var: &f64| 1.0 / (var + eps).sqrt();
        self.var.iter().map(inv_std).collect()
    }
}
