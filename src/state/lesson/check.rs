//! What the figure makes of a lesson: its links are read, its values computed.

use super::{Answer, Beat, Block, Course, Fault, Inline, LiveMark, Predict, Target, Wrong, pieces};
use crate::state::{Complaint, Part, Settings, follow, live};

/// What the figure shows when the beat begins: its first link, in which an omitted key is its default,
/// but for what belongs to the reader and not to the lesson: what the reader leaves out is left out besides.
pub fn settings_of(beat: &Beat, shown: &Settings) -> Settings {
    match &beat.start {
        Some(start) => set(start, shown),
        None => shown.clone(),
    }
}

/// What the reader leaves out of the page in a beat: what no link of it does.
pub fn left_out_by_reader(beat: &Beat, shown: &Settings) -> Vec<Part> {
    let mut by_beat = Vec::new();
    let mut visit = |piece: &Inline| {
        if let Inline::Link(Target::Figure(link), _) = piece {
            by_beat.extend(follow(&Settings::default(), link).0.hide);
        }
    };
    pieces(&beat.blocks, &mut visit);
    pieces(&beat.notes, &mut visit);
    let all = shown.hide.iter().copied();
    all.filter(|part| !by_beat.contains(part)).collect()
}

/// What a link of a beat makes of what is shown.
pub fn follow_in(beat: &Beat, shown: &Settings, link: &str) -> (Settings, Vec<Complaint>) {
    let (mut to, complaints) = follow(shown, link);
    if to.hide != shown.hide {
        to.hide = both(&left_out_by_reader(beat, shown), &to.hide);
    }
    (to, complaints)
}

/// All parts of both, each once.
fn both(some: &[Part], others: &[Part]) -> Vec<Part> {
    let new = others.iter().filter(|part| !some.contains(part));
    some.iter().chain(new).copied().collect()
}

/// What the figure shows by a link alone; what was left out of the page stays so.
pub fn set(link: &str, shown: &Settings) -> Settings {
    let (to, _) = follow(&Settings::default(), link);
    Settings {
        theme: shown.theme,
        language: shown.language,
        lesson: shown.lesson.clone(),
        hide: both(&shown.hide, &to.hide),
        ..to
    }
}

/// Whether the figure is what a link of the beat makes of it; it never is where something is wrong with the link.
pub fn is_there(beat: &Beat, link: &str, shown: &Settings) -> bool {
    let (to, complaints) = follow_in(beat, shown, link);
    complaints.is_empty() && to == *shown
}

/// The settings that a value is computed from, while `shown` is what the figure shows.
pub fn settings_of_value(beat: &Beat, mark: &LiveMark, shown: &Settings) -> Settings {
    match &mark.link {
        Some(link) => follow(&settings_of(beat, shown), link).0,
        None => shown.clone(),
    }
}

/// A lecturer's own course: its first lesson that has a beat, with what is wrong in it.
#[must_use]
pub fn own(mut course: Course) -> Course {
    course.lessons.retain(|lesson| !lesson.beats.is_empty());
    if let Some(second) = course.lessons.get(1) {
        let line = second.beats[0].line;
        let wrong = Wrong::Second;
        course.faults.push(Fault { line, wrong });
    }
    course.lessons.truncate(1);
    checked(course)
}

/// The course with what is wrong in its links and values among its faults, each at the line where its beat begins.
#[must_use]
pub fn checked(mut course: Course) -> Course {
    let beats = course.lessons.iter().flat_map(|lesson| &lesson.beats);
    let of = |beat: &Beat| {
        let line = beat.line;
        let wrongs = wrongs_of(beat).into_iter();
        wrongs.map(move |wrong| Fault { line, wrong })
    };
    let found: Vec<Fault> = beats.flat_map(of).collect();
    course.faults.extend(found);
    course.faults.sort_by_key(|fault| fault.line);
    course
}

/// What is wrong with the links and values of a beat.
fn wrongs_of(beat: &Beat) -> Vec<Wrong> {
    let mut wrongs = Vec::new();
    let start = settings_of(beat, &Settings::default());
    let mut visit = |piece: &Inline| match piece {
        Inline::Link(Target::Figure(link), _) => complain(follow(&start, link).1, &mut wrongs),
        Inline::Live(mark) => wrongs.extend(wrong_value(mark, &start)),
        _ => {}
    };
    pieces(&beat.blocks, &mut visit);
    pieces(&beat.notes, &mut visit);
    for block in &beat.blocks {
        if let Block::Predict(Predict {
            answer: Answer::Cells(link),
            ..
        }) = block
        {
            let (settings, complaints) = follow(&Settings::default(), link);
            complain(complaints, &mut wrongs);
            wrongs.extend(settings.at.is_none().then_some(Wrong::NoPin));
        }
    }
    wrongs
}

fn complain(complaints: Vec<Complaint>, wrongs: &mut Vec<Wrong>) {
    wrongs.extend(complaints.into_iter().map(|complaint| Wrong::Link {
        key: complaint.key,
        why: complaint.why.to_string(),
    }));
}

fn wrong_value(mark: &LiveMark, start: &Settings) -> Option<Wrong> {
    if live::find(&mark.name).is_none() {
        return Some(Wrong::NoValue(mark.name.clone()));
    }
    let (_, complaints) = follow(start, mark.link.as_deref().unwrap_or_default());
    let Complaint { key, why } = complaints.into_iter().next()?;
    Some(Wrong::Link {
        key,
        why: why.to_string(),
    })
}
