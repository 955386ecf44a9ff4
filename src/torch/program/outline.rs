//! What is known of a tensor before it is computed.

use super::operations::{NO_TENSORS, broadcast, checked_len};
use super::value::Value;
use crate::torch::grammar::Operator;

/// A tensor that is described and not computed: every function and method has a rule for it,
/// which refuses what PyTorch refuses, and takes no time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// Lengths of the axes
    pub shape: Vec<usize>,
    /// Whether it is of `torch.int64`, and not of `torch.float32`
    pub is_whole: bool,
    /// Whether its axes were permuted, so that PyTorch may have no `view` of it
    pub is_permuted: bool,
    /// Products of two numbers that it takes beyond one step for each element, as a convolution does
    pub work: usize,
}

impl Outline {
    /// A tensor as a function makes it.
    pub(super) fn new(shape: Vec<usize>, is_whole: bool) -> Result<Self, String> {
        checked_len(&shape)?;
        Ok(Self {
            shape,
            is_whole,
            is_permuted: false,
            work: 0,
        })
    }

    /// How many elements it has.
    pub fn len(&self) -> usize {
        self.shape.iter().product()
    }

    /// Whether it has no element.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What a value is like that is a tensor or a number.
    fn of(value: &Value) -> Result<Self, String> {
        match value {
            Value::Outline(outline) => Ok(outline.clone()),
            Value::Int(_) => Self::new(Vec::new(), true),
            Value::Float(_) => Self::new(Vec::new(), false),
            other => Err(format!(
                "a tensor is combined with a number or a tensor, not with {}",
                other.kind()
            )),
        }
    }
}

/// The outline of `left operator right`.
#[inline(never)]
pub(super) fn operation(left: &Value, operator: Operator, right: &Value) -> Result<Value, String> {
    if !operator.is_of_tensors() {
        return Err(NO_TENSORS.into());
    }
    let (left, right) = (Outline::of(left)?, Outline::of(right)?);
    Ok(Value::Outline(Outline {
        shape: broadcast(&left.shape, &right.shape)?,
        is_whole: left.is_whole && right.is_whole && operator != Operator::Divide,
        is_permuted: left.is_permuted || right.is_permuted,
        work: 0,
    }))
}
