//! The page as a whole.

use super::code::Code;
use super::compare::Compare;
use super::controls::Controls;
use super::distributions::Distributions;
use super::figure::Figure;
use super::formula::FormulaPanel;
use super::header::Header;
use super::live::{heard, live, shown, view_of};
use super::notices::{Announcements, Complaints, Notices};
use super::page::{Page, label, page};
use super::poke::PokeControls;
use super::present;
use super::table::SelectedSet;
use super::time::Timeline;
use crate::state::words::Label;
use crate::state::{Part, View};
use leptos::prelude::*;

/// The panels beside the figure, and the parts of the page in each.
const PANELS: [(Label, &[Part]); 3] = [
    (Label::Numbers, &[Part::Formula, Part::Table]),
    (Label::Distributions, &[Part::Distributions]),
    (Label::Code, &[Part::Code]),
];

/// The panel after the one that is chosen, of those that are not hidden.
pub fn next_of(page: Page) -> usize {
    let chosen = page.panel.get();
    let is_shown =
        |panel: &usize| page.with(|s| PANELS[*panel].1.iter().any(|part| !s.hide.contains(part)));
    let others = (1..PANELS.len()).map(|step| (chosen + step) % PANELS.len());
    others.into_iter().find(is_shown).unwrap_or(chosen)
}

/// Everything between header and foot.
#[component]
pub fn App() -> impl IntoView {
    let page = Page::open();
    provide_context(page);
    super::compute::keep_up(page);
    super::light::keep_lit(page);
    present::listen(page);
    let view = page.part(|s| s.view);
    view! {
        <Header />
        <Complaints />
        <div class="desk" class:computing=live(move || page.is_computing.get()) class:without-controls=shows_not(page, Part::Controls)>
            {shown(shows(page, Part::Controls), move || view! {
                <Controls />
            })}
            {view_of(move || match view.get() {
                View::Explore => view! { <Explore /> }.into_any(),
                View::Compare => view! { <Compare /> }.into_any(),
            })}
        </div>
        {shown(move || page.is_computing.get(), move || view! {
            <div class="busy" role="status">
                {label(Label::Computing)}
                <progress aria-label=label(Label::Computing) value=live(move || page.progress.get())></progress>
            </div>
        })}
        {shown(move || page.presenting.get(), move || view! {
            <button type="button" class="quiet leave" aria-label=label(Label::ExitPresent) title=label(Label::ExitPresent) on:click=heard(move |_| present::toggle(page))>
                "×"
            </button>
        })}
        <Announcements />
    }
}

/// Whether a part of the page is shown.
pub fn shows(page: Page, part: Part) -> impl Fn() -> bool + Copy + Send + Sync {
    let hidden = page.part(move |s| s.hide.contains(&part));
    move || !hidden.get()
}

fn shows_not(page: Page, part: Part) -> impl Fn() -> bool + Copy + Send + Sync {
    let shows = shows(page, part);
    move || !shows()
}

/// One layer with all its numbers.
#[component]
fn Explore() -> impl IntoView {
    let page = page();
    view! {
        <main class="figure-side">
            <Headline />
            <Figure />
            {shown(shows(page, Part::Timeline), move || view! {
                <Timeline />
            })}
        </main>
        <Panels />
    }
}

/// The sentence that says what is seen, and the set in words.
#[component]
pub fn Headline() -> impl IntoView {
    let page = page();
    let focus = move || page.pinned().or_else(|| page.hover.get());
    // Until there is an answer to the newest settings, what is said of the last one stays, in as many lines.
    let sentences = Memo::new(move |before: Option<&[String; 2]>| {
        if !page.is_answered() {
            let computing = || [label(Label::Computing).to_string(), String::new()];
            return before.cloned().unwrap_or_else(computing);
        }
        let ranges = focus().and_then(|at| page.ranges(&at));
        [
            page.tell(&|words, shown| words.headline(shown)),
            page.tell(&|words, shown| words.subtitle(shown, ranges.as_deref())),
        ]
    });
    let sentence = move |k: usize| move || sentences.with(|sentences| sentences[k].clone());
    view! {
        <div class="headline">
            <h1>{view_of(sentence(0))}</h1>
            <p>{view_of(sentence(1))}</p>
        </div>
    }
}

/// What follows from the figure; on a small screen its parts are tabs.
#[component]
fn Panels() -> impl IntoView {
    let page = page();
    let tab = page.panel;
    let button = move |(k, (name, _)): (usize, (Label, _))| {
        view! {
            <button
                type="button"
                role="tab"
                id=format!("tab-{k}")
                aria-controls=format!("tabpanel-{k}")
                aria-selected=live(move || (tab.get() == k).to_string())
                tabindex=live(move || if tab.get() == k { "0" } else { "-1" })
                on:click=heard(move |_| tab.set(k))
                on:keydown=heard(move |ev| move_tab(&ev, tab))
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
    let next = move |ev: web_sys::MouseEvent| {
        present::next_panel(page);
        // After a click, Space is for the stage again; pressed by a key, the button keeps it.
        if ev.detail() > 0 {
            super::dom::blur();
        }
    };
    view! {
        <aside class="panels" aria-label=live(move || label(PANELS[tab.get()].0))>
            <Notices />
            <div class="tabs" role="tablist">
                {PANELS.into_iter().enumerate().map(button).collect_view()}
            </div>
            <div class=class(0) id="tabpanel-0">
                {shown(shows(page, Part::Formula), move || view! { <FormulaPanel /> })}
                {shown(shows(page, Part::Table), move || view! { <SelectedSet /> })}
                <PokeControls />
            </div>
            <div class=class(1) id="tabpanel-1">
                {shown(shows(page, Part::Distributions), move || view! { <Distributions /> })}
            </div>
            <div class=class(2) id="tabpanel-2">
                {shown(shows(page, Part::Code), move || view! { <Code /> })}
            </div>
            {shown(move || page.presenting.get(), move || view! {
                <button type="button" class="quiet next" title=label(Label::NextPanel) on:click=heard(next)>
                    {view_of(move || label(PANELS[next_of(page)].0))} " →"
                </button>
            })}
        </aside>
    }
}

/// Left and right go from tab to tab.
fn move_tab(ev: &web_sys::KeyboardEvent, tab: RwSignal<usize>) {
    let step = match ev.key().as_str() {
        "ArrowRight" => 1,
        "ArrowLeft" => PANELS.len() - 1,
        _ => return,
    };
    ev.prevent_default();
    tab.update(|tab| *tab = (*tab + step) % PANELS.len());
    let id = format!("tab-{}", tab.get_untracked());
    super::dom::focus(&id);
}
