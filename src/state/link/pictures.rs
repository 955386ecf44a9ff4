//! The keys of a batch of pictures.

use super::keys::Key;
use super::reason::{Range, Reason};
use super::text::number;
use crate::state::{Settings, View};

pub(super) const KEYS: &[Key] = &[
    Key::new("style", read_style, print_style).of(View::Pictures),
    Key::new("first", read_first, |s| s.pictures.first.to_string()).of(View::Pictures),
];

/// No picture's style is taken.
const NONE: &str = "none";

fn read_style(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    settings.pictures.style = match text {
        NONE => None,
        text => Some(picture(settings, text)?),
    };
    Ok(())
}

fn print_style(settings: &Settings) -> String {
    let style = settings.pictures.style;
    style.map_or_else(|| NONE.to_owned(), |style| style.to_string())
}

fn read_first(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    settings.pictures.first = picture(settings, text)?;
    Ok(())
}

/// The number of a picture of the batch.
fn picture(settings: &Settings, text: &str) -> Result<usize, Reason> {
    let picture: usize = number(text)?;
    let last = settings.shape()[0] - 1;
    match picture <= last {
        true => Ok(picture),
        false => Err(Reason::beyond(Range::Picture, picture, (0, last))),
    }
}
