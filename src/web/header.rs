//! The head of the page: where one is, and what one takes along.

use super::export::ExportButton;
use super::live::{heard, live, shown, view_of};
use super::look::dressed;
use super::page::{first_words, label, page};
use super::stage::Shared;
use super::{dom, hall, history, language, lesson, present};
use crate::state::words::Label;
use crate::state::{Theme, View};
use leptos::prelude::*;

/// Name, pages, Share, theme, Present.
#[component]
pub fn Header() -> impl IntoView {
    let page = page();
    let view = page.part(|s| (s.view, s.lesson.is_some()));
    let link = move |of: View, name: Label| {
        view! {
            <button
                type="button"
                class="nav"
                aria-current=live(move || (view.get() == (of, false)).then_some("page"))
                on:click=heard(move |_| lesson::leave_for(page, of))
            >
                {label(name)}
            </button>
        }
    };
    view! {
        <header class="head">
            <span class="mark">"Normscope"</span>
            <nav>
                {link(View::Explore, Label::Explore)}
                {link(View::Compare, Label::Compare)}
                {link(View::Training, Label::Training)}
                <button
                    type="button"
                    class="nav"
                    aria-current=live(move || view.get().1.then_some("page"))
                    on:click=heard(move |_| lesson::open_contents(page))
                >
                    {label(Label::Lessons)}
                </button>
            </nav>
            <div class="row end">
                // It comes with the languages, and where nothing else moves for it.
                {shown(move || page.is_whole.get(), || view! { <LanguageButton /> })}
                <ShareButton />
                <ExportButton />
                <ThemeButton />
                {dressed(page, hall::button)}
                <button type="button" class="main" id=present::BUTTON on:click=heard(move |_| present::toggle(page))>
                    {label(Label::Present)}
                </button>
            </div>
        </header>
    }
}

/// Copies the whole link, camera included, and puts it into the address.
#[component]
fn ShareButton() -> impl IntoView {
    let page = page();
    let note = RwSignal::new(Label::Share);
    let is_shared = RwSignal::new(false);
    let share = move |_| {
        is_shared.set(true);
        let cam = page.seen().cam;
        page.change(|s| s.cam = cam);
        let link = page.settings.with_untracked(history::address);
        dom::copy(link, move |is_copied| {
            note.set(if is_copied {
                Label::Shared
            } else {
                Label::Share
            });
            page.announcement
                .set(label(note.get_untracked()).to_string());
            set_timeout(
                move || note.set(Label::Share),
                std::time::Duration::from_secs(2),
            );
        });
    };
    let sign = move || match note.get() {
        Label::Shared => "✓",
        _ => "↗",
    };
    view! {
        <button type="button" class="as-sign" data-sign=live(sign) on:click=heard(share)>
            <span>{view_of(move || label(note.get()))}</span>
        </button>
        <Shared is_open=is_shared />
    }
}

/// Light or dark; in the beginning as the system has it.
#[component]
fn ThemeButton() -> impl IntoView {
    let page = page();
    let is_dark = page.is_dark;
    let other = move || {
        if is_dark.get() {
            Theme::Light
        } else {
            Theme::Dark
        }
    };
    view! {
        <button type="button" class="as-sign" data-sign="◐" on:click=heard(move |_| page.change(|s| s.theme = other()))>
            <span>{view_of(move || label(if is_dark.get() { Label::Light } else { Label::Dark }))}</span>
        </button>
    }
}

/// Changes to the next language, which it names in itself.
#[component]
fn LanguageButton() -> impl IntoView {
    let page = page();
    let next = first_words().language().next();
    let sign: String = next.name().chars().take(2).collect();
    view! {
        <button
            type="button"
            class="as-sign"
            id=language::BUTTON
            lang=next.code()
            data-sign=sign
            on:click=heard(move |_| page.change(|s| s.language = Some(next)))
        >
            <span>{next.name()}</span>
        </button>
    }
}
