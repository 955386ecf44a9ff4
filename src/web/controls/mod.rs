//! The column of controls.

mod layer;
mod method;
mod mode;
mod tensor;

use super::live::{heard, live};
use super::page::label;
use crate::state::words::Label;
use layer::LayerControls;
use leptos::prelude::*;
use method::MethodControls;
use mode::ModeControls;
use tensor::TensorControls;

/// Everything that changes x and the layer, in the order in which a lecture needs it.
#[component]
pub fn Controls() -> impl IntoView {
    // On a small screen the controls are a drawer at the thumb.
    let is_open = RwSignal::new(false);
    let name = move || {
        label(if is_open.get() {
            Label::Close
        } else {
            Label::Controls
        })
    };
    view! {
        <button
            type="button"
            class="drawer main"
            aria-expanded=live(move || is_open.get().to_string())
            aria-controls="controls"
            on:click=heard(move |_| is_open.update(|is_open| *is_open = !*is_open))
        >
            {name}
        </button>
        <aside class="controls" class:open=live(move || is_open.get()) id="controls" aria-label=label(Label::Controls)>
            <MethodControls />
            <TensorControls />
            <ModeControls />
            <LayerControls />
        </aside>
    }
}
