//! The text of a beat.

use super::contents::to;
use super::question::Question;
use super::recorded::recorded_table;
use super::say;
use crate::lab::formula::TERMS;
use crate::state::lesson::{Beat, Block, Formula, Inline, Place, Target, Where, inner, sources_of};
use crate::state::words::LessonLabel;
use crate::web::light::point_at;
use crate::web::live::heard;
use crate::web::page::{Page, page};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// A beat as it is written: what its pieces need to know.
#[derive(Clone)]
pub struct Written {
    pub(super) page: Page,
    pub(super) place: Place,
    pub(super) beat: Arc<Beat>,
    /// What was recorded elsewhere, each source once
    pub(super) sources: Arc<Vec<String>>,
}

/// All of a beat's text, and where its recorded numbers come from.
#[component]
pub fn Prose(
    /// The beat
    beat: Beat,
    /// Where it is
    place: Place,
) -> impl IntoView {
    let page = page();
    let written = Written::new(page, beat, place);
    let beat = written.beat.clone();
    let point = move |ev: web_sys::MouseEvent| point_at(page, term_of(&ev));
    view! {
        <div class="prose" on:mouseover=heard(point) on:mouseleave=heard(move |_| point_at(page, None))>
            {written.blocks(&beat.blocks)}
            {written.sources()}
            {written.notes(&beat.notes)}
        </div>
    }
}

/// How many bytes of punctuation a text begins with, and the text; none of anything else.
fn sign_of(piece: &Inline) -> (usize, &str) {
    match piece {
        Inline::Text(text) => {
            let rest = text.trim_start_matches([',', '.', ';', ':', '?', ')']);
            (text.len() - rest.len(), text)
        }
        _ => (0, ""),
    }
}

/// The id of the symbol under the pointer.
fn term_of(ev: &web_sys::MouseEvent) -> Option<&'static str> {
    let target = ev.target()?.dyn_into::<web_sys::Element>().ok()?;
    let symbol = target.closest("[data-term]").ok()??;
    let id = symbol.get_attribute("data-term")?;
    TERMS.into_iter().find(|term| *term == id)
}

impl Written {
    pub fn new(page: Page, beat: Beat, place: Place) -> Self {
        let sources = Arc::new(sources_of(&beat.blocks));
        Self {
            page,
            place,
            beat: Arc::new(beat),
            sources,
        }
    }

    /// Paragraphs and what is as large.
    pub fn blocks(&self, blocks: &[Block]) -> AnyView {
        let blocks = blocks.iter().map(|block| self.block(block));
        blocks.collect::<Vec<_>>().into_any()
    }

    fn block(&self, block: &Block) -> AnyView {
        match block {
            Block::Paragraph(text) => view! { <p>{self.text(text)}</p> }.into_any(),
            Block::Heading(text) => view! { <h3>{self.text(text)}</h3> }.into_any(),
            Block::List(start, items) => self.list(*start, items),
            Block::Quote(blocks) => {
                view! { <blockquote>{self.blocks(blocks)}</blockquote> }.into_any()
            }
            Block::Code(code) => view! { <pre><code>{code.clone()}</code></pre> }.into_any(),
            Block::Formula(formula) => self.formula(formula, "line"),
            Block::Table(head, rows) => self.table(head, rows),
            Block::Recorded(source, rows) => recorded_table(source, rows),
            Block::Predict(predict) => {
                view! { <Question predict=predict.clone() written=self.clone() /> }.into_any()
            }
            // For the lecturer alone
            Block::Note(_) => ().into_any(),
        }
    }

    fn list(&self, start: Option<u64>, items: &[Vec<Block>]) -> AnyView {
        let items = items
            .iter()
            .map(|item| view! { <li>{self.blocks(item)}</li> });
        let items = items.collect::<Vec<_>>();
        match start {
            Some(start) => view! { <ol start=start.to_string()>{items}</ol> }.into_any(),
            None => view! { <ul>{items}</ul> }.into_any(),
        }
    }

