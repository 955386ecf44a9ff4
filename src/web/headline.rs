//! What stands above the figure.

use super::files::{OpenFile, missing_headline};
use super::lesson::say;
use super::live::{shown, view_of};
use super::memo::Memo;
use super::page::page;
use crate::state::words::LessonLabel;
use leptos::prelude::*;

/// A sentence and a line below it; where a link waits for a file, that it does, and a button that opens files.
#[component]
pub fn Headline(
    /// Both
    sentences: Memo<[String; 2]>,
) -> impl IntoView {
    let page = page();
    let said = Memo::new(move |_| match page.files.lacking(page) {
        Some(stored) => missing_headline(&stored),
        None if page.lessons.marking.with(Option::is_some) => {
            [LessonLabel::MarkingHeadline, LessonLabel::MarkingHint].map(|l| say(l).to_owned())
        }
        None => sentences.get(),
    });
    let sentence = move |k: usize| move || said.with(|said| said[k].clone());
    view! {
        <div class="headline" aria-live="polite">
            <h1>{view_of(sentence(0))}</h1>
            <p>{view_of(sentence(1))}</p>
            {shown(move || page.files.lacking(page).is_some(), || view! { <OpenFile /> })}
        </div>
    }
}
