//! What a lecturer says, and what comes next: for the speaker's window.

use super::prose::{Written, title};
use super::{Here, here, say};
use crate::state::lesson::{Beat, Block, Inline, Place, inner};
use crate::state::words::LessonLabel;
use crate::web::live::view_of;
use crate::web::page::{Page, page};
use leptos::prelude::*;

/// The notes of the present beat, below its title.
#[component]
pub fn Notes(
    /// What is said where no lesson is shown
    without_lesson: &'static str,
    /// What is said where the beat has none
    without_notes: &'static str,
) -> impl IntoView {
    let page = page();
    let spoken = spoken(page);
    view_of(move || match spoken() {
        Some((here, place)) => {
            let beat = here.beat().clone();
            let name = title(&beat.title);
            let notes = beat.notes.clone();
            let written = Written::new(page, beat, place);
            view! {
                <h2>{name}</h2>
                {match notes.is_empty() {
                    true => view! { <p class="hint">{without_notes}</p> }.into_any(),
                    false => written.blocks(&notes),
                }}
            }
            .into_any()
        }
        None => view! { <p class="hint">{without_lesson}</p> }.into_any(),
    })
}

/// The next beat: its title, and how it begins.
#[component]
pub fn Next(
    /// What is said at the end
    at_end: &'static str,
) -> impl IntoView {
    let page = page();
    let spoken = spoken(page);
    view_of(move || {
        let (here, place) = spoken()?;
        let next = here.next(&place);
        let beat = next.and_then(|next| page.lessons.find(&next));
        Some(match beat {
            Some(next) => {
                let beat = next.beat();
                view! {
                    <h2>
                        <span class="hint">{say(LessonLabel::NextBeat)}</span>
                        " "
                        {title(&beat.title)}
                    </h2>
                    <p>{beginning(beat)}</p>
                }
                .into_any()
            }
            None => view! { <p class="hint">{at_end}</p> }.into_any(),
        })
    })
}

/// Where one is, and how a link names it.
fn spoken(page: Page) -> impl Fn() -> Option<(Here, Place)> + Copy + Send + Sync {
    let here = here(page);
    let place = page.part(|s| s.lesson.clone());
    move || Some((here.get()?, place.get()?))
}

/// The first paragraph or question. Its values are left out: they are those of a figure that is not shown yet.
fn beginning(beat: &Beat) -> AnyView {
    let text = beat.blocks.iter().find_map(|block| match block {
        Block::Paragraph(text) => Some(text),
        Block::Predict(predict) => Some(&predict.question),
        _ => None,
    });
    let mut parts = Vec::new();
    inner(text.map_or(&[], Vec::as_slice), &mut |piece| {
        if let Inline::Live(_) = piece {
            parts.push("…".into_any());
        } else if !matches!(
            piece,
            Inline::Emphasis(_) | Inline::Strong(_) | Inline::Link(..)
        ) {
            parts.push(title(std::slice::from_ref(piece)));
        }
    });
    parts.into_any()
}
