//! What is looked at in batches that are drawn again and again.

use super::super::live::shown;
use super::choice::Choice;
use super::tensor::SampleControls;
use crate::lab::redraws::{Quantity, Redraws};
use crate::state::words::RedrawsLabel;
use crate::web::page::{page, words};
use crate::web::slider::{Input, Slider};
use leptos::prelude::*;

/// All, in the order of the control.
const QUANTITIES: [Quantity; 3] = [Quantity::Mean, Quantity::Deviation, Quantity::Gap];

/// The quantity, how often, and where the samples come from.
#[component]
pub fn RedrawsControls() -> impl IntoView {
    let page = page();
    let is_gap = page.part(|s| s.redraws.quantity == Quantity::Gap);
    view! {
        {Choice {
            name: text(RedrawsLabel::Redrawn),
            id: "quantity",
            class: "choices methods",
            all: QUANTITIES.map(|quantity| (quantity, words().quantity(quantity).to_owned())),
            chosen: |s| s.redraws.quantity,
            choose: |s, quantity| s.redraws.quantity = quantity,
        }.view(true)}
        {shown(move || is_gap.get(), || view! { <Dropout /> })}
        <section class="group">
            <Count />
            <Channel />
        </section>
        <SampleControls />
    }
}

fn text(label: RedrawsLabel) -> &'static str {
    words().redraws_label(label)
}

/// How many batches of each size.
#[component]
fn Count() -> impl IntoView {
    let page = page();
    let set = move |value: f64, input| {
        page.drag(|s| s.redraws.set_count(value.max(0.0) as usize));
        if input == Input::Settled {
            page.settle();
        }
    };
    let (fewest, most) = Redraws::COUNTS;
    view! {
        <Slider
            name=text(RedrawsLabel::OfEach).to_string()
            value=page.part(|s| s.redraws.count() as f64)
            range=(fewest as f64, most as f64)
            step=10.0
            on_input=set
        />
    }
}

/// The channel that is looked at.
#[component]
fn Channel() -> impl IntoView {
    let page = page();
    let set = move |value: f64, input| {
        page.drag(|s| s.set_channel(value.max(0.0) as usize));
        if input == Input::Settled {
            page.settle();
        }
    };
    view! {
        <Slider
            name=text(RedrawsLabel::Channel).to_string()
            value=page.part(|s| s.channel() as f64)
            range=page.part(|s| (0.0, (s.shape()[1] - 1) as f64))
            is_fixed=page.part(|s| s.shape()[1] == 1)
            on_input=set
        />
    }
}

/// How much is dropped before the layer.
#[component]
fn Dropout() -> impl IntoView {
    let page = page();
    let set = move |value: f64, input| {
        page.drag(|s| s.redraws.set_dropout(value));
        if input == Input::Settled {
            page.settle();
        }
    };
    view! {
        <section class="group">
            <Slider
                name=text(RedrawsLabel::Dropout).to_string()
                value=page.part(|s| s.redraws.dropout())
                range=Redraws::DROPOUTS
                step=0.1
                on_input=set
            />
            <p class="hint">{text(RedrawsLabel::DropoutHint)}</p>
        </section>
    }
}
