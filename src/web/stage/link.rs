//! The link of what is seen, for an audience: as a code, and as text.

use super::cover::cover;
use super::{say, stage, turn};
use crate::state::qr::{QrCode, Reach};
use crate::state::words::{Label, StageLabel};
use crate::state::{Settings, Theme};
use crate::web::live::{heard, shown, view_of};
use crate::web::page::{Page, label, page, words};
use crate::web::{dom, history};
use leptos::prelude::*;

/// The id of the link's text, which is selected where it cannot be copied.
const TEXT: &str = "link-of-code";

/// What an audience is to see: all but the lecturer's ground, and in the lecturer's language.
fn address(page: Page) -> String {
    history::address(&Settings {
        theme: Theme::Auto,
        language: Some(words().language()),
        ..page.seen()
    })
}

/// The dialog.
#[component]
pub fn CodeOfLink() -> impl IntoView {
    cover(
        stage().is_code,
        "export code-of-link",
        StageLabel::QrOfLink,
        || {
            let address = address(page());
            let reach = Reach::of(&address);
            let code = QrCode::of(&address).filter(|_| reach != Reach::Nobody);
            let notice = match (reach, &code) {
                (Reach::Nobody, _) => Some(StageLabel::NoAddress),
                (_, None) => Some(StageLabel::LongLink),
                (Reach::ThisComputer, _) => Some(StageLabel::OwnAddress),
                (_, Some(code)) => code.is_dense().then_some(StageLabel::DenseCode),
            };
            // Of a page from disk the part counts that another page can take.
            let text = match (reach, address.find('?')) {
                (Reach::Nobody, at) => at.map_or("", |at| &address[at..]).to_owned(),
                _ => address,
            };
            view! {
            <div class="row">
                <h2>{say(StageLabel::QrCode)}</h2>
                <button type="button" class="quiet" aria-label=label(Label::Close) on:click=heard(|_| stage().is_code.set(false))>"×"</button>
            </div>
            {code.map(|code| view! { <div class="qr" role="img" aria-label=say(StageLabel::QrOfLink) inner_html=code.svg()></div> })}
            {notice.map(|notice| view! { <p class="note">{say(notice)}</p> })}
            <Text text=text />
        }
        .into_any()
        },
    )
}

/// The link, and a button that copies it.
#[component]
fn Text(
    /// The link
    text: String,
) -> impl IntoView {
    let note = RwSignal::new(None);
    let copied = text.clone();
    let copy = move |_| {
        dom::copy(copied.clone(), move |is_copied| {
            if !is_copied {
                dom::select(TEXT);
            }
            note.set(Some(match is_copied {
                true => Label::Copied,
                false => Label::SelectAndCopy,
            }));
        });
    };
    let is_there = !text.is_empty();
    view! {
        {is_there.then(|| view! {
            <p class="link" id=TEXT tabindex="0">{text}</p>
            <div class="row">
                <button type="button" on:click=heard(copy)>{say(StageLabel::CopyLink)}</button>
                <span class="said" role="status">{view_of(move || note.get().map(label))}</span>
            </div>
        })}
    }
}

/// Below Share, once the link is copied: its code. It goes with the next press elsewhere, and not by itself.
#[component]
pub fn Shared(
    /// Whether it is there
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let show = move |_| {
        is_open.set(false);
        turn(stage().is_code, true);
    };
    let offer = move || {
        let away = window_event_listener(leptos::ev::pointerdown, move |ev| {
            if !dom::is_within(&ev, ".shared") {
                is_open.set(false);
            }
        });
        on_cleanup(move || away.remove());
        view! {
            <button type="button" class="shared" on:click=heard(show)>{say(StageLabel::QrCode)}</button>
        }
    };
    shown(move || is_open.get(), offer)
}
