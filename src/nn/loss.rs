//! What a network is to make small.

use kernels::dense;

/// A loss, as a mean over the samples of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// `nn.CrossEntropyLoss`, of the outputs of a sample and its class k:
    ///
    /// ```text
    /// L = −log softmax(y)_k      ∂L/∂y = (softmax(y) − e_k)/N
    /// ```
    CrossEntropy,
    /// The squared distance of the outputs of a sample to its target, summed over the outputs:
    ///
    /// ```text
    /// L = ‖y − target‖²          ∂L/∂y = 2 (y − target)/N
    /// ```
    SquaredError,
}

/// What the outputs should be.
#[derive(Clone, Debug, PartialEq)]
pub enum Targets {
    /// The class of each sample, from 0
    Classes(Vec<u8>),
    /// A number for each output of each sample
    Values(Vec<f32>),
}

/// How well a network does on samples.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Mean loss
    pub loss: f64,
    /// Samples whose largest output is that of their class
    pub correct: usize,
    /// Samples
    pub count: usize,
}

impl Score {
    /// Share of samples with the right class.
    pub fn accuracy(&self) -> f64 {
        self.correct as f64 / self.count as f64
    }

    /// Of these samples and others together.
    pub fn and(self, other: Self) -> Self {
        let count = self.count + other.count;
        let sum = self.loss * self.count as f64 + other.loss * other.count as f64;
        Self {
            loss: sum / count as f64,
            correct: self.correct + other.correct,
            count,
        }
    }
}

impl Targets {
    /// Targets there are, for samples of `outputs` outputs.
    pub fn count(&self, outputs: usize) -> usize {
        match self {
            Self::Classes(classes) => classes.len(),
            Self::Values(values) => values.len() / outputs,
        }
    }

    /// Makes them those of some samples.
    pub(super) fn gather(&mut self, from: &Self, samples: &[usize], outputs: usize) {
        match (self, from) {
            (Self::Classes(into), Self::Classes(from)) => {
                into.clear();
                into.extend(samples.iter().map(|&sample| from[sample]));
            }
            (Self::Values(into), Self::Values(from)) => {
                into.clear();
                let rows = samples.iter().map(|sample| sample * outputs);
                rows.for_each(|at| into.extend_from_slice(&from[at..at + outputs]));
            }
            (into, _) => {
                *into = from.empty();
                into.gather(from, samples, outputs);
            }
        }
    }

    /// None, of the same kind.
    pub(super) fn empty(&self) -> Self {
        match self {
            Self::Classes(_) => Self::Classes(Vec::new()),
            Self::Values(_) => Self::Values(Vec::new()),
        }
    }
}

impl Loss {
    /// The score of the outputs of `count` samples, sample after sample, and the derivatives of the loss
    /// with respect to them.
    ///
    /// # Panics
    ///
    /// If there are not as many targets of the kind of this loss, or no derivative for each output.
    pub fn of(self, y: &[f32], targets: &Targets, count: usize, grad_y: &mut [f32]) -> Score {
        assert_eq!(y.len(), grad_y.len(), "a derivative for each output");
        let outputs = y.len() / count;
        assert_eq!(targets.count(outputs), count, "a target for each sample");
        match (self, targets) {
            (Self::CrossEntropy, Targets::Classes(classes)) => {
                let (loss, correct) = dense::cross_entropy(y, classes, grad_y);
                Score {
                    loss,
                    correct,
                    count,
                }
            }
            (Self::SquaredError, Targets::Values(values)) => Score {
                loss: dense::squared_error(y, values, count, grad_y),
                correct: 0,
                count,
            },
            _ => panic!("targets of the kind of this loss"),
        }
    }
}
