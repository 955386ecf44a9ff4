//! What a call checks, in PyTorch's order; nothing is computed.

use super::{
    BatchNorm, BoxNorm, ChannelLayerNorm, GroupNorm, InstanceNorm, Layer, LayerNorm, NormError,
    RmsNorm, Spatial,
};
use crate::norm::{Partition, Plan, Side, Source, Statistic};

impl Layer {
    /// Everything that a call on a tensor of `shape` checks, and nothing that it computes.
    ///
    /// # Errors
    ///
    /// If PyTorch rejects the call.
    pub fn plan(&self, training: bool, shape: &[usize]) -> Result<Plan, NormError> {
        match self {
            Self::BatchNorm(layer) => layer.plan(training, shape),
            Self::InstanceNorm(layer) => layer.plan(training, shape),
            Self::GroupNorm(layer) => layer.plan(shape),
            Self::ChannelLayerNorm(layer) => layer.plan(shape),
            Self::Box(layer) => layer.plan(shape),
            Self::LayerNorm(layer) => layer.plan(shape),
            Self::RmsNorm(layer) => layer.plan(shape),
        }
    }
}

impl BatchNorm {
    fn plan(&self, training: bool, shape: &[usize]) -> Result<Plan, NormError> {
        let (expected, fits) = match self.spatial {
            Spatial::D1 => ("2D or 3D", [2, 3].contains(&shape.len())),
            Spatial::D2 => ("4D", shape.len() == 4),
            Spatial::D3 => ("5D", shape.len() == 5),
        };
        if !fits {
            return Err(NormError::Rank {
                expected,
                rank: shape.len(),
            });
        }
        let from_batch = training || !self.track_running_stats;
        if from_batch {
            let per_channel = shape[0] * shape[2..].iter().product::<usize>();
            if per_channel == 1 {
                return Err(NormError::OneValuePerChannel {
                    shape: shape.to_vec(),
                });
            }
            if self.eps <= 0.0 {
                return Err(NormError::Eps { eps: self.eps });
            }
        }
        if self.eps < 0.0 {
            return Err(NormError::NegativeEps { eps: self.eps });
        }
        self.check_channels(shape)?;
        let mut plan = Plan::new(shape, self.eps, |axis| {
            if axis == 1 { Side::Kept } else { Side::Shared }
        });
        if !from_batch {
            plan.source = Source::Running;
        }
        Ok(plan)
    }

    /// PyTorch returns an empty tensor before it compares channels, but has looked at the first γ.
    fn check_channels(&self, shape: &[usize]) -> Result<(), NormError> {
        let found = self.num_features.max(0) as usize;
        if shape.contains(&0) {
            return match self.affine && found == 0 {
                true => Err(NormError::NoParameters),
                false => Ok(()),
            };
        }
        let parameter = match (self.track_running_stats, self.affine) {
            (true, _) => "running_mean",
            (false, true) => "weight",
            (false, false) => return Ok(()),
        };
        let expected = shape[1];
        match found == expected {
            true => Ok(()),
            false => Err(NormError::Elements {
                parameter,
                expected,
                found,
            }),
        }
    }
}

impl InstanceNorm {
    fn plan(&self, training: bool, shape: &[usize]) -> Result<Plan, NormError> {
        let (expected, unbatched) = match self.spatial {
            Spatial::D1 => ("2D or 3D", 2),
            Spatial::D2 => ("3D or 4D", 3),
            Spatial::D3 => ("4D or 5D", 4),
        };
        if shape.len() != unbatched && shape.len() != unbatched + 1 {
            return Err(NormError::Rank {
                expected,
                rank: shape.len(),
            });
        }
        let axis = shape.len() - unbatched;
        let found = shape[axis];
        let fits = i64::try_from(found) == Ok(self.num_features);
        if self.affine && !fits {
            return Err(NormError::Features {
                axis,
                expected: self.num_features,
                found,
            });
        }
        let mut batched = shape.to_vec();
        if axis == 0 {
            batched.insert(0, 1);
        }
        let from_batch = training || !self.track_running_stats;
        if from_batch && batched[2..].iter().product::<usize>() == 1 {
            return Err(NormError::OneSpatialElement { shape: batched });
        }
        self.check_averages(axis, &batched, from_batch)?;
        let plan = Plan::new(shape, self.eps, |a| {
            if a <= axis { Side::Kept } else { Side::Shared }
        });
        Ok(Plan {
            source: if from_batch {
                Source::Batch
            } else {
                Source::Running
            },
            affine_axes: axis..axis + 1,
            ..plan
        })
    }
}

