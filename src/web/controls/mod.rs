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
mod training;

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
use training::TrainingControls;

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
            {view_of(move || match view.get() {
                View::Explore | View::Compare => view! { <CubeControls /> }.into_any(),
                View::Redraws => apart(|| view! { <RedrawsControls /> }.into_any()),
                View::Descent => apart(|| view! { <DescentControls /> }.into_any()),
                View::Stack => apart(|| view! { <StackControls /> }.into_any()),
                View::Family => apart(|| view! { <FamilyControls /> }.into_any()),
                View::Pictures => apart(|| view! { <PicturesControls /> }.into_any()),
                View::Training => apart(|| view! { <TrainingControls /> }.into_any()),
            })}
        </aside>
    }
}

/// Escape closes the drawer, for what has the focus next may lie behind it. It listens as long as the page lives.
pub fn listen() {
    window_event_listener(leptos::ev::keydown, |ev| {
        let is_open = || document().query_selector(".controls.open").ok().flatten();
        if ev.key() == "Escape" && !ev.default_prevented() && is_open().is_some() {
            dom::focus_first(".drawer");
            dom::click(".drawer");
        }
    });
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
