//! Stacks of transformer blocks.

use super::{Figure, WHOLE_PX, chart, code, plate, style};
use crate::chart::stack::{Curves, Names};
use crate::lab::stack::{ORDERS, Outcome, equation, program};
use crate::nn::transformer::Order;
use crate::state::Settings;
use crate::state::words::{Label, StackLabel, Words};
use maud::{Markup, html};

/// Sizes by block or by depth, and one block part by part.
pub fn figure(settings: &Settings, outcome: &Outcome, words: &'static dyn Words) -> Figure {
    let setup = &settings.stack;
    let size_px = (WHOLE_PX, 300.0);
    let names = Names::new(words, setup.measure);
    let curves = Curves::new(outcome, setup, &names, size_px, style());
    let order = setup.order.unwrap_or(Order::Pre);
    Figure {
        headline: words.stack(outcome, setup),
        body: html! {
            (plate(
                "chart",
                words.stack_title(setup.measure),
                chart(size_px, |area| curves.draw(area)),
                &words.stack_note(setup),
            ))
            (blocks(settings, outcome, words))
            (code(words.label(Label::PyTorch), &program(setup.stack(), order, settings.seed)))
        },
    }
}

/// What each part of a block gives on, one row for each order.
fn blocks(settings: &Settings, outcome: &Outcome, words: &'static dyn Words) -> Markup {
    let depth = outcome.stack.depth();
    let block = settings.stack.block().min(depth);
    html! {
        figure.blocks {
            h4 { (words.stack_label(StackLabel::Sizes)) ": " (words.block_of(block, depth)) }
            table { tbody {
                @for order in ORDERS { tr {
                    th scope="row" { (words.order(order)) br; small { (equation(order)) } }
                    @for (part, size) in outcome.parts(order, block) {
                        td { (words.part(part)) br; b { (words.stack_size(size)) } }
                    }
                } }
            } }
        }
    }
}
