//! Layers that a text constructs.

use super::parameters::Parameters;
use super::tensor::Tensor;
use crate::norm::Layer;
use crate::torch::Position;

/// A layer, and what became of it.
#[derive(Clone, Debug)]
pub(super) struct Module {
    pub layer: Layer,
    pub parameters: Parameters,
    /// Whether it stands for `F.normalize`
    pub is_length: bool,
    /// Where it is constructed
    pub at: Position,
    /// `nn.GroupNorm(3, 6)`, with the name that it is assigned to
    pub text: String,
    pub is_training: bool,
    pub is_called: bool,
    /// What it was called on in training mode
    pub trained: Trained,
    /// The input of the next call of another layer, as long as it is not called itself
    pub stood: Option<Tensor>,
}

/// The calls of a layer in training mode that its running averages hold.
#[derive(Clone, Debug)]
pub(super) enum Trained {
    Never,
    /// So many batches of one kind, drawn one after another
    Alike {
        count: u32,
        /// What is written for each
        kind: String,
        first: usize,
        last: Tensor,
    },
    Otherwise,
}

/// What running averages hold when a layer is called.
pub(super) enum History {
    /// So many batches of the same kind, drawn one after another; and the first of all draws of theirs
    Steps(u32, usize),
    /// Something else
    Other,
}

impl Module {
    pub fn new(layer: Layer, at: Position, text: String) -> Self {
        Self {
            at,
            text,
            ..Self::of(layer)
        }
    }

    /// The layer alone, which stands nowhere yet.
    pub fn of(layer: Layer) -> Self {
        Self {
            layer,
            parameters: Parameters::default(),
            is_length: false,
            at: Position { line: 1, column: 1 },
            text: String::new(),
            is_training: true,
            is_called: false,
            trained: Trained::Never,
            stood: None,
        }
    }

    /// The calls before one on `input`.
    pub fn history(&self, input: &Tensor) -> History {
        match &self.trained {
            Trained::Never => History::Steps(0, input.draws.start),
            Trained::Alike {
                count,
                kind,
                first,
                last,
            } if input.follows(last) && input.written.compact() == *kind => {
                History::Steps(*count, *first)
            }
            _ => History::Other,
        }
    }

    /// Notes a call on `input`, which may not be known.
    pub fn call(&mut self, input: Option<&Tensor>) {
        self.is_called = true;
        if !self.is_training || self.layer.running_channels().is_none() {
            return;
        }
        let history = input.map(|input| (input, self.history(input)));
        self.trained = match history {
            Some((last, History::Steps(steps, first))) => Trained::Alike {
                count: steps + 1,
                kind: last.written.compact(),
                first,
                last: last.clone(),
            },
            _ => Trained::Otherwise,
        };
    }
}

impl Tensor {
    /// Whether its draws come directly after those of `other`; what is not random is the same each time.
    fn follows(&self, other: &Self) -> bool {
        let is_constant = self.draws.is_empty() && other.draws.is_empty();
        is_constant || (self.seeds == other.seeds && self.draws.start == other.draws.end)
    }
}
