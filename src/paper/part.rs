//! One part of a handout, computed step by step.

use super::desk::{Desk, Known};
use super::figure::{self, Figure};
use crate::lab::training::Trained;
use crate::state::lesson::{Beat, Block, Inline, LiveMark, pieces, settings_of_value};
use crate::state::words::{PaperLabel, Words};
use crate::state::{Settings, live};
use std::sync::Arc;

/// What a part is about.
#[derive(Clone)]
pub struct Subject {
    /// What its figure shows
    pub settings: Settings,
    /// The beat that is printed beside it
    pub beat: Option<Arc<Beat>>,
    /// What stands before it: what the lesson is about, where it begins
    pub opening: Vec<Block>,
    /// The whole address that opens it, or as much of it as is known
    pub link: String,
    /// What the page has computed of it
    pub known: Option<Known>,
}

/// One part, ready to be printed.
#[derive(Clone)]
pub struct Part {
    /// What its figure shows
    pub settings: Settings,
    /// The beat
    pub beat: Option<Arc<Beat>>,
    /// What stands before it
    pub opening: Vec<Block>,
    /// The whole address that opens it
    pub link: String,
    /// The figure
    pub figure: Figure,
    /// The numbers in the prose, as they are read
    pub values: Vec<(LiveMark, String)>,
}

/// A part that is being computed.
pub struct Work {
    subject: Subject,
    desk: Desk,
    drawing: figure::Drawing,
    figure: Option<Figure>,
    marks: Vec<LiveMark>,
    values: Vec<(LiveMark, String)>,
}

impl Work {
    /// Computes nothing yet.
    ///
    /// `trained` are networks that need not be trained again.
    pub fn begin(subject: Subject, trained: Trained, words: &'static dyn Words) -> Self {
        let desk = Desk::new(subject.known.clone(), trained);
        Self {
            drawing: figure::Drawing::begin(&subject.settings, &desk, words),
            desk,
            marks: marks_of(&subject),
            values: Vec::new(),
            figure: None,
            subject,
        }
    }

    /// The networks that were trained so far, for the next part.
    pub fn into_trained(self) -> Trained {
        self.desk.trained
    }

    /// Goes on by one step; gives the part once there is none left.
    pub fn step(&mut self) -> Option<Part> {
        let Some(figure) = &self.figure else {
            self.figure = self.drawing.step(&mut self.desk);
            return None;
        };
        if let Some(mark) = self.marks.pop() {
            let text = self.value(&mark);
            self.values.push((mark, text));
            return None;
        }
        let Subject {
            settings,
            beat,
            opening,
            link,
            ..
        } = self.subject.clone();
        Some(Part {
            settings,
            beat,
            opening,
            link,
            figure: figure.clone(),
            values: std::mem::take(&mut self.values),
        })
    }

    /// A number as it is read: “—” where there is none, “…” where it waits for a file.
    fn value(&mut self, mark: &LiveMark) -> String {
        let Some(live) = live::find(&mark.name) else {
            return mark.name.clone();
        };
        let beat = self.subject.beat.clone().unwrap_or_default();
        let settings = settings_of_value(&beat, mark, &self.subject.settings);
        if live.is_of_runs() {
            let logs = self.desk.trained.logs(&settings.training, settings.seed);
            let value = logs.map(|logs| live.value_of_runs(&settings, &logs));
            // A run that PyTorch rejects was never trained.
            let value = value.flatten().unwrap_or_else(|| live.value(&settings));
            return value.map_or_else(|| "—".to_owned(), |value| live.format.text(value));
        }
        let known = match live.needs_no_x() {
            true => None,
            false if settings.is_at_hand() => Some(self.desk.explore(&settings.setup())),
            false => self.desk.find(&settings.setup()),
        };
        let value = known.and_then(|explore| live.value_of(&settings, &explore));
        let value = match value {
            Some(value) => value,
            None if live.needs_no_x() || settings.is_at_hand() => live.value(&settings),
            None => return "…".to_owned(),
        };
        value.map_or_else(|| "—".to_owned(), |value| live.format.text(value))
    }
}

/// All numbers that the text of a part speaks of, each once.
fn marks_of(subject: &Subject) -> Vec<LiveMark> {
    let mut marks = Vec::new();
    let mut visit = |piece: &Inline| {
        if let Inline::Live(mark) = piece
            && !marks.contains(mark)
        {
            marks.push(mark.clone());
        }
    };
    pieces(&subject.opening, &mut visit);
    if let Some(beat) = subject.beat.as_deref() {
        pieces(&beat.blocks, &mut visit);
        pieces(&beat.notes, &mut visit);
    }
    marks
}

impl Part {
    /// One whose numbers are still being computed elsewhere: there is no figure yet.
    pub fn waiting(subject: Subject, words: &dyn Words) -> Self {
        let Subject {
            settings,
            beat,
            opening,
            link,
            ..
        } = subject;
        let stored = settings.source.values.stored();
        let headline = match stored {
            Some(stored) => words.missing_headline(&stored.names.join(", ")),
            None => [
                words.paper_label(PaperLabel::NotHere).to_owned(),
                String::new(),
            ],
        };
        Self {
            figure: Figure {
                headline,
                body: maud::html! {},
            },
            settings,
            beat,
            opening,
            link,
            values: Vec::new(),
        }
    }

    /// A number in the prose.
    pub(super) fn value(&self, mark: &LiveMark) -> &str {
        let mut values = self.values.iter();
        let found = values.find(|(of, _)| of == mark);
        found.map_or("…", |(_, text)| text)
    }
}
