//! Everything that is shown, as a query string that people can write by hand.

mod camera;
mod descent;
mod family;
mod keys;
mod lesson;
mod pictures;
mod reason;
mod redraws;
mod stack;
mod text;
mod training;

use super::lesson::Place;
use super::{Settings, View};
pub use reason::{Range, Reason};
pub use training::WATCHED;

use keys::{Key, OF_THE_READER, VIEWS, keys};
use text::name;

/// Something in a link that could not be used; it took its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The key, as it was written
    pub key: String,
    /// What is wrong, without the key
    pub why: Reason,
}

impl Complaint {
    fn new(key: &str, why: Reason) -> Self {
        Self {
            key: key.to_owned(),
            why,
        }
    }
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
/// Where it leads to another view, what is the old view's own is forgotten.
pub fn follow(shown: &Settings, query: &str) -> (Settings, Vec<Complaint>) {
    let pairs = pairs(query);
    let mut settings = shown.clone();
    let mut complaints = unknown_keys(&pairs);
    for key in keys() {
        let Some(value) = given(&pairs, key.name) else {
            continue;
        };
        let value = match value.trim() {
            "" => default_of(&key, &settings),
            value => value.to_owned(),
        };
        // The view is read first.
        let read = match key.view {
            Some(own) if own != settings.view => Err(elsewhere(own, settings.view)),
            _ => (key.read)(&mut settings, &value),
        };
        complaints.extend(read.err().map(|why| Complaint::new(key.name, why)));
    }
    settings.forget_other_views();
    settings.keep_groups();
    complaints.extend(unpin_other_ranks(&mut settings, &pairs));
    settings.clamp();
    (settings, complaints)
}

fn unknown_keys(pairs: &[(String, String)]) -> Vec<Complaint> {
    let names: Vec<&str> = keys().iter().map(|key| key.name).collect();
    let why = || Reason::NoKey(names.join(", "));
    let unknown = pairs.iter().filter(|(key, _)| !names.contains(&&**key));
    let complain = |(key, _): &(String, String)| Complaint::new(key, why());
    unknown.map(complain).collect()
}

fn elsewhere(own: View, shown: View) -> Reason {
    let [own, shown] = [own, shown].map(|view| name(view, &VIEWS));
    Reason::Elsewhere { own, shown }
}

/// Takes away what is pinned and poked where x has another number of axes, and complains of what the link says itself:
/// what was pinned before goes without a word.
fn unpin_other_ranks(settings: &mut Settings, pairs: &[(String, String)]) -> Vec<Complaint> {
    let rank = settings.shape().len();
    let is_wrong = |at: &Vec<usize>| at.len() != rank;
    let gone = [
        ("at", settings.at.take_if(|at| is_wrong(at)).is_some()),
        (
            "poke",
            settings.poke.take_if(|poke| is_wrong(&poke.at)).is_some(),
        ),
    ];
    let wrong = gone
        .into_iter()
        .filter(|(key, is_gone)| *is_gone && given(pairs, key).is_some());
    let why = || Reason::Rank(rank);
    wrong.map(|(key, _)| Complaint::new(key, why())).collect()
}

/// Whether a link names a place in a lesson and no figure: the figure is then that of the place.
pub fn leaves_figure_to_lesson(query: &str) -> bool {
    let pairs = pairs(query);
    let names = |name: &str| given(&pairs, name).is_some();
    let is_figure = |key: &Key| !OF_THE_READER.contains(&key.name) && names(key.name);
    names("lesson") && !keys().iter().any(is_figure)
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

/// What a link gives a key; of one that stands twice, the last counts.
fn given<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let last = pairs.iter().rev().find(|(key, _)| key == name);
    last.map(|(_, value)| value.as_str())
}

/// The query string that shows `settings`, without `?`; defaults are left out.
///
/// `cam` is written only when a link is shared (`with_cam`).
pub fn write_link(settings: &Settings, with_cam: bool) -> String {
    let keys = keys();
    let written = keys
        .iter()
        .filter(|key| key.is_of(settings.view) && (with_cam || key.name != "cam"))
        .filter_map(|key| {
            let value = (key.print)(settings);
            let is_default = value.is_empty() || value == default_of(key, settings);
            (!is_default).then(|| format!("{}={}", key.name, escaped(&value)))
        });
    let link = written.collect::<Vec<_>>().join("&");
    match leaves_figure_to_lesson(&link) {
        // Nothing of the figure is written where all is default: yet it is this figure, and not that of the lesson.
        true => format!("view={}&{link}", name(settings.view, &VIEWS)),
        false => link,
    }
}

/// The default of a key; that of `axes` is the solid cube, whatever the letters of the axes are.
fn default_of(key: &Key, settings: &Settings) -> String {
    let default = Settings::default();
    match key.name {
        "axes" => (key.print)(&Settings {
            arrangement: default.arrangement,
            ..settings.clone()
        }),
        _ => (key.print)(&default),
    }
}

/// Escapes only what a query string cannot hold, so that a link stays readable.
fn escaped(value: &str) -> String {
    let readable = |b: u8| b.is_ascii_alphanumeric() || b"-_.~()[],=/:;*!'@".contains(&b);
    let escape = |b: u8| match b {
        b' ' => "+".to_string(),
        b if readable(b) => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    value.bytes().map(escape).collect()
}
