//! Random numbers that nobody sees.

use std::fmt;

use crate::torch::Generator;

/// A call that drew before x from the same generator; it moves the generator, and its values are not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// `torch.randn`, and not `torch.rand`
    pub is_normal: bool,
    /// Lengths of the axes, none for a single value
    pub shape: Vec<usize>,
}

impl Draw {
    /// Most draws before x.
    pub const MOST: usize = 256;

    /// Most values of all draws before x together: 2²⁷.
    pub const MOST_VALUES: usize = 1 << 27;

    /// How many values it drew, as many as fit.
    pub fn len(&self) -> usize {
        let len = self
            .shape
            .iter()
            .try_fold(1_usize, |len, n| len.checked_mul(*n));
        len.unwrap_or(usize::MAX)
    }

    /// Whether it drew none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Moves the generator as it did.
    pub fn skip(&self, generator: &mut Generator) {
        if self.is_normal {
            generator.skip_randn(self.len());
        } else {
            generator.skip_rand(self.len());
        }
    }

    /// The line of PyTorch.
    pub fn python(&self) -> String {
        format!("torch.{}({})", self.name(), self.lengths(", "))
    }

    fn name(&self) -> &'static str {
        if self.is_normal { "randn" } else { "rand" }
    }

    fn lengths(&self, comma: &str) -> String {
        let lengths: Vec<_> = self.shape.iter().map(usize::to_string).collect();
        match &lengths[..] {
            [] => "[]".into(),
            lengths => lengths.join(comma),
        }
    }
}

impl fmt::Display for Draw {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}({})", self.name(), self.lengths(","))
    }
}
