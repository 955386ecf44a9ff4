//! The names of the axes, and the two ways in which the cube lays them out.

use crate::norm::Layer;

/// An axis of x as people call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// The samples of a batch
    Batch,
    /// Feature maps, or the features of a table
    Channels,
    /// Planes of a volume
    Depth,
    /// Rows
    Height,
    /// Columns
    Width,
    /// Positions of a signal
    Length,
    /// Words of a sentence
    Tokens,
    /// What describes one token
    Features,
}

impl Axis {
    /// The letter in formulas, links and on the cube.
    pub fn letter(self) -> char {
        match self {
            Axis::Batch => 'N',
            Axis::Channels => 'C',
            Axis::Depth | Axis::Features => 'D',
            Axis::Height => 'H',
            Axis::Width => 'W',
            Axis::Length => 'L',
            Axis::Tokens => 'T',
        }
    }
}

/// The axes of a tensor of `rank` that goes into `layer`.
///
/// PyTorch reads a tensor of rank 2 as `(C, L)` when it goes into `InstanceNorm1d`,
/// and layers that normalize the last axis alone are used on sentences, `(N, T, D)`.
///
/// # Panics
///
/// If `rank` is not between 2 and 5.
pub fn axes_of(layer: &Layer, rank: usize) -> Vec<Axis> {
    use Axis::*;
    let sentence = matches!(layer, Layer::LayerNorm(_) | Layer::RmsNorm(_));
    match rank {
        2 if matches!(layer, Layer::InstanceNorm(_)) => vec![Channels, Length],
        2 => vec![Batch, Channels],
        3 if sentence => vec![Batch, Tokens, Features],
        3 => vec![Batch, Channels, Length],
        4 => vec![Batch, Channels, Height, Width],
        5 => vec![Batch, Channels, Depth, Height, Width],
        _ => panic!("a tensor has between 2 and 5 axes here, not {rank}"),
    }
}

/// Position of the channels among the axes, where there are channels.
pub fn channel_axis(axes: &[Axis]) -> Option<usize> {
    axes.iter().position(|axis| *axis == Axis::Channels)
}

/// How the axes lie in space.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// The spatial axes are one direction of a solid cube: `N C HW`
    #[default]
    Solid,
    /// Each channel of each sample is a plate: `N C H W`
    Plates,
}

impl Arrangement {
    /// Both, in the order of the control.
    pub const ALL: [Self; 2] = [Self::Solid, Self::Plates];

    /// The axis specification in letters: axes in one word share a direction.
    ///
    /// Up to rank 3 each axis has a direction of its own, and both arrangements are one.
    pub fn text(self, axes: &[Axis]) -> String {
        let letter = |axis: &Axis| axis.letter().to_string();
        let (outer, spatial) = axes.split_at(axes.len().min(2));
        let mut words: Vec<String> = outer.iter().map(letter).collect();
        match self {
            Self::Solid if !spatial.is_empty() => {
                words.push(spatial.iter().map(|a| a.letter()).collect());
            }
            _ => words.extend(spatial.iter().map(letter)),
        }
        words.join(" ")
    }

    /// Reads [`Self::text`]; letters of another rank are accepted, for the rank may change later.
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let letters = ["N C", "N T", "C L"];
        let known = letters.iter().any(|pair| text.starts_with(pair));
        match words.as_slice() {
            _ if !known => None,
            [_, _] => Some(Self::Solid),
            [_, _, last] if ["L", "D", "HW", "DHW"].contains(last) => Some(Self::Solid),
            [_, _, "H", "W"] | [_, _, "D", "H", "W"] => Some(Self::Plates),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_arrangements_read_what_they_print() {
        use Axis::*;
        let four = [Batch, Channels, Height, Width];
        let five = [Batch, Channels, Depth, Height, Width];
        assert_eq!(Arrangement::Solid.text(&four), "N C HW");
        assert_eq!(Arrangement::Plates.text(&five), "N C D H W");
        assert_eq!(Arrangement::Solid.text(&[Batch, Tokens, Features]), "N T D");
        for arrangement in Arrangement::ALL {
            for axes in [&four[..], &five[..]] {
                assert_eq!(
                    Arrangement::parse(&arrangement.text(axes)),
                    Some(arrangement)
                );
            }
        }
        for text in ["", "C N HW", "N C HH", "HW", "N C H W D"] {
            assert_eq!(Arrangement::parse(text), None, "{text}");
        }
    }
}
