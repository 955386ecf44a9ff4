//! What a network is trained on.

use crate::nn::loss::Targets;

/// Samples and what they should become.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// Shape of a sample
    pub shape: Vec<usize>,
    /// Sample after sample
    pub x: Vec<f32>,
    /// One for each sample
    pub targets: Targets,
}

impl Data {
    /// Values of a sample.
    pub fn sample_len(&self) -> usize {
        self.shape.iter().product()
    }

    /// Samples there are.
    pub fn count(&self) -> usize {
        self.x.len() / self.sample_len()
    }

    /// Some of the samples, in this order, for a network of so many outputs.
    pub fn pick(&self, samples: &[usize], outputs: usize) -> Self {
        let mut picked = Self {
            shape: self.shape.clone(),
            x: Vec::with_capacity(samples.len() * self.sample_len()),
            targets: self.targets.empty(),
        };
        self.gather(samples, outputs, &mut picked.x, &mut picked.targets);
        picked
    }

    /// Writes some of the samples and their targets.
    pub(super) fn gather(
        &self,
        samples: &[usize],
        outputs: usize,
        x: &mut Vec<f32>,
        targets: &mut Targets,
    ) {
        let len = self.sample_len();
        x.clear();
        for &sample in samples {
            x.extend_from_slice(&self.x[sample * len..][..len]);
        }
        targets.gather(&self.targets, samples, outputs);
    }
}
