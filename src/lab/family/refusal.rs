//! What cannot be computed, or what PyTorch refuses.

use super::boxes::half;
use super::{LIMIT, LONGEST, Member};
use crate::norm::{Layer, Module, NormError};

/// Why a member gives no y.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// x has another rank than 4
    #[error("the family takes x of four axes, not {0}")]
    Rank(usize),
    /// More elements than are moved one by one, or none
    #[error("the family takes 1 to {LIMIT} elements, not {0}")]
    Elements(usize),
    /// An axis that is too long to be laid out flat
    #[error("the family is shown on axes of at most {LONGEST}, not {0}")]
    Length(usize),
    /// x comes from a file, whose values are read where they are needed for the cube
    #[error("the family takes x that is drawn, not from a file")]
    File,
    /// PyTorch rejects the call
    #[error(transparent)]
    Norm(#[from] NormError),
}

impl Member {
    /// What PyTorch checks of x's shape, where the method is one of its layers or made of these.
    ///
    /// # Errors
    ///
    /// If it refuses.
    pub fn check(self, shape: [usize; 4]) -> Result<(), NormError> {
        let accepts = |layer: Option<Layer>, shape: [usize; 4]| match layer {
            Some(layer) => Module::new(layer)?.plan(&shape).map(|_| ()),
            None => Ok(()),
        };
        let batch = Self::BatchNorm.layer(shape);
        match self {
            Self::GhostBatchNorm => {
                let [n, c, h, w] = shape;
                // The shorter one is behind.
                let ghosts = [half(n), n - half(n)].into_iter().filter(|n| *n > 0);
                let mut ghosts = ghosts.map(|n| accepts(batch.clone(), [n, c, h, w]));
                ghosts.try_for_each(|accepted| accepted)
            }
            Self::SyncBatchNorm => accepts(batch, shape),
            Self::BatchInstanceNorm => {
                accepts(batch, shape)?;
                accepts(Self::InstanceNorm.layer(shape), shape)
            }
            // Over the channels at a position, which are not last here: one value is no reason to refuse.
            Self::PositionLayerNorm | Self::RmsNorm => Ok(()),
            _ => accepts(self.layer(shape), shape),
        }
    }
}
