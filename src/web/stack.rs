//! Stacks of transformer blocks: three ways to normalize, part by part, and what becomes of them with depth.

use super::chart::draw_on;
use super::dom;
use super::headline::Headline;
use super::live::{heard, live, view_of};
use super::memo::Memo;
use super::page::{label, page, words};
use super::sheets::Sheets;
use super::stepwise::{Step, stepwise};
use crate::chart::sheet;
use crate::chart::stack::{Curves, Names};
use crate::lab::stack::{Measure, ORDERS, Outcome, Part, Run, Stack as Lengths, equation, program};
use crate::nn::transformer::Order;
use crate::state::words::{Label, StackLabel};
use leptos::html::Canvas;
use leptos::prelude::*;

/// What is computed: the stack, its seed, and whether depths are compared.
type Asked = (Lengths, u64, bool);

type Shown = RwSignal<Option<(Asked, Outcome)>>;

/// The experiment with all its numbers.
#[component]
pub fn Stack() -> impl IntoView {
    let page = page();
    let wanted = page.part(|s| (s.stack.stack(), s.seed, s.stack.measure == Measure::Last));
    // Where depths were compared, all else is known too.
    let asked = Memo::new(move |before: Option<&Asked>| {
        let (stack, seed, compares) = wanted.get();
        let is_known = before.is_some_and(|&(of, by, did)| did && (of, by) == (stack, seed));
        (stack, seed, compares || is_known)
    });
    let setup = page.part(|s| s.stack);
    let answer = stepwise(asked, |_| true, begin);
    let shown = answer.newest;
    let sentences = Memo::new(move |_| {
        shown.with(|shown| match shown {
            Some((_, outcome)) if has(outcome, setup.get().measure) => {
                words().stack(outcome, &setup.get())
            }
            _ => [label(Label::Computing).to_owned(), String::new()],
        })
    });
    // Of the stack whose numbers stand below it.
    let named = move || {
        let block = setup.get().block();
        shown.with(|shown| {
            let depth = shown.as_ref().map(|(_, outcome)| outcome.stack.depth());
            depth.map(|depth| words().block_of(block.min(depth), depth))
        })
    };
    let sheets = move || {
        let measure = setup.get().measure;
        shown.with(|shown| match shown {
            Some((_, outcome)) if has(outcome, measure) => {
                vec![sheet::stack(outcome, measure, words())]
            }
            _ => Vec::new(),
        })
    };
    view! {
        <main
            class="experiment stack"
            class:old=live(move || answer.is_old.get())
            class:activations=live(move || setup.get().measure == Measure::Activations)
        >
            <Headline sentences />
            <section class="blocks" aria-label=text(StackLabel::Sizes)>
                <h2>{view_of(named)}</h2>
                {ORDERS.map(|order| view! { <Block order shown /> })}
            </section>
            <Chart shown sentences />
            <Sheets of=Box::new(sheets) />
            <Program />
        </main>
    }
}

fn begin(&(stack, seed, compares): &Asked) -> Step<Outcome> {
    let mut run = Run::begin(stack, seed, &ORDERS, compares);
    Box::new(move || run.step())
}

fn text(label: StackLabel) -> &'static str {
    words().stack_label(label)
}

/// Whether there is what this measure shows: it comes a moment later than the wish for it.
fn has(outcome: &Outcome, measure: Measure) -> bool {
    measure != Measure::Last || outcome.last.iter().all(|depths| !depths.is_empty())
}

/// Variables and functions are slanted, LN is not.
fn letter(letter: char) -> AnyView {
    match letter {
        'x' | 'F' => view! { <i>{letter}</i> }.into_any(),
        _ => letter.into_any(),
    }
}

/// One order: its equation, and its block part by part.
#[component]
fn Block(
    /// The order
    order: Order,
    /// What was computed
    shown: Shown,
) -> impl IntoView {
    let page = page();
    let is_spoken_of = page.part(move |s| s.stack.order == Some(order));
    let block = page.part(|s| s.stack.block());
    let press = move |_| {
        page.change(|s| {
            let other = s.stack.order != Some(order);
            s.stack.order = other.then_some(order);
        });
    };
    let stations = Memo::new(move |_| {
        let block = block.get();
        shown.with(|shown| {
            let outcome = shown.as_ref().map(|(_, outcome)| outcome);
            outcome.map_or_else(Vec::new, |outcome| outcome.parts(order, block))
        })
    });
    view! {
        <section class="block">
            <button
                type="button"
                class="order"
                data-order=format!("{order:?}").to_lowercase()
                aria-pressed=live(move || is_spoken_of.get().to_string())
                on:click=heard(press)
            >
                <b>{words().order(order)}</b>
                <span class="equation">{equation(order).chars().map(letter).collect_view()}</span>
            </button>
            <ol>{view_of(move || stations.get().into_iter().map(station).collect_view())}</ol>
        </section>
    }
}

fn station((part, size): (Part, f64)) -> impl IntoView {
    let class = match part {
        Part::Sum => "sum",
        part if part.is_in_branch() => "branch",
        _ => "way",
    };
    view! {
        <li class=class>
            <span class="part">{words().part(part)}</span>
            <span class="size">{words().stack_size(size)}</span>
        </li>
    }
}

/// Sizes by block, or by depth.
#[component]
fn Chart(
    /// What was computed
    shown: Shown,
    /// What is said of it
    sentences: Memo<[String; 2]>,
) -> impl IntoView {
    let page = page();
    let setup = page.part(|s| s.stack);
    let canvas = NodeRef::<Canvas>::new();
    let size = dom::size_of(canvas);
    draw_on(canvas, size, move |area, size_px, style| {
        let setup = setup.get();
        shown.with(|shown| {
            let outcome = shown.as_ref().map(|(_, outcome)| outcome);
            let Some(outcome) = outcome.filter(|outcome| has(outcome, setup.measure)) else {
                return Ok(());
            };
            let names = Names::new(words(), setup.measure);
            let curves = Curves::new(outcome, &setup, &names, size_px, style);
            curves.draw(area).map_err(|error| error.to_string())
        })
    });
    let title = move || words().stack_title(setup.get().measure);
    let told = move || {
        let [headline, _] = sentences.get();
        format!("{}: {headline}", title())
    };
    view! {
        <figure class="sizes">
            <h2>{view_of(title)}</h2>
            <canvas node_ref=canvas role="img" aria-label=live(told)></canvas>
            <figcaption class="hint">{view_of(move || words().stack_note(&setup.get()))}</figcaption>
        </figure>
    }
}

/// The same in PyTorch, of the order that is spoken of, or of PreNorm.
#[component]
fn Program() -> impl IntoView {
    let page = page();
    let asked = page.part(|s| (s.stack.stack(), s.stack.order.unwrap_or(Order::Pre), s.seed));
    view! {
        <details>
            <summary>{label(Label::PyTorch)}</summary>
            <pre>{view_of(move || {
                let (stack, order, seed) = asked.get();
                program(stack, order, seed)
            })}</pre>
        </details>
    }
}
