//! What stands beside the figure.

use super::code::Code;
use super::distributions::Distributions;
use super::dom;
use super::formula::FormulaPanel;
use super::live::{heard, live, shown, view_of};
use super::memo::Memo;
use super::notices::Notices;
use super::page::{Page, label, page};
use super::poke::PokeControls;
use super::table::SelectedSet;
use crate::state::words::Label;
use crate::state::{Part, View};
use leptos::prelude::*;

/// The panels beside the figure, and the parts of the page in each.
const PANELS: [(Label, &[Part]); 3] = [
    (Label::Numbers, &[Part::Formula, Part::Table]),
    (Label::Distributions, &[Part::Distributions]),
    (Label::Code, &[Part::Code]),
];

/// Shows the next panel, where there are any.
pub fn show_next(page: Page) {
    if page.settings.with_untracked(|s| s.view == View::Explore) {
        page.panel.set(untrack(|| next(page)));
    }
}

/// The panel after the one that is chosen, of those that are not hidden.
fn next(page: Page) -> usize {
    let chosen = shown_panel(page);
    let mut others = (1..PANELS.len()).map(|step| (chosen + step) % PANELS.len());
    others
        .find(|panel| has_parts(page, *panel))
        .unwrap_or(chosen)
}

/// Whether any part of a panel is shown.
fn has_parts(page: Page, panel: usize) -> bool {
    page.with(|s| PANELS[panel].1.iter().any(|part| !s.hide.contains(part)))
}

/// The panel that is chosen, or the first one with anything in it where that has nothing.
fn shown_panel(page: Page) -> usize {
    let chosen = page.panel.get();
    let mut all = std::iter::once(chosen).chain(0..PANELS.len());
    all.find(|panel| has_parts(page, *panel)).unwrap_or(chosen)
}

/// What follows from the figure; on a small screen its parts are tabs.
#[component]
pub fn Panels() -> impl IntoView {
    let page = page();
    let chosen = page.panel;
    let tab = Memo::new(move |_| shown_panel(page));
    let button = move |(k, (name, _)): (usize, (Label, _))| {
        view! {
            <button
                type="button"
                role="tab"
                id=format!("tab-{k}")
                aria-controls=format!("tabpanel-{k}")
                aria-selected=live(move || (tab.get() == k).to_string())
                tabindex=live(move || if tab.get() == k { "0" } else { "-1" })
                hidden=live(move || !has_parts(page, k))
                on:click=heard(move |_| chosen.set(k))
                on:keydown=heard(move |ev| move_tab(page, &ev))
            >
                {label(name)}
            </button>
        }
    };
    let class = move |k: usize| {
        move || {
            if tab.get() == k {
                "tabpanel shown"
            } else {
                "tabpanel"
            }
        }
    };
    // What is behind a tab, or at the foot of a large screen, comes after the first view.
    let comes = move |part| {
        let is_shown = page.shows(part);
        move || page.is_whole.get() && is_shown()
    };
    let to_next = move |ev: web_sys::MouseEvent| {
        show_next(page);
        // After a click, Space is for the stage again; pressed by a key, the button keeps it.
        if ev.detail() > 0 {
            dom::blur();
        }
    };
    view! {
        <aside class="panels" aria-label=live(move || label(PANELS[tab.get()].0))>
            <Notices />
            <div class="tabs" role="tablist">
                {PANELS.into_iter().enumerate().map(button).collect_view()}
            </div>
            <div class=class(0) id="tabpanel-0">
                {shown(page.shows(Part::Formula), move || view! { <FormulaPanel /> })}
                {shown(page.shows(Part::Table), move || view! { <SelectedSet /> })}
                <PokeControls />
            </div>
            <div class=class(1) id="tabpanel-1">
                {shown(comes(Part::Distributions), move || view! { <Distributions /> })}
            </div>
            <div class=class(2) id="tabpanel-2">
                {shown(comes(Part::Code), move || view! { <Code /> })}
            </div>
            {shown(move || page.presenting.get(), move || view! {
                <button type="button" class="quiet next" title=label(Label::NextPanel) on:click=heard(to_next)>
                    {view_of(move || label(PANELS[next(page)].0))} " →"
                </button>
            })}
        </aside>
    }
}

/// Left and right go from tab to tab.
fn move_tab(page: Page, ev: &web_sys::KeyboardEvent) {
    let step = match ev.key().as_str() {
        "ArrowRight" => 1,
        "ArrowLeft" => PANELS.len() - 1,
        _ => return,
    };
    ev.prevent_default();
    let chosen = untrack(|| {
        let from = shown_panel(page);
        let mut others = (1..=PANELS.len()).map(|k| (from + k * step) % PANELS.len());
        others.find(|panel| has_parts(page, *panel)).unwrap_or(from)
    });
    page.panel.set(chosen);
    let id = format!("tab-{chosen}");
    dom::focus(&id);
}
