//! The statistics that y is computed with.

/// What a term is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// μ
    Mean,
    /// σ², biased
    Variance,
    /// A standard deviation: s, unbiased, of weight standardization; the running σ of Batch Renorm
    Deviation,
    /// Mean of x²: of RMSNorm, ν² of FRN, ψ² of PowerNorm
    MeanSquare,
    /// ‖x‖, Euclidean
    Norm,
    /// Σx² of the neighbours
    SquareSum,
    /// σ(W): the largest singular value
    SpectralNorm,
    /// r of Batch Renorm
    Ratio,
    /// d of Batch Renorm
    Shift,
}

/// Of which elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Of {
    /// The method's own set
    Set,
    /// The channel over the batch
    Batch,
    /// The sample
    Layer,
    /// The channel of the sample
    Instance,
    /// The channel of the next sample, which gives the style
    Style,
    /// The channel on one of the devices, from 0
    Device(usize),
    /// Batches seen before
    Running,
}

/// A number that y is computed with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// What it is
    pub quantity: Quantity,
    /// Of which elements
    pub of: Of,
    /// The number
    pub value: f64,
    /// How much it counts, where several are mixed
    pub weight: Option<f64>,
}

impl Term {
    pub(super) fn new(quantity: Quantity, of: Of, value: f64) -> Self {
        Self {
            quantity,
            of,
            value,
            weight: None,
        }
    }

    pub(super) fn weighted(self, weight: f64) -> Self {
        Self {
            weight: Some(weight),
            ..self
        }
    }

    /// The value as it counts.
    pub(super) fn share(&self) -> f64 {
        self.value * self.weight.unwrap_or(1.0)
    }
}
