//! The column of controls.

mod choice;
mod descent;
mod family;
mod layer;
mod method;
mod mode;
mod pictures;
mod redraws;
mod stack;
mod tensor;

use super::dom;
use super::live::{apart, heard, live, view_of};
use super::page::{label, page};
use crate::state::View;
use crate::state::words::Label;
use descent::DescentControls;
use family::FamilyControls;
use layer::LayerControls;
use leptos::prelude::*;
use method::MethodControls;
use mode::ModeControls;
use pictures::PicturesControls;
use redraws::RedrawsControls;
use stack::StackControls;
use tensor::TensorControls;

/// The id of the button that opens and closes them on a small screen.
const DRAWER: &str = "drawer";

/// The controls of the page that is shown.
#[component]
pub fn Controls() -> impl IntoView {
    let view = page().part(|s| s.view);
    // On a small screen the controls are a drawer at the thumb.
    let is_open = RwSignal::new(false);
    let name = move || {
        label(if is_open.get() {
            Label::Close
        } else {
            Label::Controls
        })
    };
    // What it hides may have the focus next.
    let on_key = move |ev: web_sys::KeyboardEvent| {
        if ev.key() == "Escape" && is_open.get_untracked() {
            is_open.set(false);
            dom::focus(DRAWER);
        }
    };
    view! {
        <button
            type="button"
            class="drawer main"
            id=DRAWER
            aria-expanded=live(move || is_open.get().to_string())
            aria-controls="controls"
            on:click=heard(move |_| is_open.update(|is_open| *is_open = !*is_open))
        >
            {name}
        </button>
        <aside class="controls" class:open=live(move || is_open.get()) id="controls" aria-label=label(Label::Controls) on:keydown=heard(on_key)>
            {view_of(move || match view.get() {
                View::Explore | View::Compare => view! { <CubeControls /> }.into_any(),
                View::Redraws => apart(|| view! { <RedrawsControls /> }.into_any()),
                View::Descent => apart(|| view! { <DescentControls /> }.into_any()),
                View::Stack => apart(|| view! { <StackControls /> }.into_any()),
                View::Family => apart(|| view! { <FamilyControls /> }.into_any()),
                View::Pictures => apart(|| view! { <PicturesControls /> }.into_any()),
            })}
        </aside>
    }
}

/// Everything that changes x and the layer, in the order in which a lecture needs it.
#[component]
fn CubeControls() -> impl IntoView {
    view! {
        <MethodControls />
        <TensorControls />
        <ModeControls />
        <LayerControls />
    }
}