impl InstanceNorm {
    /// PyTorch repeats the averages (and γ, β) for each sample, and averages over the samples after training.
    /// So without samples nothing is left of them, and one channel fits any number of averages.
    fn check_averages(
        &self,
        axis: usize,
        batched: &[usize],
        from_batch: bool,
    ) -> Result<(), NormError> {
        let (samples, found) = (batched[0], batched[1]);
        let expected = self.num_features;
        let empty = batched.contains(&0);
        if empty && self.affine && (samples == 0 || expected == 0) {
            return Err(NormError::NoParameters);
        }
        let fits = i64::try_from(found) == Ok(expected) || (samples == 0 && found == 1);
        match self.track_running_stats && !fits && (from_batch || !empty) {
            true => Err(NormError::RunningFeatures {
                axis,
                expected,
                found,
            }),
            false => Ok(()),
        }
    }
}

impl GroupNorm {
    fn plan(&self, shape: &[usize]) -> Result<Plan, NormError> {
        let &[samples, channels, ref spatial @ ..] = shape else {
            return Err(NormError::NoChannelAxis { rank: shape.len() });
        };
        if channels == 0 {
            return Err(NormError::ZeroChannels);
        }
        if spatial.contains(&0) {
            return Err(NormError::ZeroSpatial);
        }
        let groups = match usize::try_from(self.num_groups) {
            Ok(groups) if groups > 0 => groups,
            _ => {
                return Err(NormError::Groups {
                    groups: self.num_groups,
                });
            }
        };
        let merged = samples * channels / groups;
        if merged * spatial.iter().product::<usize>() == 1 {
            let shape = [&[merged, groups], spatial].concat();
            return Err(NormError::OneValuePerGroup { shape });
        }
        if channels % groups != 0 {
            return Err(NormError::InputIndivisible {
                shape: shape.to_vec(),
                groups: self.num_groups,
            });
        }
        if self.affine && i64::try_from(channels) != Ok(self.num_channels) {
            return Err(NormError::GroupWeight {
                channels: self.num_channels,
                shape: shape.to_vec(),
            });
        }
        Ok(Plan::new(shape, self.eps, |axis| match axis {
            0 => Side::Kept,
            1 => Side::Split(groups),
            _ => Side::Shared,
        }))
    }
}

impl ChannelLayerNorm {
    fn plan(&self, shape: &[usize]) -> Result<Plan, NormError> {
        if shape.len() < 2 {
            return Err(NormError::NoChannelAxis { rank: shape.len() });
        }
        if i64::try_from(shape[1]) != Ok(self.num_channels) {
            let mut permuted = shape.to_vec();
            permuted[1..].rotate_left(1);
            return Err(NormError::NormalizedShape {
                normalized: vec![self.num_channels],
                shape: permuted,
            });
        }
        Ok(Plan::new(shape, self.eps, |axis| {
            if axis == 1 { Side::Shared } else { Side::Kept }
        }))
    }
}

impl BoxNorm {
    fn plan(&self, shape: &[usize]) -> Result<Plan, NormError> {
        Ok(Plan {
            partition: Partition::new(shape, &self.sides)?,
            statistic: Statistic::MeanVariance,
            source: Source::Batch,
            eps: self.eps,
            affine_axes: 0..0,
        })
    }
}

impl LayerNorm {
    fn plan(&self, shape: &[usize]) -> Result<Plan, NormError> {
        let normalized = &self.normalized_shape;
        if normalized.is_empty() {
            return Err(NormError::EmptyNormalizedShape);
        }
        plan_last(normalized, self.eps, shape).ok_or_else(|| NormError::NormalizedShape {
            normalized: normalized.clone(),
            shape: shape.to_vec(),
        })
    }
}

impl RmsNorm {
    fn plan(&self, shape: &[usize]) -> Result<Plan, NormError> {
        let normalized = &self.normalized_shape;
        if normalized.is_empty() {
            return Err(NormError::EmptyNormalizedShape);
        }
        if shape.len() < normalized.len() {
            return Err(NormError::TooFewDimensions {
                expected: normalized.len(),
                rank: shape.len(),
            });
        }
        let plan =
            plan_last(normalized, self.used_eps(), shape).ok_or_else(|| NormError::RmsShape {
                normalized: normalized.clone(),
                shape: shape.to_vec(),
            })?;
        Ok(Plan {
            statistic: Statistic::MeanSquare,
            ..plan
        })
    }
}

/// Statistics over the last axes, if these are `normalized`.
fn plan_last(normalized: &[i64], eps: f64, shape: &[usize]) -> Option<Plan> {
    let first = shape.len().checked_sub(normalized.len())?;
    let mut pairs = shape[first..].iter().zip(normalized);
    if !pairs.all(|(&length, &wanted)| i64::try_from(length) == Ok(wanted)) {
        return None;
    }
    let plan = Plan::new(shape, eps, |axis| {
        if axis < first {
            Side::Kept
        } else {
            Side::Shared
        }
    });
    Some(Plan {
        affine_axes: first..shape.len(),
        ..plan
    })
}
