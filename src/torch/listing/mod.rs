//! Pasted PyTorch: every call of a normalization in a text, and the x that it is called on.
//!
//! Nothing is computed. Tensors are followed as what is written for them, and as the place of their draws
//! among those of the one generator; so a text is read in no time, however large its tensors are.

mod call;
mod construct;
mod equal;
mod evaluate;
mod functional;
mod method;
mod module;
mod parameters;
mod reader;
mod refusal;
mod tensor;

use super::Position;
use super::grammar::{ParseError, parse_listing};
use crate::norm::Layer;
pub use parameters::Parameters;
use reader::Reader;

/// Most characters of a text.
pub const MOST_CHARS: usize = 50_000;

/// A call of a normalization that a text makes, or could make.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Where it stands
    pub at: Position,
    /// `m(input)`; for a layer that is not called, `m = nn.GroupNorm(3, 6)`
    pub text: String,
    /// The layer
    pub layer: Layer,
    /// γ and β that a function is given, along their first axis
    pub parameters: Parameters,
    /// Whether it stands for `F.normalize`, which divides by the length of x and not by its root mean square
    pub is_length: bool,
    /// Whether it is in training mode
    pub is_training: bool,
    /// x, in the grammar of the link, with what was drawn before
    pub x: String,
    /// What `torch.manual_seed` was given last; without it PyTorch draws other numbers each time
    pub seed: Option<u64>,
    /// Batches of the same kind that the layer was called on in training mode before, one drawn after another
    pub steps: u32,
    /// Whether it is called
    pub is_called: bool,
    /// Whether the layer was called on other batches before, which its running averages hold and y does not
    pub is_history_lost: bool,
}

/// What a text says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// In the order of the text
    pub choices: Vec<Choice>,
    /// What was read and cannot be shown; the last may be where the reading ended
    pub remarks: Vec<ParseError>,
}

/// Reads Python as it stands in documentation and notebooks, up to what is not understood.
///
/// ```
/// use normscope::torch::listing::read;
/// let listing = read("torch.manual_seed(0)\nm = nn.GroupNorm(3, 6)\nx = torch.randn(20, 6)\ny = m(x)");
/// let choice = &listing.choices[0];
/// assert_eq!((choice.text.as_str(), choice.x.as_str()), ("m(x)", "randn(20,6)"));
/// assert_eq!((choice.at.line, choice.seed), (4, Some(0)));
/// ```
pub fn read(text: &str) -> Listing {
    if text.len() > MOST_CHARS {
        let at = Position { line: 1, column: 1 };
        let message = format!("a text of at most {MOST_CHARS} characters is read");
        return Listing {
            choices: Vec::new(),
            remarks: vec![ParseError::new(at, message)],
        };
    }
    let (lines, error) = parse_listing(text);
    let mut reader = Reader::new();
    let error = reader.run(&lines).err().or(error);
    reader.finish(error)
}