    fn table(&self, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> AnyView {
        let head = head
            .iter()
            .map(|cell| view! { <th scope="col">{self.text(cell)}</th> });
        let head = head.collect::<Vec<_>>();
        let row = |row: &Vec<Vec<Inline>>| {
            let cells = row.iter().map(|cell| view! { <td>{self.text(cell)}</td> });
            view! { <tr>{cells.collect::<Vec<_>>()}</tr> }
        };
        let rows = rows.iter().map(row).collect::<Vec<_>>();
        view! { <table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table> }.into_any()
    }

    /// A piece of text after the other.
    pub fn text(&self, text: &[Inline]) -> AnyView {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            match (first, after.first().map(sign_of)) {
                // A line would break between a formula and the comma behind it.
                (Inline::Formula(_), Some((sign @ 1.., following))) => {
                    let (sign, following) = following.split_at(sign);
                    let formula = self.piece(first);
                    let kept = view! { <span class="kept">{formula}{sign.to_owned()}</span> };
                    pieces.push(kept.into_any());
                    pieces.push(following.to_owned().into_any());
                    rest = &after[1..];
                }
                _ => pieces.push(self.piece(first)),
            }
        }
        pieces.into_any()
    }

    fn piece(&self, piece: &Inline) -> AnyView {
        match piece {
            Inline::Text(text) => text.clone().into_any(),
            Inline::Code(code) => view! { <code>{code.clone()}</code> }.into_any(),
            Inline::Formula(formula) => self.formula(formula, "inline"),
            Inline::Emphasis(text) => view! { <em>{self.text(text)}</em> }.into_any(),
            Inline::Strong(text) => view! { <strong>{self.text(text)}</strong> }.into_any(),
            Inline::Link(target, text) => self.link(target, text),
            Inline::Image(address, alt) => self.image(address, alt),
            Inline::Live(mark) => self.live(mark),
            Inline::Recorded(text, source) => self.recorded(text, source),
            Inline::Break => view! { <br /> }.into_any(),
        }
    }

    fn formula(&self, formula: &Formula, class: &'static str) -> AnyView {
        let (latex, mathml) = (formula.latex.clone(), formula.mathml.clone());
        view! { <span class=class role="math" aria-label=latex inner_html=mathml></span> }
            .into_any()
    }

    fn link(&self, target: &Target, text: &[Inline]) -> AnyView {
        let text = self.text(text);
        match target {
            Target::Web(to) => {
                view! { <a href=to.clone() target="_blank" rel="noopener noreferrer">{text}</a> }
                    .into_any()
            }
            Target::Beat(id) => to(self.page, self.place.at(id), text),
            Target::Figure(link) => self.drive(link, text),
        }
    }

    fn image(&self, address: &str, alt: &str) -> AnyView {
        match image_src(&self.place, address) {
            Some(src) => view! {
                <img src=src alt=alt.to_owned() crossorigin="anonymous" referrerpolicy="no-referrer" />
            }
            .into_any(),
            None => alt.to_owned().into_any(),
        }
    }

    /// What the lecturer says, for whoever opens it.
    fn notes(&self, notes: &[Block]) -> AnyView {
        if notes.is_empty() {
            return ().into_any();
        }
        let notes = self.blocks(notes);
        view! {
            <details class="notes">
                <summary>{say(LessonLabel::Notes)}</summary>
                {notes}
            </details>
        }
        .into_any()
    }
}

/// The address of an image in a lesson, where it may be shown.
pub fn image_src(place: &Place, address: &str) -> Option<String> {
    match &place.lesson {
        _ if address.starts_with("data:") => Some(address.to_owned()),
        Where::Web(lesson) => beside(lesson, address),
        // From disk, and from the page itself, there are none beside the lesson.
        _ => None,
    }
}

/// A file beside another on the web; `None` if it is somewhere else.
fn beside(lesson: &str, address: &str) -> Option<String> {
    let lesson = web_sys::Url::new(lesson).ok()?;
    let file = web_sys::Url::new_with_base(address, &lesson.href()).ok()?;
    (file.origin() == lesson.origin()).then(|| file.href())
}

/// The text of a title, without links.
pub fn title(text: &[Inline]) -> AnyView {
    let mut parts = Vec::new();
    inner(text, &mut |piece| match piece {
        Inline::Text(text) => parts.push(text.clone().into_any()),
        Inline::Code(code) => parts.push(view! { <code>{code.clone()}</code> }.into_any()),
        Inline::Formula(formula) => {
            let mathml = formula.mathml.clone();
            parts.push(view! { <span inner_html=mathml></span> }.into_any());
        }
        _ => {}
    });
    parts.into_any()
}
