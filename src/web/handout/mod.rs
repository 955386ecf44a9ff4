//! Handouts: a preview that looks like paper, and what Ctrl+P prints.
//!
//! A browser prints a canvas badly or not at all, and a page with tabs and sliders makes no sheet of paper. So what
//! goes to the printer is a document of its own, made when it is asked for (`crate::paper`).

mod bar;
mod making;
mod preview;
mod subjects;

pub use preview::{Extent, open};

use super::page::{Page, words};
use crate::paper::{Audience, Handout, Part, Size, Work};
use crate::state::lesson::{Lesson, Place};
use leptos::prelude::*;
use std::sync::Arc;
use subjects::Shown;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The element that the document stands in.
const ID: &str = "handout";

/// What holds it, whether it is seen or only printed.
const HOLDER: &str = "handout-view";

/// What a handout is of: parts, in the order of the lesson.
#[derive(Clone)]
pub struct Made {
    parts: Vec<Part>,
    /// The lesson, where all of it is shown
    lesson: Option<(Arc<Lesson>, Place)>,
}

impl Made {
    /// The document.
    fn html(&self, audience: Audience) -> String {
        let lesson = self.lesson.as_ref();
        let of_part = self
            .parts
            .first()
            .and_then(|part| part.settings.lesson.clone());
        let place = lesson.map(|(_, place)| place.clone()).or(of_part);
        let images = move |address: &str| super::lesson::image_src(place.as_ref()?, address);
        let handout = Handout {
            title: lesson.map(|(lesson, _)| &lesson.title[..]),
            parts: &self.parts,
            audience,
            base: &super::history::base(),
            images: &images,
            words: words(),
        };
        handout.print()
    }
}

/// Makes what is shown ready for paper whenever the page is printed, for as long as the page lives.
pub fn listen(page: Page) {
    let before = leptos::ev::Custom::<web_sys::Event>::new("beforeprint");
    let after = leptos::ev::Custom::<web_sys::Event>::new("afterprint");
    // They listen as long as the page lives.
    let _ = window_event_listener(before, move |_| prepare(page));
    let _ = window_event_listener(after, |_| {
        if let Some(holder) = holder().filter(|holder| holder.class_name() == "unseen") {
            holder.remove();
        }
    });
}

fn holder() -> Option<Element> {
    document().get_element_by_id(HOLDER)
}

/// Puts what is shown onto a sheet that only the printer sees, unless a preview is open, which is printed then.
///
/// The browser does not wait: it is computed at once.
fn prepare(page: Page) {
    if holder().is_some() {
        return;
    }
    let shown = untrack(|| subjects::present(page));
    let part = match shown {
        Shown::Known(subject) => {
            let mut work = Work::begin(subject, untrack(|| subjects::trained(page)), words());
            loop {
                if let Some(part) = work.step() {
                    break part;
                }
            }
        }
        Shown::Waiting(subject) => Part::waiting(subject, words()),
    };
    let made = Made {
        parts: vec![part],
        lesson: None,
    };
    if let Err(error) = put(&made.html(Audience::Students)) {
        leptos::logging::error!("what is shown cannot be printed: {error:?}");
    }
}

fn put(html: &str) -> Result<(), wasm_bindgen::JsValue> {
    let [holder, sheet] = [HOLDER, ID].map(|id| {
        let element = document().create_element("article")?;
        element.set_id(id);
        Ok::<_, wasm_bindgen::JsValue>(element)
    });
    let (holder, sheet) = (holder?, sheet?);
    holder.set_class_name("unseen");
    sheet.set_inner_html(html);
    holder.append_child(&sheet)?;
    document()
        .body()
        .ok_or("a page has a body")?
        .append_child(&holder)?;
    Ok(())
}

/// The size of paper that is usual where the browser's language is spoken.
fn usual_size() -> Size {
    let language = window().navigator().language().unwrap_or_default();
    let region = language.rsplit('-').next().unwrap_or_default().to_owned();
    // Where it is not A4: Unicode CLDR, supplemental data, `measurementData`, paper size US-Letter.
    let letter = [
        "BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE",
    ];
    match letter.contains(&&*region) {
        true => Size::Letter,
        false => Size::A4,
    }
}

/// The place of the page's app, which a preview covers.
fn app() -> Option<web_sys::HtmlElement> {
    document().get_element_by_id("app")?.dyn_into().ok()
}
