//! The keys of the link, in tables: how each is read, and how it is printed.

use super::reason::Reason;
use super::text::{
    indices, join, name, number, print_cut, print_hide, print_poke, print_values, read_axes,
    read_cut, read_hide, read_language, read_layer, read_poke, read_steps, read_t, read_x, values,
    word,
};
use super::{camera, descent, family, lesson, pictures, redraws, stack, training};
use crate::lab::explore::Mode;
use crate::state::{By, Color, Part, Settings, Theme, View};

type Read = fn(&mut Settings, &str) -> Result<(), Reason>;
type Print = fn(&Settings) -> String;

/// One key of the link: how it is read, and how it is printed where it is not the default.
#[derive(Clone, Copy)]
pub(super) struct Key {
    pub name: &'static str,
    pub read: Read,
    pub print: Print,
    /// The only view in which it has a meaning; `None` if it is a key of all
    pub view: Option<View>,
}

impl Key {
    pub const fn new(name: &'static str, read: Read, print: Print) -> Self {
        Self {
            name,
            read,
            print,
            view: None,
        }
    }

    /// The same as a key of one view, which is neither read nor printed in others.
    pub const fn of(self, view: View) -> Self {
        Self {
            view: Some(view),
            ..self
        }
    }

    /// Whether it has a meaning in this view.
    pub fn is_of(&self, view: View) -> bool {
        self.view.is_none_or(|own| own == view)
    }
}

/// All keys, in the order in which they are read and printed:
/// x before the layer, the layer before what depends on its axes, a lesson before its beat.
pub(super) fn keys() -> Vec<Key> {
    TABLES.concat()
}

/// Each view that has keys of its own has a table of them.
const TABLES: [&[Key]; 9] = [
    FIGURE,
    descent::KEYS,
    redraws::KEYS,
    stack::KEYS,
    family::KEYS,
    pictures::KEYS,
    training::KEYS,
    READER,
    lesson::KEYS,
];

/// The figure: the keys of all views.
const FIGURE: &[Key] = &[
    Key::new(
        "view",
        |s, v| word(v, &VIEWS).map(|x| s.view = x),
        |s| name(s.view, &VIEWS),
    ),
    Key::new("x", read_x, |s| s.source.to_string()),
    Key::new(
        "seed",
        |s, v| number(v).map(|x| s.seed = x),
        |s| s.seed.to_string(),
    ),
    Key::new("layer", read_layer, |s| s.layer.to_string()),
    Key::new(
        "weight",
        |s, v| values(v).map(|x| s.weight = x),
        |s| print_values(s.weight.as_ref()),
    ),
    Key::new(
        "bias",
        |s, v| values(v).map(|x| s.bias = x),
        |s| print_values(s.bias.as_ref()),
    ),
    Key::new(
        "mode",
        |s, v| word(v, &MODES).map(|x| s.mode = x),
        |s| name(s.mode, &MODES),
    ),
    Key::new("steps", read_steps, |s| s.steps.to_string()),
    Key::new("poke", read_poke, print_poke),
    Key::new("axes", read_axes, |s| s.arrangement.text(&s.axes())),
    Key::new(
        "color",
        |s, v| word(v, &COLORS).map(|x| s.color = x),
        |s| name(s.color, &COLORS),
    ),
    Key::new(
        "by",
        |s, v| word(v, &BYS).map(|x| s.by = x),
        |s| name(s.by, &BYS),
    ),
    Key::new("cut", read_cut, print_cut),
    Key::new(
        "at",
        |s, v| indices(v).map(|x| s.at = x),
        |s| s.at.as_deref().map_or_else(String::new, join),
    ),
    Key::new("t", read_t, |s| s.t.to_string()),
    Key::new("cam", camera::read_cam, camera::print_cam),
];

/// How the page is read.
const READER: &[Key] = &[
    Key::new(
        "theme",
        |s, v| word(v, &THEMES).map(|x| s.theme = x),
        |s| name(s.theme, &THEMES),
    ),
    Key::new("lang", read_language, |s| {
        s.language.map_or_else(String::new, |l| l.code().to_owned())
    }),
    Key::new("hide", read_hide, print_hide),
];

/// The keys that say nothing of the figure.
pub(super) const OF_THE_READER: [&str; 5] = ["theme", "lang", "hide", "lesson", "beat"];

pub(super) const VIEWS: [(&str, View); 8] = [
    ("explore", View::Explore),
    ("compare", View::Compare),
    ("redraws", View::Redraws),
    ("descent", View::Descent),
    ("stack", View::Stack),
    ("family", View::Family),
    ("pictures", View::Pictures),
    ("training", View::Training),
];
const MODES: [(&str, Mode); 2] = [("train", Mode::Train), ("eval", Mode::Eval)];
const COLORS: [(&str, Color); 2] = [("value", Color::Value), ("set", Color::Set)];
const BYS: [(&str, By); 3] = [
    ("set", By::Set),
    ("channel", By::Channel),
    ("sample", By::Sample),
];
const THEMES: [(&str, Theme); 4] = [
    ("auto", Theme::Auto),
    ("light", Theme::Light),
    ("dark", Theme::Dark),
    ("projector", Theme::Projector),
];
pub(super) const PARTS: [(&str, Part); 11] = [
    ("controls", Part::Controls),
    ("formula", Part::Formula),
    ("table", Part::Table),
    ("distributions", Part::Distributions),
    ("code", Part::Code),
    ("timeline", Part::Timeline),
    ("header", Part::Header),
    ("headline", Part::Headline),
    ("tools", Part::Tools),
    ("prose", Part::Prose),
    ("bar", Part::Bar),
];
