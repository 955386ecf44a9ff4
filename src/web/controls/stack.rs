//! What a stack of transformer blocks is made of.

use super::super::live::{heard, live};
use super::choice::Choice;
use super::tensor::Seed;
use crate::lab::stack::{DEPTHS, Measure, Setup, WIDTHS};
use crate::state::words::StackLabel;
use crate::web::page::{Page, page, words};
use crate::web::slider::{Input, Slider};
use leptos::prelude::*;

/// All, in the order of the control.
const MEASURES: [Measure; 3] = [Measure::Activations, Measure::Gradients, Measure::Last];

/// What is shown, the lengths of the stack, and the block that is looked into.
#[component]
pub fn StackControls() -> impl IntoView {
    let page = page();
    let block = page.part(|s| s.stack.block() as f64);
    let blocks = page.part(|s| (1.0, s.stack.stack().depth() as f64));
    view! {
        {Choice {
            name: text(StackLabel::Measure),
            id: "measure",
            class: "choices methods",
            all: MEASURES.map(|measure| (measure, words().measure(measure).to_owned())),
            chosen: |s| s.stack.measure,
            choose: |s, measure| s.stack.measure = measure,
        }.view(true)}
        <section class="group">
            <h2>{text(StackLabel::Stack)}</h2>
            <Slider
                name=text(StackLabel::Depth).to_owned()
                value=page.part(|s| s.stack.stack().depth() as f64)
                range=Signal::stored((DEPTHS.0 as f64, DEPTHS.1 as f64))
                ticks=Signal::stored(vec![12.0, 24.0])
                on_input=change(page, |setup, depth| setup.set_depth(depth))
            />
            {Choice {
                name: text(StackLabel::Width),
                id: "width",
                class: "choices thirds",
                all: WIDTHS.map(|width| (width, width.to_string())),
                chosen: |s| s.stack.stack().width(),
                choose: |s, width| s.stack.set_width(width),
            }.view(true)}
            <LastNorm />
            <Seed />
        </section>
        <section class="group">
            <Slider
                name=text(StackLabel::Block).to_owned()
                value=block
                range=blocks
                is_fixed=page.part(|s| s.stack.stack().depth() == 1)
                on_input=change(page, |setup, block| setup.set_block(block))
            />
            <p class="hint">{text(StackLabel::BlockHint)}</p>
        </section>
    }
}

fn text(label: StackLabel) -> &'static str {
    words().stack_label(label)
}

/// What a slider calls: all values of a drag are one step of undo.
fn change(page: Page, set: fn(&mut Setup, usize)) -> impl Fn(f64, Input) + Copy {
    move |value, input| {
        page.drag(|s| set(&mut s.stack, value.max(1.0) as usize));
        if input == Input::Settled {
            page.settle();
        }
    }
}

/// Whether PreNorm normalizes behind the last block.
#[component]
fn LastNorm() -> impl IntoView {
    let page = page();
    let is_on = page.part(|s| s.stack.stack().has_last);
    let toggle = move |_| {
        page.change(|s| {
            let has_last = s.stack.stack().has_last;
            s.stack.set_last(!has_last);
        });
    };
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=live(move || is_on.get()) on:change=heard(toggle) />
            <span>{text(StackLabel::Last)}</span>
        </label>
        <p class="hint">{text(StackLabel::LastHint)}</p>
    }
}
