//! What is said of a batch of pictures.

use crate::lab::number::rounded;
use crate::lab::pictures::{Channel, Outcome, Row, Scale, Setup};

/// A text of that view that never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after its English text")]
pub enum PicturesLabel {
    Style,
    TakesStyle,
    StyleHint,
    Picture,
    First,
    FirstHint,
    TakeStyle,
}

/// A language's sentences about them.
pub trait PicturesWords {
    /// The words of a control, a heading or a hint.
    fn pictures_label(&self, label: PicturesLabel) -> &'static str;

    /// The one sentence above the figure, and the line below it; `name` is that of the layer.
    fn pictures(&self, name: &str, outcome: &Outcome, setup: Setup) -> [String; 2];

    /// The same where x is no batch of pictures.
    fn no_pictures(&self) -> [String; 2];

    /// What a row of pictures shows.
    fn pictures_row(&self, row: Row, name: &str, outcome: &Outcome, setup: Setup) -> String;

    /// How its values become colours.
    fn pictures_scale(&self, scale: Scale) -> String;

    /// The number of a picture.
    fn picture(&self, picture: usize) -> String;

    /// The mean and the deviation of each channel.
    fn picture_channels(&self, channels: &[Channel]) -> Vec<String> {
        let names: &[&str] = match channels.len() {
            3 => &["R ", "G ", "B "],
            _ => &[""],
        };
        let line = |(name, channel): (&&str, &Channel)| {
            let Channel { mean, deviation } = *channel;
            format!("{name}{} ± {}", hundredths(mean), hundredths(deviation))
        };
        names.iter().zip(channels).map(line).collect()
    }

    /// What somebody is told who does not see it.
    fn picture_told(&self, row: Row, picture: usize, channels: &[Channel]) -> String;
}

/// Digits of a number in a sentence.
pub(super) const SAID: usize = 2;

/// A mean or a deviation in the table below a picture; zero has no sign, and what is large no hundredths.
fn hundredths(value: f64) -> String {
    if value.abs() >= 1e4 {
        return rounded(value, SAID);
    }
    let text = format!("{value:.2}");
    match text.strip_prefix('-') {
        Some("0.00") => "0.00".to_owned(),
        Some(positive) => format!("−{positive}"),
        None => text,
    }
}

/// A factor; where a picture has no contrast, others have infinitely many times as much, unless they have none either.
pub(super) fn factor(ratio: f64) -> String {
    match ratio {
        f64::INFINITY => "∞".to_owned(),
        1.0.. => rounded(ratio, SAID),
        _ => "—".to_owned(),
    }
}
