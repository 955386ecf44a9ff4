//! Why PyTorch rejects a call, in our words.

use crate::state::words::refusal::Refused;

/// One sentence beside PyTorch's own.
pub(super) fn note(refused: Refused) -> String {
    match refused {
        Refused::Layer => "The layer itself cannot be constructed, whatever the tensor: change its numbers".to_string(),
        Refused::OneValue { has_averages } => {
            let eval = if has_averages { "eval mode, or " } else { "" };
            format!("A mean over one value is the value itself: x̂ would be 0 whatever x is. Use {eval}more samples or positions")
        }
        Refused::OnePosition => {
            "One position per channel leaves nothing to take a variance of: x̂ would be 0 whatever x is".to_string()
        }
        Refused::Shape(lengths) => {
            format!("The layer and a tensor of {lengths} do not fit together: change the layer or the shape")
        }
    }
}
