//! The column of controls.

mod layer;
mod method;
mod mode;
mod tensor;

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
    view! {
        <aside class="controls" id="controls" aria-label=label(Label::Controls)>
            <MethodControls />
            <TensorControls />
            <ModeControls />
            <LayerControls />
        </aside>
    }
}
