//! What lies over the page: dialogs, of which the black screen is one. What is below has no focus and takes no keys.

use super::{perform, say, stage};
use crate::state::stage::Action;
use crate::state::words::StageLabel;
use crate::web::live::{Live, heard, shown};
use crate::web::page::page;
use leptos::html::Dialog;
use leptos::prelude::*;

/// A dialog that is open while a signal says so; its content is there only then.
pub fn cover(
    is_open: RwSignal<bool>,
    class: &'static str,
    name: StageLabel,
    content: fn() -> AnyView,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        match is_open.get() {
            // One that is open already is the only failure.
            true if !dialog.open() => {
                let _ = dialog.show_modal();
            }
            false if dialog.open() => dialog.close(),
            _ => {}
        }
    });
    let content: Live<AnyView> = shown(move || is_open.get(), content);
    view! {
        <dialog class=class node_ref=dialog aria-label=say(name) on:close=heard(move |_| super::turn(is_open, false))>
            {content}
        </dialog>
    }
}

/// Nothing, so that the audience looks at whoever speaks.
#[component]
pub fn Blank() -> impl IntoView {
    cover(stage().is_blank, "blank", StageLabel::IsBlank, || {
        let page = page();
        view! {
            <button type="button" aria-label=say(StageLabel::IsBlankHint) on:click=heard(move |_| perform(page, Action::Blank))></button>
        }
        .into_any()
    })
}
