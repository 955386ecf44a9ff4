//! What a constructor checks and makes.

use super::{GroupNorm, Layer, NormError, RmsNorm};

/// More than any tensor on the page has; so a typed number cannot ask for more memory than there is.
const MAX_ELEMENTS: i64 = 1 << 24;

impl RmsNorm {
    /// ε that is used: float32's own where none is given.
    pub fn used_eps(&self) -> f64 {
        self.eps.unwrap_or(f32::EPSILON.into())
    }
}

impl Layer {
    /// ε, added to the variance (or mean square) before the root.
    pub fn eps(&self) -> f64 {
        match self {
            Self::BatchNorm(layer) => layer.eps,
            Self::LayerNorm(layer) => layer.eps,
            Self::InstanceNorm(layer) => layer.eps,
            Self::GroupNorm(layer) => layer.eps,
            Self::RmsNorm(layer) => layer.used_eps(),
            Self::ChannelLayerNorm(layer) => layer.eps,
            Self::Box(layer) => layer.eps,
        }
    }

    /// The same layer with another ε.
    #[must_use]
    pub fn with_eps(mut self, eps: f64) -> Self {
        match &mut self {
            Self::BatchNorm(layer) => layer.eps = eps,
            Self::LayerNorm(layer) => layer.eps = eps,
            Self::InstanceNorm(layer) => layer.eps = eps,
            Self::GroupNorm(layer) => layer.eps = eps,
            Self::RmsNorm(layer) => layer.eps = Some(eps),
            Self::ChannelLayerNorm(layer) => layer.eps = eps,
            Self::Box(layer) => layer.eps = eps,
        }
        self
    }

    /// Whether γ is learnt.
    pub fn affine(&self) -> bool {
        match self {
            Self::BatchNorm(layer) => layer.affine,
            Self::LayerNorm(layer) => layer.elementwise_affine,
            Self::InstanceNorm(layer) => layer.affine,
            Self::GroupNorm(layer) => layer.affine,
            Self::RmsNorm(layer) => layer.elementwise_affine,
            Self::ChannelLayerNorm(layer) => layer.elementwise_affine,
            Self::Box(_) => false,
        }
    }

    /// The same layer with γ (and β where its class has it) learnt or not; a free box learns nothing.
    #[must_use]
    pub fn with_affine(mut self, affine: bool) -> Self {
        match &mut self {
            Self::BatchNorm(layer) => layer.affine = affine,
            Self::LayerNorm(layer) => layer.elementwise_affine = affine,
            Self::InstanceNorm(layer) => layer.affine = affine,
            Self::GroupNorm(layer) => layer.affine = affine,
            Self::RmsNorm(layer) => layer.elementwise_affine = affine,
            Self::ChannelLayerNorm(layer) => layer.elementwise_affine = affine,
            Self::Box(_) => {}
        }
        self
    }

    /// Whether β is learnt.
    pub fn has_bias(&self) -> bool {
        match self {
            Self::LayerNorm(layer) => layer.elementwise_affine && layer.bias,
            Self::RmsNorm(_) => false,
            _ => self.affine(),
        }
    }

    /// Lengths of γ (and β), if the layer learns any.
    pub fn affine_shape(&self) -> Option<Vec<i64>> {
        self.affine().then(|| match self {
            Self::BatchNorm(layer) => vec![layer.num_features],
            Self::InstanceNorm(layer) => vec![layer.num_features],
            Self::GroupNorm(layer) => vec![layer.num_channels],
            Self::ChannelLayerNorm(layer) => vec![layer.num_channels],
            Self::LayerNorm(layer) => layer.normalized_shape.clone(),
            Self::RmsNorm(layer) => layer.normalized_shape.clone(),
            Self::Box(_) => Vec::new(),
        })
    }

    /// Channels that running averages are kept of, if any are.
    pub fn running_channels(&self) -> Option<i64> {
        match self {
            Self::BatchNorm(layer) if layer.track_running_stats => Some(layer.num_features),
            Self::InstanceNorm(layer) if layer.track_running_stats => Some(layer.num_features),
            _ => None,
        }
    }

    /// What the constructor checks.
    ///
    /// # Errors
    ///
    /// If PyTorch does not construct the layer, or it has more than 2²⁴ elements of γ or of a running average.
    pub fn check(&self) -> Result<(), NormError> {
        if let Self::GroupNorm(layer) = self {
            layer.check()?;
        }
        if let Some(shape) = self.affine_shape() {
            check_lengths(shape)?;
        }
        match self.running_channels() {
            Some(channels) if channels < 0 => Err(NormError::NegativeFeatures),
            Some(channels) => check_lengths(vec![channels]),
            None => Ok(()),
        }
    }
}

impl GroupNorm {
    fn check(&self) -> Result<(), NormError> {
        let (channels, groups) = (self.num_channels, self.num_groups);
        match groups {
            0 => Err(NormError::ZeroGroups { channels }),
            _ if channels.wrapping_rem(groups) != 0 => {
                Err(NormError::Indivisible { channels, groups })
            }
            _ => Ok(()),
        }
    }
}

/// Whether a parameter of these lengths can be made.
fn check_lengths(shape: Vec<i64>) -> Result<(), NormError> {
    if let Some(&dimension) = shape.iter().find(|length| **length < 0) {
        return Err(NormError::NegativeDimension { dimension, shape });
    }
    let elements = shape
        .iter()
        .try_fold(1_i64, |elements, &length| elements.checked_mul(length));
    match elements {
        Some(elements) if elements <= MAX_ELEMENTS => Ok(()),
        _ => Err(NormError::TooLarge { shape }),
    }
}
