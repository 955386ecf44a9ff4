//! The formula: in general, and with the pinned element's numbers.

use super::light::{Term, lit_terms, point_at};
use super::live::{heard, view_of};
use super::memo::Memo;
use super::page::{first_words, label, page};
use crate::lab::formula::{self, Formula};
use crate::state::words::Label;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The formula whose symbols light up together with what they stand for.
#[component]
pub fn FormulaPanel() -> impl IntoView {
    let page = page();
    let general = Memo::new(move |_| {
        page.call(|explore, call| {
            let module = explore.module.as_ref();
            let has_weight = module.is_some_and(|m| m.weight().is_some());
            let has_bias = module.is_some_and(|m| m.bias().is_some());
            let definition = formula::definition(&call.plan);
            (
                definition,
                formula::general(&call.plan, has_weight, has_bias),
            )
        })
    });
    let numbers = Memo::new(move |_| {
        let at = page.pinned()?;
        page.call(|explore, call| {
            explore.x.get(&at[..])?;
            Some(formula::with_numbers(explore, call, &at))
        })?
    });
    let point = move |ev: web_sys::MouseEvent| point_at(page, term_of(&ev));
    let lit = lit_terms(page);
    let root = NodeRef::<leptos::html::Section>::new();
    Effect::new(move || {
        general.track();
        numbers.track();
        if let Some(root) = root.get() {
            light(&root, &lit.get());
        }
    });
    view! {
        <section
            class="panel formula"
            aria-label=label(Label::Formula)
            tabindex="0"
            node_ref=root
            on:mouseover=heard(point)
            on:mouseleave=heard(move |_| point_at(page, None))
        >
            {view_of(move || general.with(Option::is_some).then(|| view! { <h2>{label(Label::Formula)}</h2> }))}
            {view_of(move || general.get().map(|(definition, general)| view! {
                <div class="definition">{definition.into_iter().map(line).collect_view()}</div>
                {general.map(line)}
            }))}
            {view_of(move || match numbers.get() {
                Some(lines) => view! { <div class="numbers">{lines.map(line)}</div> }.into_any(),
                None if general.with(Option::is_none) => ().into_any(),
                None => view! { <p class="hint">{label(Label::FormulaHint)}</p> }.into_any(),
            })}
        </section>
    }
}

fn line(formula: Formula) -> impl IntoView {
    view! { <div class="line" role="math" aria-label=first_words().spoken(&formula.spoken) inner_html=formula.mathml></div> }
}

/// The id of the symbol under the pointer.
fn term_of(ev: &web_sys::MouseEvent) -> Option<Term> {
    let target = ev.target()?.dyn_into::<web_sys::Element>().ok()?;
    let id = target
        .closest("[data-term]")
        .ok()??
        .get_attribute("data-term")?;
    formula::TERMS.into_iter().find(|term| *term == id)
}

/// Lights the symbols with these ids, and only them.
fn light(root: &web_sys::Element, lit: &[Term]) {
    let Ok(symbols) = root.query_selector_all("[data-term]") else {
        return;
    };
    for k in 0..symbols.length() {
        let symbol = symbols
            .item(k)
            .and_then(|node| node.dyn_into::<web_sys::Element>().ok());
        let Some(symbol) = symbol else { continue };
        let id = symbol.get_attribute("data-term");
        let is_lit = id.is_some_and(|id| lit.contains(&&*id));
        // A plain class name is always accepted.
        let _ = symbol.class_list().toggle_with_force("lit", is_lit);
    }
}
