//! What the values of x are made by.

use crate::tensor::Recipe;

/// What a recipe is called.
pub fn name(recipe: Recipe) -> &'static str {
    match recipe {
        Recipe::Channels => "Own spread per channel",
        Recipe::Samples => "Own contrast per sample",
        Recipe::Randn => "Normal noise (randn)",
        Recipe::Rand => "Uniform noise (rand)",
        Recipe::Outlier => "One outlier",
        Recipe::Dead => "A dead channel",
        Recipe::Relu => "After a ReLU",
        Recipe::Digits => "Handwritten digits",
        Recipe::Features => "Digits through a convolution",
        Recipe::Sentences => "Sentences with padding",
        Recipe::Scenes => "Landscapes in colour",
    }
}

/// What the recipe of the first view is good for.
const CHANNELS: &str =
    "Every channel has its own mean and spread: methods that keep channels apart undo it";

/// What it is good for.
pub fn note(recipe: Recipe) -> &'static str {
    match recipe {
        Recipe::Channels => CHANNELS,
        recipe => any_note(recipe),
    }
}

/// The same, apart from what the first view shows.
#[inline(never)]
fn any_note(recipe: Recipe) -> &'static str {
    match recipe {
        Recipe::Channels => CHANNELS,
        Recipe::Samples => {
            "Every sample has its own brightness and contrast: methods that keep samples apart undo it"
        }
        Recipe::Randn => "All alike: normalizing changes little, whatever the method",
        Recipe::Rand => "Between 0 and 1: normalizing shifts and stretches",
        Recipe::Outlier => {
            "One value is huge: see how far it pulls the mean and variance of its set"
        }
        Recipe::Dead => {
            "Channel 0 is all zeros: where it is a set of its own, ε alone keeps the root from zero"
        }
        Recipe::Relu => "Half of the values are exactly zero, as after a ReLU",
        Recipe::Digits => "Pictures from the UCI digits, one channel of 8 × 8 pixels",
        Recipe::Features => {
            "The same pictures through a random 3 × 3 convolution: real activations in C channels"
        }
        Recipe::Sentences => {
            "Tokens with D features in sentences of different lengths; rows of zeros fill the short ones up"
        }
        Recipe::Scenes => {
            "Red, green and blue of a landscape drawn by rules, each picture in a light of its own"
        }
    }
}
