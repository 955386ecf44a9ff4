//! The text of a beat: words that drive the figure, values that are computed, numbers with their source.

use super::contents::to;
use super::go;
use super::question::Question;
use super::say;
use crate::lab::formula::TERMS;
use crate::state::lesson::{
    Beat, Block, Formula, Inline, LiveMark, Place, Target, Where, inner, settings_of,
    settings_of_value,
};
use crate::state::words::LessonLabel;
use crate::state::{Settings, Theme, follow, live, write_link};
use crate::web::compute::AT_ONCE;
use crate::web::job::Work;
use crate::web::light::point_at;
use crate::web::live::{heard, view_of};
use crate::web::memo::Memo;
use crate::web::page::{Page, page};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// A beat as it is written: what its pieces need to know.
#[derive(Clone)]
pub struct Written {
    page: Page,
    place: Place,
    beat: Arc<Beat>,
    /// What was recorded elsewhere, each source once
    sources: Arc<Vec<String>>,
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
        let pieces = text.iter().map(|piece| self.piece(piece));
        pieces.collect::<Vec<_>>().into_any()
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

    /// Words that drive the figure.
    fn drive(&self, link: &str, text: AnyView) -> AnyView {
        let page = self.page;
        let start = settings_of(&self.beat, &at(&self.place));
        let href = format!("?{}", write_link(&follow(&start, link).0, false));
        let to = link.to_owned();
        let is_there = {
            let link = link.to_owned();
            Memo::new(move |_| page.with(|shown| follow(shown, &link).0 == *shown))
        };
        let press = move |ev: web_sys::MouseEvent| {
            if ev.ctrl_key() || ev.meta_key() || ev.shift_key() {
                return;
            }
            ev.prevent_default();
            drive(page, &to);
        };
        view! {
            <a
                class="drive"
                href=href
                aria-current=crate::web::live::live(move || is_there.get().then_some("true"))
                on:click=heard(press)
            >
                {text}
            </a>
        }
        .into_any()
    }

    fn image(&self, address: &str, alt: &str) -> AnyView {
        let is_data = address.starts_with("data:");
        let src = match &self.place.lesson {
            _ if is_data => Some(address.to_owned()),
            Where::Web(lesson) => beside(lesson, address),
            // From disk, and from the page itself, there are none beside the lesson.
            _ => None,
        };
        match src {
            Some(src) => view! {
                <img src=src alt=alt.to_owned() crossorigin="anonymous" referrerpolicy="no-referrer" />
            }
            .into_any(),
            None => alt.to_owned().into_any(),
        }
    }

    /// A value that is computed: of settings of its own, or of what is shown.
    fn live(&self, mark: &LiveMark) -> AnyView {
        let page = self.page;
        let Some(live) = live::find(&mark.name) else {
            return mark.name.clone().into_any();
        };
        let (beat, fixed) = (self.beat.clone(), mark.clone());
        let place = self.place.clone();
        let settings = Memo::new(move |_| {
            let shown = match &fixed.link {
                Some(_) => at(&place),
                None => page.with(figure_of),
            };
            settings_of_value(&beat, &fixed, &shown)
        });
        let value = Memo::new(move |_| {
            // What it waits for, digits or a file, comes with an answer.
            page.explore.track();
            settings.with(|s| is_at_hand(s).then(|| (live.value)(s)))
        });
        let text = move || match value.get() {
            Some(Some(value)) => live.format.text(value),
            Some(None) => "—".to_owned(),
            None => "…".to_owned(),
        };
        let link = move || settings.with(|s| write_link(s, false));
        let number = move || value.get().flatten().map(|value| value.to_string());
        view! {
            <output class="live" data-live=live.name data-link=link data-value=number>{view_of(text)}</output>
        }
        .into_any()
    }

    fn recorded(&self, text: &str, source: &str) -> AnyView {
        let number = self.sources.iter().position(|other| other == source);
        let number = number.map_or(0, |number| number + 1).to_string();
        let (text, source) = (text.to_owned(), source.to_owned());
        let shown = format!("[{number}]");
        view! {
            <span class="recorded" title=source data-source=number>{text}<sup>{shown}</sup></span>
        }
        .into_any()
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

    /// Where the numbers of sentences come from.
    fn sources(&self) -> AnyView {
        if self.sources.is_empty() {
            return ().into_any();
        }
        let source = |source: &String| view! { <li>{source.clone()}</li> };
        let sources = self.sources.iter().map(source).collect::<Vec<_>>();
        view! {
            <footer class="sources">
                <h3>{say(LessonLabel::RecordedSources)}</h3>
                <ol>{sources}</ol>
            </footer>
        }
        .into_any()
    }
}

/// A file beside another on the web; `None` if it is somewhere else.
fn beside(lesson: &str, address: &str) -> Option<String> {
    let lesson = web_sys::Url::new(lesson).ok()?;
    let file = web_sys::Url::new_with_base(address, &lesson.href()).ok()?;
    (file.origin() == lesson.origin()).then(|| file.href())
}

/// Numbers that somebody else measured, with their source below.
fn recorded_table(source: &str, rows: &[Vec<String>]) -> AnyView {
    let cells = |row: &[String], is_head: bool| {
        let cell = |(k, cell): (usize, &String)| match (is_head, k) {
            (true, _) => view! { <th scope="col">{cell.clone()}</th> }.into_any(),
            (_, 0) => view! { <th scope="row">{cell.clone()}</th> }.into_any(),
            _ => view! { <td>{cell.clone()}</td> }.into_any(),
        };
        let cells = row.iter().enumerate().map(cell).collect::<Vec<_>>();
        view! { <tr>{cells}</tr> }
    };
    let head = rows.first().map(|row| cells(row, true));
    let body: Vec<_> = rows.iter().skip(1).map(|row| cells(row, false)).collect();
    view! {
        <figure class="recorded">
            <div class="wide"><table><thead>{head}</thead><tbody>{body}</tbody></table></div>
            <figcaption><b>{say(LessonLabel::Recorded)}</b> " " {source.to_owned()}</figcaption>
        </figure>
    }
    .into_any()
}

/// What is recorded in sentences, each source once, in the order in which they stand.
fn sources_of(blocks: &[Block]) -> Vec<String> {
    let mut sources: Vec<String> = Vec::new();
    crate::state::lesson::pieces(blocks, &mut |piece| {
        if let Inline::Recorded(_, source) = piece
            && !sources.contains(source)
        {
            sources.push(source.clone());
        }
    });
    sources
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

/// Default settings at a place.
fn at(place: &Place) -> Settings {
    Settings {
        lesson: Some(place.clone()),
        ..Settings::default()
    }
}

/// What of the settings numbers depend on: neither clock nor camera.
fn figure_of(settings: &Settings) -> Settings {
    Settings {
        t: 0.0,
        cam: None,
        theme: Theme::Auto,
        hide: Vec::new(),
        lesson: None,
        ..settings.clone()
    }
}

/// Whether a value can be computed within a frame, from what is here.
fn is_at_hand(settings: &Settings) -> bool {
    settings.is_at_hand() && Work::of(settings).len() <= AT_ONCE
}

/// Follows a link of the prose.
pub fn drive(page: Page, link: &str) {
    let shown = page.settings.get_untracked();
    let (to, _) = follow(&shown, link);
    if to.lesson != shown.lesson
        && let Some(place) = &to.lesson
    {
        return go(page, place.clone());
    }
    page.set_out(move |_| to.clone());
}
