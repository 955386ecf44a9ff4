//! The keys of the link, one table: how each is read, and how it is printed.

use super::descent;
use super::text::{
    indices, join, name, number, of_redraws, print_cam, print_cut, print_hide, print_lesson,
    print_poke, print_values, read_axes, read_beat, read_cam, read_count, read_cut, read_dropout,
    read_hide, read_layer, read_lesson, read_poke, read_steps, read_t, read_x, values, word,
};
use crate::lab::explore::Mode;
use crate::lab::redraws::Quantity;
use crate::state::{By, Color, Part, Settings, Theme, View};

/// One key of the link: how it is read, and how it is printed where it is not the default.
pub(super) struct Key {
    pub name: &'static str,
    pub read: fn(&mut Settings, &str) -> Result<(), String>,
    pub print: fn(&Settings) -> String,
}

/// All keys, in the order in which they are printed.
pub(super) const KEYS: &[Key] = &[
    Key {
        name: "view",
        read: |s, v| word(v, &VIEWS).map(|x| s.view = x),
        print: |s| name(s.view, &VIEWS),
    },
    Key {
        name: "x",
        read: read_x,
        print: |s| s.source.to_string(),
    },
    Key {
        name: "seed",
        read: |s, v| number(v).map(|x| s.seed = x),
        print: |s| s.seed.to_string(),
    },
    Key {
        name: "data",
        read: descent::read_data,
        print: descent::print_data,
    },
    Key {
        name: "scale",
        read: descent::read_scale,
        print: descent::print_scale,
    },
    Key {
        name: "shift",
        read: descent::read_shift,
        print: descent::print_shift,
    },
    Key {
        name: "standardize",
        read: descent::read_standardize,
        print: descent::print_standardize,
    },
    Key {
        name: "rate",
        read: descent::read_rate,
        print: descent::print_rate,
    },
    Key {
        name: "layer",
        read: read_layer,
        print: |s| s.layer.to_string(),
    },
    Key {
        name: "weight",
        read: |s, v| values(v).map(|x| s.weight = x),
        print: |s| print_values(s.weight.as_ref()),
    },
    Key {
        name: "bias",
        read: |s, v| values(v).map(|x| s.bias = x),
        print: |s| print_values(s.bias.as_ref()),
    },
    Key {
        name: "mode",
        read: |s, v| word(v, &MODES).map(|x| s.mode = x),
        print: |s| name(s.mode, &MODES),
    },
    Key {
        name: "steps",
        read: read_steps,
        print: |s| s.steps.to_string(),
    },
    Key {
        name: "poke",
        read: read_poke,
        print: print_poke,
    },
    Key {
        name: "axes",
        read: read_axes,
        print: |s| s.arrangement.text(&s.axes()),
    },
    Key {
        name: "color",
        read: |s, v| word(v, &COLORS).map(|x| s.color = x),
        print: |s| name(s.color, &COLORS),
    },
    Key {
        name: "by",
        read: |s, v| word(v, &BYS).map(|x| s.by = x),
        print: |s| name(s.by, &BYS),
    },
    Key {
        name: "cut",
        read: read_cut,
        print: print_cut,
    },
    Key {
        name: "at",
        read: |s, v| indices(v).map(|x| s.at = x),
        print: |s| s.at.as_deref().map_or_else(String::new, join),
    },
    Key {
        name: "t",
        read: read_t,
        print: |s| s.t.to_string(),
    },
    Key {
        name: "cam",
        read: read_cam,
        print: print_cam,
    },
    Key {
        name: "quantity",
        read: |s, v| word(v, &QUANTITIES).map(|x| s.redraws.quantity = x),
        print: |s| of_redraws(s, name(s.redraws.quantity, &QUANTITIES)),
    },
    Key {
        name: "redraws",
        read: read_count,
        print: |s| of_redraws(s, s.redraws.count().to_string()),
    },
    Key {
        name: "dropout",
        read: read_dropout,
        print: |s| of_redraws(s, s.redraws.dropout().to_string()),
    },
    Key {
        name: "theme",
        read: |s, v| word(v, &THEMES).map(|x| s.theme = x),
        print: |s| name(s.theme, &THEMES),
    },
    Key {
        name: "lang",
        read: |_, v| word(v, &LANGUAGES),
        print: |_| name((), &LANGUAGES),
    },
    Key {
        name: "hide",
        read: read_hide,
        print: print_hide,
    },
    Key {
        name: "lesson",
        read: read_lesson,
        print: |s| print_lesson(s.lesson.as_ref()),
    },
    Key {
        name: "beat",
        read: read_beat,
        print: |s| {
            s.lesson
                .as_ref()
                .map_or_else(String::new, |place| place.beat.clone())
        },
    },
];

/// The keys that say nothing of the figure.
pub(super) const OF_THE_READER: [&str; 4] = ["theme", "lang", "lesson", "beat"];

pub(super) const VIEWS: [(&str, View); 4] = [
    ("explore", View::Explore),
    ("compare", View::Compare),
    ("redraws", View::Redraws),
    ("descent", View::Descent),
];
const QUANTITIES: [(&str, Quantity); 3] = [
    ("mean", Quantity::Mean),
    ("deviation", Quantity::Deviation),
    ("gap", Quantity::Gap),
];
const MODES: [(&str, Mode); 2] = [("train", Mode::Train), ("eval", Mode::Eval)];
const COLORS: [(&str, Color); 2] = [("value", Color::Value), ("set", Color::Set)];
const BYS: [(&str, By); 3] = [
    ("set", By::Set),
    ("channel", By::Channel),
    ("sample", By::Sample),
];
const THEMES: [(&str, Theme); 3] = [
    ("auto", Theme::Auto),
    ("light", Theme::Light),
    ("dark", Theme::Dark),
];
/// The page speaks one language so far.
const LANGUAGES: [(&str, ()); 1] = [("en", ())];
pub(super) const PARTS: [(&str, Part); 6] = [
    ("controls", Part::Controls),
    ("formula", Part::Formula),
    ("table", Part::Table),
    ("distributions", Part::Distributions),
    ("code", Part::Code),
    ("timeline", Part::Timeline),
];
