//! What an expression can be worth.

use ndarray::{ArcArray, IxDyn};

use super::outline::Outline;

/// A tensor of a program; copies share their elements until one is written to.
pub type Tensor = ArcArray<f32, IxDyn>;

/// Elements beyond which no tensor is made: 256 MB.
pub(super) const MAX_ELEMENTS: usize = 1 << 26;

/// A value of the small part of Python that is understood.
#[derive(Clone, Debug)]
pub enum Value {
    /// `6`
    Int(i64),
    /// `0.5`
    Float(f64),
    /// `True`
    Bool(bool),
    /// `None`
    None,
    /// `"cpu"`, and a name of PyTorch's such as `torch.float32`
    Text(String),
    /// A list or a tuple
    List(Vec<Value>),
    /// A tensor of `torch.float32`
    Tensor(Tensor),
    /// A tensor of `torch.int64`
    Indices(ArcArray<i64, IxDyn>),
    /// A tensor that is not computed
    Outline(Outline),
    /// What a library gives: attributes with their names
    Record(Vec<(&'static str, Value)>),
    /// A library's function of no arguments
    Function(fn() -> Value),
}

impl Value {
    /// How an error names it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Int(_) => "a whole number",
            Self::Float(_) => "a number with a fraction",
            Self::Bool(_) => "True or False",
            Self::None => "None",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Tensor(_) => "a tensor",
            Self::Indices(_) => "a tensor of whole numbers",
            Self::Outline(_) => "a tensor",
            Self::Record(_) => "a data set",
            Self::Function(_) => "a function",
        }
    }

    /// The number that it is, as PyTorch takes one for a tensor of float32.
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Int(value) => Some(*value as f64),
            Self::Float(value) => Some(*value),
            _ => None,
        }
    }

    pub(super) fn is_outline(&self) -> bool {
        matches!(self, Self::Outline(_))
    }

    /// Whether it is a tensor that is there.
    pub(super) fn is_tensor(&self) -> bool {
        matches!(self, Self::Tensor(_) | Self::Indices(_))
    }

    /// Of a tensor that is there, what describes it.
    pub(super) fn outlined(self) -> Self {
        let outline = |shape: &[usize], is_whole| Outline {
            shape: shape.to_vec(),
            is_whole,
            is_permuted: false,
            work: 0,
        };
        match self {
            Self::Tensor(tensor) => Self::Outline(outline(tensor.shape(), false)),
            Self::Indices(tensor) => Self::Outline(outline(tensor.shape(), true)),
            other => other,
        }
    }

    /// A tensor as one of `torch.float32`.
    pub(in crate::torch) fn floated(self) -> Self {
        match self {
            Self::Indices(tensor) => Self::Tensor(tensor.mapv(|x| x as f32).into()),
            Self::Outline(outline) => Self::Outline(Outline {
                is_whole: false,
                work: 0,
                ..outline
            }),
            other => other,
        }
    }
}
