//! The table of keys, which the page obeys and its list of keys shows.

use super::{Action, Cover, Key, Press, Situation, When};
use crate::state::words::StageLabel;

/// One row: keys that do the same.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Any of these
    pub keys: &'static [Key],
    /// When they do it
    pub when: When,
    /// What they do
    pub action: Action,
    /// The same in words; rows with the same words stand together in the list
    pub words: StageLabel,
}

/// What comes of a press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Something is asked for
    Do(Action),
    /// Nothing, and nothing is to come of it in the browser either
    Nothing,
}

const fn row(keys: &'static [Key], when: When, action: Action, words: StageLabel) -> Row {
    Row {
        keys,
        when,
        action,
        words,
    }
}

use Action as A;
use Key as K;
use StageLabel as L;
use When as W;

/// All keys. The first row that holds counts, so what was begun last stands first.
///
/// A clicker has four keys at most: Page Up, Page Down, a full stop or B, and one that sends F5 and Escape in turn to begin
/// and end a slide show. Reloading loses what is not in the link: a file that was opened, a lesson from disk, what the pen drew.
/// So F5 begins the presentation wherever a clicker may be in use: in a lesson, and where the page was presented before.
/// While it is presented F5 does nothing. And Escape ends the presentation alone: the beat stays, and F5 goes on with it.
/// Whoever wants to reload has the browser's button and Ctrl+R.
#[rustfmt::skip]
pub const KEYS: &[Row] = &[
    row(&[K::named("PageDown"), K::named("ArrowRight"), K::named("ArrowDown"), K::named(" ")], W::Lesson, A::Next, L::NextPart),
    row(&[K::named("PageUp"), K::named("ArrowLeft"), K::named("ArrowUp"), K::shift(" ")], W::Lesson, A::Previous, L::PreviousPart),
    row(&[K::named("Home")], W::Lesson, A::First, L::EndParts),
    row(&[K::named("End")], W::Lesson, A::Last, L::EndParts),
    row(&[K::sign("."), K::sign("b")], W::Over(Cover::Blank), A::Blank, L::Blank),
    row(&[K::sign("f")], W::Presenting, A::FullScreen, L::FullScreen),
    row(&[K::sign("t")], W::Presenting, A::Theme, L::Theme),
    row(&[K::sign("q")], W::Over(Cover::QrCode), A::QrCode, L::QrCode),
    row(&[K::sign("l")], W::Presenting, A::Spotlight, L::Spotlight),
    row(&[K::sign("d")], W::Presenting, A::Pen, L::Pen),
    row(&[K::sign("s")], W::Presenting, A::Speaker, L::Speaker),
    row(&[K::sign("?")], W::Always, A::Help, L::Keys),
    row(&[K::named("F5"), K::shift("F5")], W::Always, A::Present, L::Present),
    row(&[K::named("Escape")], W::Always, A::Leave, L::LeaveOne),
    row(&[K::sign("+"), K::sign("=")], W::Spotlit, A::LargerSpot, L::SpotSize),
    row(&[K::sign("-")], W::Spotlit, A::SmallerSpot, L::SpotSize),
    row(&[K::shift("ArrowLeft")], W::Spotlit, A::MoveSpot(-1, 0), L::SpotPlace),
    row(&[K::shift("ArrowRight")], W::Spotlit, A::MoveSpot(1, 0), L::SpotPlace),
    row(&[K::shift("ArrowUp")], W::Spotlit, A::MoveSpot(0, -1), L::SpotPlace),
    row(&[K::shift("ArrowDown")], W::Spotlit, A::MoveSpot(0, 1), L::SpotPlace),
    row(&[K::sign("1")], W::Drawing, A::Color(0), L::PenColor),
    row(&[K::sign("2")], W::Drawing, A::Color(1), L::PenColor),
    row(&[K::sign("3")], W::Drawing, A::Color(2), L::PenColor),
    row(&[K::control("z")], W::Inked, A::Undo, L::Undo),
    row(&[K::sign("c")], W::Inked, A::Clear, L::Clear),
    row(&[K::named(" ")], W::FigureAlone, A::Step, L::Stage),
    row(&[K::sign("n")], W::Figure, A::Step, L::Stage),
    row(&[K::sign("1")], W::Figure, A::Method(0), L::Method),
    row(&[K::sign("2")], W::Figure, A::Method(1), L::Method),
    row(&[K::sign("3")], W::Figure, A::Method(2), L::Method),
    row(&[K::sign("4")], W::Figure, A::Method(3), L::Method),
    row(&[K::sign("[")], W::Figure, A::FewerGroups, L::Groups),
    row(&[K::sign("]")], W::Figure, A::MoreGroups, L::Groups),
    row(&[K::sign("-")], W::Figure, A::FewerSamples, L::Samples),
    row(&[K::sign("=")], W::Figure, A::MoreSamples, L::Samples),
    row(&[K::sign("p")], W::Figure, A::Panel, L::Panel),
];

/// What comes of a press; `None` if it is none of ours.
pub fn heard(press: &Press, now: &Situation) -> Option<Heard> {
    if press.is_composing || now.focus.takes(&press.key) {
        return None;
    }
    let holds = |row: &&Row| {
        let is_one = |key: &Key| key.is(press) && (now.has_characters || !key.is_character());
        row.keys.iter().any(is_one) && row.when.holds(now) && is_open_to(row.action, now)
    };
    let action = KEYS.iter().find(holds)?.action;
    Some(match press.is_repeat && !action.repeats() {
        // A key that is held down does not run through the lecture.
        true => Heard::Nothing,
        false => Heard::Do(action),
    })
}

/// Whether an action that is asked for by its key belongs to the page now, and not to the browser or to a dialog.
fn is_open_to(action: Action, now: &Situation) -> bool {
    match action {
        Action::Present => now.is_presenting || now.is_taught || now.was_presented,
        _ if now.cover == Some(Cover::Dialog) => false,
        Action::Leave => now.is_presenting || now.cover.is_some(),
        Action::Help => matches!(now.cover, None | Some(Cover::Help)),
        _ => true,
    }
}

/// One line of the list of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its keys
    pub keys: Vec<Key>,
    /// When they do it
    pub when: When,
    /// What they do
    pub words: StageLabel,
}

/// The table as the list shows it: what has the same words is one line.
pub fn lines() -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for row in KEYS {
        match lines.iter_mut().find(|line| line.words == row.words) {
            Some(line) => line.keys.extend(row.keys),
            None => lines.push(Line {
                keys: row.keys.to_vec(),
                when: row.when,
                words: row.words,
            }),
        }
    }
    lines
}
