//! The numbers of the selected set, and the counters.

use super::light::{lit_terms, point_at};
use super::live::{heard, live, view_of};
use super::memo::Memo;
use super::page::{Page, first_words, label, page, words};
use crate::lab::number::count;
use crate::state::numbers::{Row, counters, header, selected_set};
use crate::state::words::Label;
use leptos::prelude::*;

/// The table `Selected set`; it shows the layer's x, x̂ and y whatever the stage is.
#[component]
pub fn SelectedSet() -> impl IntoView {
    let page = page();
    let rows = Memo::new(move |_| rows(page));
    let lit = lit_terms(page);
    let row = move |(name, term, value): Row| {
        let header = header(first_words(), name, term);
        view! {
            <tr
                class:lit=live(move || lit.with(|lit| lit.contains(&term)))
                on:mouseenter=heard(move |_| point_at(page, Some(term).filter(|t| !t.is_empty())))
                on:mouseleave=heard(move |_| point_at(page, None))
            >
                <th scope="row">{header}</th>
                <td>{value}</td>
            </tr>
        }
    };
    view! {
        <section class="panel numbers">
            <h2 id="selected-set">{label(Label::SelectedSet)}</h2>
            <table aria-labelledby="selected-set">
                <tbody>{view_of(move || rows.get().into_iter().map(row).collect_view())}</tbody>
            </table>
            <Counters />
        </section>
    }
}

/// The rows for the pinned element, or dashes.
fn rows(page: Page) -> Vec<Row> {
    let (explore, at) = (page.explore.get(), page.pinned());
    selected_set(explore.as_deref(), at.as_deref(), |part, all| {
        words().part_of_all(part, all)
    })
}

/// “32 values per set · 12 sets · 12 learnt parameters · 0 running values”
#[component]
fn Counters() -> impl IntoView {
    let page = page();
    let counts = Memo::new(move |_| counters(&*page.explore.get()?));
    let item = |(n, name): (usize, Label)| {
        let words = first_words();
        view! { <li><b>{count(n)}</b> {words.gap()} {words.counted(name, n)}</li> }
    };
    view! {
        <ul class="counters">
            {view_of(move || counts.get().map(|counts| counts.map(item)))}
        </ul>
    }
}
