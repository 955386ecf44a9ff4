//! Kinds of values for x.

use super::digits::SIDE;

/// Rows and columns of a landscape where nobody chose others.
const SCENE_SIDE: usize = 32;

/// A kind of values for x, each chosen to make a difference between the methods visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Recipe {
    /// Every channel has its own mean and spread
    Channels,
    /// Every sample has its own brightness and contrast
    Samples,
    /// Standard normal
    Randn,
    /// Uniform in [0, 1)
    Rand,
    /// Standard normal but for one large value
    Outlier,
    /// Standard normal but for one channel of zeros
    Dead,
    /// Standard normal, cut off at zero
    Relu,
    /// Images of handwritten digits
    Digits,
    /// The same images after a convolution with random filters
    Features,
    /// Tokens in sentences of different lengths, filled up with zeros; every feature has its own mean and spread
    Sentences,
    /// Pictures of a landscape in colour, each in a light of its own
    Scenes,
}

impl Recipe {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 11] = [
        Self::Channels,
        Self::Samples,
        Self::Randn,
        Self::Rand,
        Self::Outlier,
        Self::Dead,
        Self::Relu,
        Self::Digits,
        Self::Features,
        Self::Sentences,
        Self::Scenes,
    ];

    /// Its name in the link.
    pub fn name(self) -> &'static str {
        match self {
            Self::Channels => "channels",
            Self::Samples => "samples",
            Self::Randn => "randn",
            Self::Rand => "rand",
            Self::Outlier => "outlier",
            Self::Dead => "dead",
            Self::Relu => "relu",
            Self::Digits => "digits",
            Self::Features => "features",
            Self::Sentences => "sentences",
            Self::Scenes => "scenes",
        }
    }

    /// The recipe of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|recipe| recipe.name() == name)
    }

    /// The length that the recipe fixes for each axis, if it fixes the rank; `None` leaves a length free.
    pub fn fixed_lengths(self) -> Option<&'static [Option<usize>]> {
        match self {
            Self::Digits => Some(&[None, Some(1), Some(SIDE), Some(SIDE)]),
            Self::Features => Some(&[None, None, Some(SIDE), Some(SIDE)]),
            Self::Sentences => Some(&[None; 3]),
            Self::Scenes => Some(&[None, Some(3), None, None]),
            _ => None,
        }
    }

    /// Whether it draws from the images of digits, which are not always here: see [`has_digits`](super::has_digits).
    pub fn shows_digits(self) -> bool {
        matches!(self, Self::Digits | Self::Features)
    }

    /// Whether one call of the generator draws all of a batch, and its values depend on their own places alone.
    pub fn is_one_draw(self) -> bool {
        !self.shows_digits() && !matches!(self, Self::Sentences | Self::Scenes)
    }

    /// Whether it can be drawn in this shape.
    pub fn fits(self, shape: &[usize]) -> bool {
        let Some(fixed) = self.fixed_lengths() else {
            return true;
        };
        let length =
            |(fixed, length): (&Option<usize>, &usize)| fixed.is_none_or(|fixed| fixed == *length);
        fixed.len() == shape.len() && fixed.iter().zip(shape).all(length)
    }

    /// Why some shapes do not fit, in one sentence.
    pub fn limits(self) -> Option<&'static str> {
        match self {
            Self::Digits => Some("A picture has one channel of 8×8 pixels, so x is N×1×8×8"),
            Self::Features => Some("A picture has 8×8 pixels, so x is N×C×8×8"),
            Self::Sentences => Some("Sentences are x of N×T×D: sentences, tokens, features"),
            Self::Scenes => Some("Scenes are x of N×3×H×W"),
            _ => None,
        }
    }

    /// The nearest shape that fits: N and C stay where they can.
    pub fn clamped(self, shape: &[usize]) -> Vec<usize> {
        let Some(fixed) = self.fixed_lengths() else {
            return shape.to_vec();
        };
        // Few pixels make no landscape: what was no picture in colour becomes one that shows it.
        if self == Self::Scenes && !self.fits(shape) {
            return vec![shape[0], 3, SCENE_SIDE, SCENE_SIDE];
        }
        let kept = |axis: usize| shape.get(axis).copied().unwrap_or(SIDE);
        let length = |(axis, fixed): (usize, &Option<usize>)| fixed.unwrap_or_else(|| kept(axis));
        fixed.iter().enumerate().map(length).collect()
    }
}
