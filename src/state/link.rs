//! Everything that is shown, as a query string that people can write by hand.

mod descent;
mod keys;
mod text;

use super::lesson::Place;
use super::{Settings, View};
use crate::lab::redraws::Redraws;
use keys::{KEYS, Key, OF_THE_READER, VIEWS};
use text::name;

/// Something in a link that could not be used; it took its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The key, as it was written
    pub key: String,
    /// One sentence that says what is wrong, without the key
    pub why: String,
}

/// Reads a query string, with or without its `?`.
///
/// What cannot be used is reported and takes its default; the rest of the link works.
/// Of a key that stands twice, the last counts.
pub fn read_link(query: &str) -> (Settings, Vec<Complaint>) {
    follow(&Settings::default(), query)
}

/// What a link makes of settings that are shown: a key that it omits keeps its value, one without a value takes its default.
///
/// This is how the later links of a lesson's beat are read, and messages from a page around this one.
pub fn follow(shown: &Settings, query: &str) -> (Settings, Vec<Complaint>) {
    let mut settings = shown.clone();
    let mut complaints = Vec::new();
    let pairs = pairs(query);
    let complain = |key: &str, why| Complaint {
        key: key.to_string(),
        why,
    };
    for (key, _) in pairs
        .iter()
        .filter(|(key, _)| KEYS.iter().all(|known| known.name != key))
    {
        complaints.push(complain(
            key,
            format!("is no key of a link; there are {}", key_names()),
        ));
    }
    let given = |name: &str| pairs.iter().rev().find(|(key, _)| key == name);
    // In the order of the table: x before the layer, the layer before what depends on its axes.
    for key in KEYS {
        let Some((_, value)) = given(key.name) else {
            continue;
        };
        let default = || (key.print)(&default_for(&Settings::default(), &settings, key));
        let value = match value.trim() {
            "" => default(),
            value => value.to_owned(),
        };
        if let Err(why) = (key.read)(&mut settings, &value) {
            complaints.push(complain(key.name, why));
        }
    }
    // Elsewhere these have no meaning, and are not printed.
    if settings.view != View::Redraws {
        settings.redraws = Redraws::default();
    }
    settings.keep_groups();
    if settings.view != View::Descent {
        // Where it is not shown it is not in the link either.
        settings.descent = Default::default();
    }
    let rank = settings.shape().len();
    let is_wrong = |at: &Vec<usize>| at.len() != rank;
    // What was pinned before is gone without a word where x has other axes now.
    let mut wrong = |key: &str| {
        if given(key).is_some() {
            let why = format!("needs one index for each of the {rank} axes of x");
            complaints.push(complain(key, why));
        }
    };
    if settings.at.take_if(|at| is_wrong(at)).is_some() {
        wrong("at");
    }
    if settings.poke.take_if(|poke| is_wrong(&poke.at)).is_some() {
        wrong("poke");
    }
    settings.clamp();
    (settings, complaints)
}

/// Whether a link names a place in a lesson and no figure: the figure is then that of the place.
pub fn leaves_figure_to_lesson(query: &str) -> bool {
    let pairs = pairs(query);
    let names = |name: &str| pairs.iter().any(|(key, _)| key == name);
    let mut figure = KEYS.iter().filter(|key| !OF_THE_READER.contains(&key.name));
    names("lesson") && !figure.any(|key| names(key.name))
}

/// The query string of a place in a lesson, which begins with its own figure.
pub fn beat_link(place: &Place) -> String {
    let lesson = escaped(&place.lesson.to_string());
    match place.beat.as_str() {
        "" => format!("lesson={lesson}"),
        beat => format!("lesson={lesson}&beat={}", escaped(beat)),
    }
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let query = query.strip_prefix('?').unwrap_or(query);
    let pairs = form_urlencoded::parse(query.as_bytes());
    pairs.into_owned().collect()
}

/// The query string that shows `settings`, without `?`; defaults are left out.
///
/// `cam` is written only when a link is shared (`with_cam`).
pub fn write_link(settings: &Settings, with_cam: bool) -> String {
    let default = Settings::default();
    let written = KEYS
        .iter()
        .filter(|key| with_cam || key.name != "cam")
        .filter_map(|key| {
            let value = (key.print)(settings);
            let is_default =
                value.is_empty() || value == (key.print)(&default_for(&default, settings, key));
            (!is_default).then(|| format!("{}={}", key.name, escaped(&value)))
        });
    let link = written.collect::<Vec<_>>().join("&");
    match leaves_figure_to_lesson(&link) {
        // Nothing of the figure is written where all is default: yet it is this figure, and not that of the lesson.
        true => format!("view={}&{link}", name(settings.view, &VIEWS)),
        false => link,
    }
}

/// The default of `axes` is the solid cube, whatever the letters of the axes are;
/// that of a key which only some views have is theirs.
fn default_for(default: &Settings, settings: &Settings, key: &Key) -> Settings {
    match key.name {
        "axes" => Settings {
            arrangement: default.arrangement,
            ..settings.clone()
        },
        "view" => default.clone(),
        _ => Settings {
            view: settings.view,
            ..default.clone()
        },
    }
}

/// Escapes only what a query string cannot hold, so that a link stays readable.
fn escaped(value: &str) -> String {
    let readable = |b: u8| b.is_ascii_alphanumeric() || b"-_.~()[],=/:;*!'".contains(&b);
    let escape = |b: u8| match b {
        b' ' => "+".to_string(),
        b if readable(b) => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    value.bytes().map(escape).collect()
}

fn key_names() -> String {
    let names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
    names.join(", ")
}
