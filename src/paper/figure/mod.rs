//! What each view shows, as SVG, tables and text.

mod charts;
mod compare;
mod cube;
mod explore;
mod family;
mod mark;
mod pictures;
mod stack;
mod training;

pub use mark::cells_to_mark;

use super::desk::Desk;
use crate::chart::Style;
use crate::lab::descent::Descent;
use crate::lab::family as methods;
use crate::lab::redraws;
use crate::lab::stack::{Measure, ORDERS, Run};
use crate::lab::training::Race;
use crate::scene::colour::{Palette, Theme};
use crate::state::words::Words;
use crate::state::{Settings, View};
use maud::{Markup, PreEscaped, html};
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, IntoDrawingArea, SVGBackend};

/// A figure on paper.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The sentence that says what is seen, and the line below it
    pub headline: [String; 2],
    /// Pictures, formulas, tables and code
    pub body: Markup,
}

/// All breadth between the margins of a sheet, in CSS pixels.
const WHOLE_PX: f64 = 640.0;

/// Half of it, less the gap between two.
const HALF_PX: f64 = 310.0;

/// A figure that is being computed.
pub struct Drawing {
    settings: Settings,
    words: &'static dyn Words,
    state: State,
}

enum State {
    /// From what the page may have already
    Cube,
    Redraws(Box<Result<redraws::Drawing, redraws::Refusal>>),
    Stack(Box<Run>),
    Family(Box<Result<methods::Run, methods::Refusal>>),
    Training(Box<Option<Race>>),
}

impl Drawing {
    /// Computes nothing yet.
    pub fn begin(settings: &Settings, desk: &Desk, words: &'static dyn Words) -> Self {
        Self {
            state: match settings.view {
                _ if !settings.is_at_hand() && settings.view != View::Training => State::Cube,
                View::Redraws => {
                    let drawing = redraws::Drawing::begin(&settings.redraws_experiment());
                    State::Redraws(Box::new(drawing))
                }
                View::Stack => {
                    let compares = settings.stack.measure == Measure::Last;
                    let stack = settings.stack.stack();
                    State::Stack(Box::new(Run::begin(
                        stack,
                        settings.seed,
                        &ORDERS,
                        compares,
                    )))
                }
                View::Family => {
                    State::Family(Box::new(methods::Run::begin(&settings.family_experiment())))
                }
                View::Training => {
                    let race = Race::begin(&settings.training, settings.seed, &desk.trained);
                    State::Training(Box::new(race))
                }
                View::Explore | View::Compare | View::Descent | View::Pictures => State::Cube,
            },
            settings: settings.clone(),
            words,
        }
    }

    /// Goes on by one step; gives the figure once there is none left.
    pub fn step(&mut self, desk: &mut Desk) -> Option<Figure> {
        let (settings, words) = (&self.settings, self.words);
        match &mut self.state {
            State::Redraws(drawing) => {
                let outcome = match &mut **drawing {
                    Ok(drawing) => drawing.step().transpose()?,
                    Err(refusal) => Err(refusal.clone()),
                };
                Some(charts::redraws(settings, &outcome, words))
            }
            State::Stack(run) => Some(stack::figure(settings, &run.step()?, words)),
            State::Family(run) => {
                let family = match &mut **run {
                    Ok(run) => Ok(run.step()?),
                    Err(refusal) => Err(refusal.clone()),
                };
                Some(family::figure(settings, &family, words))
            }
            State::Training(race) => match &mut **race {
                Some(race) => {
                    let found = race.step()?;
                    desk.trained.keep(race.seen());
                    Some(training::figure(settings, &found, words))
                }
                None => Some(missing(settings, words)),
            },
            State::Cube => {
                let has_answer = desk.find(&settings.setup()).is_some();
                if !settings.is_at_hand() && !has_answer {
                    return Some(missing(settings, words));
                }
                Some(match settings.view {
                    View::Compare => compare::figure(settings, desk, words),
                    View::Pictures => pictures::figure(settings, desk, words),
                    View::Descent => {
                        let descent = Descent::run(&settings.descent, settings.seed);
                        charts::descent(settings, &descent, words)
                    }
                    _ => explore::figure(settings, desk, words),
                })
            }
        }
    }
}

/// What waits for a file, or for images of digits.
fn missing(settings: &Settings, words: &dyn Words) -> Figure {
    let stored = settings.source.values.stored();
    Figure {
        headline: match stored {
            Some(stored) => words.missing_headline(&stored.names.join(", ")),
            None => [
                words.label(crate::state::words::Label::NoDigits).to_owned(),
                String::new(),
            ],
        },
        body: html! {},
    }
}

/// The colours on paper.
fn palette() -> &'static Palette {
    Theme::Light.palette()
}

/// How charts look on paper: there is no ground but the sheet.
fn style() -> Style {
    Style {
        has_ground: false,
        backend_text_scale: Style::SVG_TEXT_SCALE,
        ..Style::new(Theme::Light).with_font_px(11.5)
    }
}

/// A sheet of SVG that plotters draws on.
type Sheet<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A chart of this size; nothing where it cannot be drawn.
fn chart<E>(
    (width, height): (f64, f64),
    draw: impl FnOnce(&Sheet) -> Result<(), E>,
) -> PreEscaped<String> {
    let mut svg = String::new();
    let size = (width.round() as u32, height.round() as u32);
    let drawn = draw(&SVGBackend::with_string(&mut svg, size).into_drawing_area()).is_ok();
    PreEscaped(if drawn { svg } else { String::new() })
}

/// A picture with what it is, above it.
fn plate(class: &str, title: &str, svg: Markup, note: &str) -> Markup {
    html! {
        figure class=(class) {
            @if !title.is_empty() { h4 { (title) } }
            (svg)
            @if !note.is_empty() { figcaption { (note) } }
        }
    }
}

/// Rows of names and numbers.
fn table(title: &str, rows: impl IntoIterator<Item = (String, String)>) -> Markup {
    let mut rows = rows.into_iter().peekable();
    // Of a call that is refused there are no numbers.
    if rows.peek().is_none() {
        return html! {};
    }
    html! {
        figure.numbers {
            @if !title.is_empty() { h4 { (title) } }
            table { tbody {
                @for (name, value) in rows { tr { th scope="row" { (name) } td { (value) } } }
            } }
        }
    }
}

/// Lines of code.
fn code(title: &str, lines: &str) -> Markup {
    html! {
        section.code {
            h4 { (title) }
            pre { (lines.trim_end()) }
        }
    }
}
