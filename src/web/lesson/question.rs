//! A question: what the audience believes, then the truth, and the difference counted.

use super::marking::{Brush, Marking};
use super::prose::Written;
use super::say;
use crate::state::Settings;
use crate::state::lesson::{Answer, Inline, Predict, set};
use crate::state::words::{Label, LessonLabel};
use crate::web::dom;
use crate::web::live::{heard, live, shown, view_of};
use crate::web::page::{Page, label, page, words};
use leptos::prelude::*;
use std::cell::Cell;

thread_local! {
    /// Questions that were shown so far: each has its number.
    static QUESTIONS: Cell<u32> = const { Cell::new(0) };
}

/// A question and its answers; the truth comes when it is asked for. Nothing of it is kept.
#[component]
pub fn Question(
    /// The question
    predict: Predict,
    /// The beat that it stands in
    written: Written,
) -> impl IntoView {
    let is_shown = RwSignal::new(false);
    let number = QUESTIONS.get();
    QUESTIONS.set(number.wrapping_add(1));
    let question = written.text(&predict.question);
    let answer = match &predict.answer {
        Answer::Choice(choices) => choose(number, choices, &written, is_shown),
        Answer::Cells(link) => mark(number, link.clone(), is_shown),
    };
    let truth = predict.truth;
    view! {
        <section class="question" id=id(number) tabindex="-1" aria-label=say(LessonLabel::Question)>
            <h3>{say(LessonLabel::Predict)}</h3>
            <p>{question}</p>
            {answer}
            <div role="status">
                {view_of(move || is_shown.get().then(|| written.blocks(&truth)))}
            </div>
        </section>
    }
}

/// Takes the focus where the button that had it goes.
fn id(number: u32) -> String {
    format!("question-{number}")
}

/// One answer of several.
fn choose(
    number: u32,
    choices: &[(bool, Vec<Inline>)],
    written: &Written,
    is_shown: RwSignal<bool>,
) -> AnyView {
    let chosen = RwSignal::new(None::<usize>);
    let right = choices.iter().position(|(is_right, _)| *is_right);
    let name = format!("question-{number}");
    let choice = |(k, (is_right, text)): (usize, &(bool, Vec<Inline>))| {
        let is_right = *is_right;
        let is_wrong = move || !is_right && chosen.get() == Some(k);
        let class = move || match is_shown.get() {
            true if is_right => "choice right",
            true if is_wrong() => "choice wrong",
            _ => "choice",
        };
        // Not by colour alone, and not for the eye alone.
        let sign = move || {
            let (sign, name) = match is_right {
                _ if !is_shown.get() => return None,
                true => ("✓ ", LessonLabel::AnswerRight),
                false if is_wrong() => ("✗ ", LessonLabel::AnswerWrong),
                false => return None,
            };
            Some(view! { <b role="img" aria-label=say(name)>{sign}</b> })
        };
        view! {
            <label class=class>
                <input
                    type="radio"
                    name=name.clone()
                    disabled=live(move || is_shown.get())
                    on:change=heard(move |_| chosen.set(Some(k)))
                />
                <span>{view_of(sign)}{written.text(text)}</span>
            </label>
        }
    };
    let choices = choices.iter().enumerate().map(choice).collect::<Vec<_>>();
    let verdict = move || match chosen.get() {
        Some(k) if Some(k) == right => say(LessonLabel::AnswerRight),
        Some(_) => say(LessonLabel::AnswerWrong),
        None => "",
    };
    let show = move |_: web_sys::MouseEvent| {
        is_shown.set(true);
        dom::focus(&id(number));
    };
    view! {
        <div class="answers">{choices}</div>
        {shown(move || !is_shown.get(), move || view! {
            <button type="button" on:click=heard(show)>{say(LessonLabel::ShowTruth)}</button>
        })}
        <div role="status">
            {shown(move || is_shown.get() && chosen.get().is_some(), move || view! { <p class="verdict">{verdict}</p> })}
        </div>
    }
    .into_any()
}

/// Cells of the figure.
fn mark(number: u32, link: String, is_shown: RwSignal<bool>) -> AnyView {
    let page = page();
    let marking = page.lessons.marking;
    let counted = RwSignal::new(String::new());
    let begin = move |ev: web_sys::MouseEvent| {
        page.set_out(|shown| set(&link, shown));
        is_shown.set(false);
        let mut begun = page.settings.with_untracked(|s| Marking::new(number, s));
        // Pressed by a key, and not clicked.
        if ev.detail() == 0 {
            begun.show_cursor(page.settings.with_untracked(|s| s.shape().len()));
        }
        marking.set(Some(begun));
        page.hover.set(None);
        dom::focus_first(".surface");
    };
    let show = move |_| {
        counted.set(count(page));
        marking.set(None);
        is_shown.set(true);
        dom::focus(&id(number));
    };
    let cancel = move |_| {
        marking.set(None);
        dom::focus(&id(number));
    };
    let is_marking =
        move || marking.with(|marking| marking.as_ref().is_some_and(|m| m.question == number));
    view! {
        {shown(move || !is_marking(), move || view! {
            <button type="button" on:click=heard(begin.clone())>
                {view_of(move || say(if is_shown.get() { LessonLabel::MarkAgain } else { LessonLabel::MarkCells }))}
            </button>
        })}
        {shown(is_marking, move || view! {
            <Brushes />
            <div class="row">
                <button type="button" class="main" disabled=live(move || !page.is_answered()) on:click=heard(show)>{say(LessonLabel::ShowTruth)}</button>
                <button type="button" on:click=heard(cancel)>{label(Label::Cancel)}</button>
            </div>
        })}
        <div role="status">
            {shown(move || is_shown.get(), move || view! { <p class="verdict">{view_of(move || counted.get())}</p> })}
        </div>
    }
    .into_any()
}

/// What a click marks, and how much is marked.
#[component]
fn Brushes() -> impl IntoView {
    let page = page();
    let marking = page.lessons.marking;
    let brush = move || marking.with(|marking| marking.as_ref().map(|m| m.brush));
    let choose = move |brush| {
        marking.update(|marking| {
            if let Some(marking) = marking {
                marking.brush = brush;
            }
        });
    };
    let axes = page.part(Settings::axes);
    let choice = move |of: Brush| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="brush"
                    prop:checked=live(move || brush() == Some(of))
                    on:change=heard(move |_| choose(of))
                />
                <span>{view_of(move || axes.with(|axes| say(of.label(axes))))}</span>
            </label>
        }
    };
    let len = move || marking.with(|marking| marking.as_ref().map_or(0, |m| m.cells.len()));
    view! {
        <fieldset class="choices">
            <legend>{say(LessonLabel::Brush)}</legend>
            {Brush::ALL.map(choice)}
        </fieldset>
        <p class="hint" role="status">{view_of(move || words().marked(len()))}</p>
        <p class="hint">{say(LessonLabel::MarkingKeys)}</p>
    }
}

/// How the marked cells differ from the set of the pinned one.
fn count(page: Page) -> String {
    let marked = page.lessons.marking.get_untracked();
    let counted = untrack(|| {
        let at = page.pinned()?;
        let ranges = page.ranges(&at)?;
        let explore = page.explore.get()?;
        let region = crate::lab::region::Region::new(explore.x.shape(), ranges);
        let cells = marked?.cells;
        let right = cells.iter().filter(|cell| region.contains(**cell)).count();
        let set = (0..explore.x.len()).filter(|flat| region.contains(*flat));
        Some([right, cells.len() - right, set.count() - right])
    });
    counted.map_or_else(String::new, |[right, wrong, missed]| {
        words().predicted(right, wrong, missed)
    })
}
