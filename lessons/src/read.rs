//! Reads Markdown.

use super::build::{Builder, Part};
use super::{Beat, Block, Course, Fault, Inline, Lesson, MOST_BYTES, Target, Wrong, pieces, plain};
use pulldown_cmark::{Event, Options, Parser, TextMergeWithOffset};
use std::collections::HashSet;
use std::ops::Range;

/// Reads lessons; what cannot be used is said by line, and the rest is shown.
///
/// ```
/// use normscope_lessons::read_lessons;
/// let text = "# A lesson\n\n## A beat\n\n[All of a channel](?layer=BatchNorm2d(6)) shares a mean.";
/// let course = read_lessons(text);
/// assert_eq!(course.lessons[0].beats[0].start.as_deref(), Some("layer=BatchNorm2d(6)"));
/// assert!(course.faults.is_empty());
/// ```
pub fn read_lessons(text: &str) -> Course {
    let mut reader = Reader::default();
    let text = reader.shortened(text);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_MATH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_TASKLISTS;
    let mut builder = Builder::new();
    let events = Parser::new_ext(text, options).into_offset_iter();
    let events = events.map(|(event, range): (Event, Range<usize>)| match event {
        Event::SoftBreak => (Event::Text("\n".into()), range),
        event => (event, range),
    });
    for (event, range) in TextMergeWithOffset::new(events) {
        builder.take(event, range.start);
    }
    let (parts, faults) = builder.finish();
    reader.faults.extend(faults);
    for (at, part) in parts {
        reader.take(part, at);
    }
    reader.finish(text)
}

/// Puts blocks into beats, and beats into lessons.
#[derive(Default)]
struct Reader {
    lessons: Vec<Lesson>,
    /// Where each beat begins, in bytes
    places: Vec<Vec<usize>>,
    faults: Vec<(usize, Wrong)>,
    is_outside: bool,
    /// The names of lessons so far, and those of beats in the last one
    names: [HashSet<String>; 2],
}

impl Reader {
    /// The text as far as it is read.
    fn shortened<'a>(&mut self, text: &'a str) -> &'a str {
        if text.len() <= MOST_BYTES {
            return text;
        }
        let wrong = Wrong::Long {
            len: text.len(),
            most: MOST_BYTES,
        };
        self.faults.push((0, wrong));
        let end = (0..=MOST_BYTES)
            .rev()
            .find(|&end| text.is_char_boundary(end));
        &text[..end.unwrap_or(0)]
    }

    fn take(&mut self, part: Part, at: usize) {
        match part {
            Part::Heading(1, id, title) => {
                let id = self.name(id, &title, 0, at);
                self.names[1].clear();
                self.lessons.push(Lesson {
                    id,
                    title,
                    ..Lesson::default()
                });
                self.places.push(Vec::new());
            }
            Part::Heading(_, id, title) => {
                // A lecturer's own may be a single lesson without a title.
                if self.lessons.is_empty() {
                    self.lessons.push(Lesson::default());
                    self.places.push(Vec::new());
                }
                let id = self.name(id, &title, 1, at);
                let Some(lesson) = self.lessons.last_mut() else {
                    return;
                };
                lesson.beats.push(Beat {
                    id,
                    title,
                    ..Beat::default()
                });
                self.places.last_mut().into_iter().for_each(|p| p.push(at));
            }
            Part::Block(block) => self.block(block, at),
        }
    }

    /// A name: that which is given, else the title in small letters.
    fn name(&mut self, given: Option<String>, title: &[Inline], kind: usize, at: usize) -> String {
        let words = given.unwrap_or_else(|| plain(title));
        let lower = words.to_lowercase();
        let kept = lower.split(|c: char| !c.is_alphanumeric());
        let kept: Vec<&str> = kept.filter(|word| !word.is_empty()).collect();
        let name = kept.join("-");
        if !self.names[kind].insert(name.clone()) {
            self.faults.push((at, Wrong::Twice(name.clone())));
        }
        name
    }

    fn block(&mut self, block: Block, at: usize) {
        let Some(lesson) = self.lessons.last_mut() else {
            if !std::mem::replace(&mut self.is_outside, true) {
                self.faults.push((at, Wrong::Outside));
            }
            return;
        };
        match (lesson.beats.last_mut(), block) {
            (Some(beat), Block::Note(blocks)) => beat.notes.extend(blocks),
            (Some(beat), block) => beat.blocks.push(block),
            (None, block) => lesson.about.push(block),
        }
    }

    fn finish(mut self, text: &str) -> Course {
        if self.lessons.iter().all(|lesson| lesson.beats.is_empty()) {
            self.faults.push((0, Wrong::Empty));
        }
        let mut line_of = lines(text);
        for (lesson, places) in self.lessons.iter_mut().zip(&self.places) {
            let names: HashSet<String> = lesson.beats.iter().map(|beat| beat.id.clone()).collect();
            for (beat, at) in lesson.beats.iter_mut().zip(places) {
                beat.line = line_of(*at);
                if shorten(beat) {
                    self.faults.push((*at, Wrong::Many));
                }
                beat.start = start_of(beat);
                let wrongs = check(beat, &names).into_iter();
                self.faults.extend(wrongs.map(|wrong| (*at, wrong)));
            }
        }
        let mut line_of = lines(text);
        self.faults.sort_by_key(|(at, _)| *at);
        let faults = self.faults.into_iter().map(|(at, wrong)| Fault {
            line: line_of(at),
            wrong,
        });
        Course {
            faults: faults.collect(),
            lessons: self.lessons,
        }
    }
}

/// Pieces of text in a beat, and of those which the page keeps up to date: more would hold it up.
const MOST_PIECES: usize = 4000;
const MOST_ALIVE: usize = 200;

/// Leaves out the blocks of a beat that are too many; tells whether there are any.
fn shorten(beat: &mut Beat) -> bool {
    let (mut all, mut alive) = (0, 0);
    let fits = |block: &Block| {
        pieces(std::slice::from_ref(block), &mut |piece| {
            all += 1;
            let is_alive = matches!(
                piece,
                Inline::Live(_) | Inline::Link(..) | Inline::Recorded(..)
            );
            alive += usize::from(is_alive);
        });
        all <= MOST_PIECES && alive <= MOST_ALIVE
    };
    let kept = beat
        .blocks
        .iter()
        .map(fits)
        .take_while(|fits| *fits)
        .count();
    let is_long = kept < beat.blocks.len();
    beat.blocks.truncate(kept);
    is_long
}

/// The first link of a beat that sets the figure.
fn start_of(beat: &Beat) -> Option<String> {
    let mut start = None;
    pieces(&beat.blocks, &mut |piece| {
        if let (None, super::Inline::Link(Target::Figure(link), _)) = (&start, piece) {
            start = Some(link.clone());
        }
    });
    start
}

/// Links to beats that are not there.
fn check(beat: &Beat, names: &HashSet<String>) -> Vec<Wrong> {
    let mut wrongs = Vec::new();
    let mut visit = |piece: &Inline| match piece {
        Inline::Link(Target::Beat(to), _) if !names.contains(to) => {
            wrongs.push(Wrong::NoBeat(to.clone()));
        }
        _ => {}
    };
    pieces(&beat.blocks, &mut visit);
    pieces(&beat.notes, &mut visit);
    wrongs
}

/// The line of a place, for places that come in order.
fn lines(text: &str) -> impl FnMut(usize) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut line) = (0, 1);
    move |to| {
        let to = to.min(bytes.len());
        line += bytes[at.min(to)..to]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        at = at.max(to);
        line
    }
}
