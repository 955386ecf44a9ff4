//! A batch of pictures, in English.

use super::English;
use crate::lab::number::rounded;
use crate::lab::pictures::{Channel, Outcome, Row, Scale, Setup, Shown};
use crate::state::words::pictures::{SAID, factor};
use crate::state::words::{FirstWords, PicturesLabel, PicturesWords};
use crate::tensor::Recipe;

impl PicturesWords for English {
    fn pictures_label(&self, label: PicturesLabel) -> &'static str {
        match label {
            PicturesLabel::Style => "Style",
            PicturesLabel::TakesStyle => "Give all pictures the style of one",
            PicturesLabel::StyleHint => {
                "γ and β of each channel are the deviation and the mean that it has in that picture: behind instance norm, that is AdaIN"
            }
            PicturesLabel::Picture => "Picture",
            PicturesLabel::First => "First picture shown",
            PicturesLabel::TakeStyle => "Give its style to all pictures, or to none",
            PicturesLabel::FirstHint => "All pictures of the batch go through the layer",
        }
    }

    fn pictures(&self, name: &str, outcome: &Outcome, setup: Setup) -> [String; 2] {
        let [Some(before), behind] = &outcome.rows else {
            return self.no_pictures();
        };
        let Some(behind) = behind else {
            return ["PyTorch rejects this call".to_owned(), String::new()];
        };
        match setup.style {
            None => lights(before, behind, outcome),
            Some(style) => styles(name, style, before, behind, outcome),
        }
    }

    fn no_pictures(&self) -> [String; 2] {
        [
            "This x is no batch of pictures".to_owned(),
            format!(
                "Pictures are x of N×C×H×W with one channel or three: choose “{}” or “{}” for the values of x",
                self.recipe(Recipe::Scenes),
                self.recipe(Recipe::Digits)
            ),
        ]
    }

    fn pictures_row(&self, row: Row, name: &str, outcome: &Outcome, setup: Setup) -> String {
        match (row, setup.style) {
            (Row::Before, _) => "x, before the layer".to_owned(),
            (Row::Behind, None) => format!("y, behind {name}"),
            (Row::Behind, Some(style)) if outcome.is_by_channel => {
                format!("AdaIN with the style of picture {style}")
            }
            (Row::Behind, Some(style)) => format!("{name} with γ and β from picture {style}"),
        }
    }

    fn pictures_scale(&self, Scale { black, white }: Scale) -> String {
        let [black, white, middle] =
            [black, white, (black + white) / 2.0].map(|value| rounded(value, SAID));
        format!("{black} is black, {middle} mid-grey, {white} white, in every picture")
    }

    fn picture(&self, picture: usize) -> String {
        format!("Picture {picture}")
    }

    fn picture_told(&self, row: Row, picture: usize, channels: &[Channel]) -> String {
        let place = match row {
            Row::Before => "before the layer",
            Row::Behind => "behind the layer",
        };
        let channels = self.picture_channels(channels).join(", ");
        format!("Picture {picture} {place}: mean ± deviation {channels}")
    }
}

/// What differs between the pictures in x and in y.
fn lights(before: &Shown, behind: &Shown, outcome: &Outcome) -> [String; 2] {
    if outcome.shape[0] == 1 {
        let alone = "One picture has no other to differ from".to_owned();
        return [alone, String::new()];
    }
    let [from, to] = [before, behind].map(|row| factor(row.spread.contrast));
    let [low, high] = [before, behind].map(|row| apart(row.spread.brightness));
    [
        format!("Contrast differs between pictures by a factor of {from} in x, of {to} in y"),
        format!(
            "Brightness, a channel's mean, differs by {low} in x, by {high} in y{}",
            of_batch(outcome)
        ),
    ]
}

/// How near the pictures come to the style.
fn styles(
    name: &str,
    style: usize,
    before: &Shown,
    behind: &Shown,
    outcome: &Outcome,
) -> [String; 2] {
    let [from, to] = [before, behind].map(|row| apart(row.style_gap.unwrap_or(f64::NAN)));
    let headline = match outcome.is_by_channel {
        true => {
            format!("All pictures take mean and deviation of picture {style}, channel by channel")
        }
        false => format!(
            "Behind {name}, the γ and β of picture {style} do not give its style to the others"
        ),
    };
    let gap = format!(
        "Farthest from the style, in a mean or a deviation: {from} in x, {to} behind the layer{}",
        of_batch(outcome)
    );
    [headline, gap]
}

/// A difference; no digit is said of what is zero but for rounding.
fn apart(difference: f64) -> String {
    match difference < 1e-5 {
        true => "less than 0.00001".to_owned(),
        false => rounded(difference, SAID),
    }
}

/// How many pictures are shown, where that is not all of them.
fn of_batch(outcome: &Outcome) -> String {
    let [pictures, ..] = outcome.shape;
    match (outcome.shown.len(), pictures) {
        (shown, all) if shown == all => String::new(),
        (1, all) => format!("; the last of {all} pictures is shown"),
        (shown, all) => format!("; {shown} of {all} pictures are shown"),
    }
}
