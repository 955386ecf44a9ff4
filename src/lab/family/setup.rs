//! What one chooses of the family.

use super::Member;

/// A method that is looked at, and how it is set; in range by construction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setup {
    /// The method; `None` shows the map alone
    pub member: Option<Member>,
    rho: f64,
}

impl Default for Setup {
    /// Batch-instance norm as it is constructed: ρ = 1.
    fn default() -> Self {
        Self {
            member: None,
            rho: 1.0,
        }
    }
}

impl Setup {
    /// The share of batch norm in batch-instance norm, between 0 and 1
    /// (Nam & Kim, "Batch-Instance Normalization", NeurIPS 2018).
    pub fn rho(&self) -> f64 {
        self.rho
    }

    /// Sets that share, in hundredths.
    pub fn set_rho(&mut self, rho: f64) {
        self.rho = (100.0 * rho.clamp(0.0, 1.0)).round() / 100.0;
    }
}
