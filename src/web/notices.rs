//! What is worth noticing, and what went wrong.

use super::language::foreign;
use super::live::{heard, live, shown, view_of};
use super::memo::Memo;
use super::page::{label, page, words};
use crate::lab::number::short;
use crate::lab::twins::{self, Parameters, Twin};
use crate::state::Reason;
use crate::state::words::Label;
use leptos::prelude::*;

/// What the link got wrong; the address stays as typed until the first change.
#[component]
pub fn Complaints() -> impl IntoView {
    let page = page();
    let any = Memo::new(move |_| page.complaints.with(|c| !c.is_empty()));
    let list = move || {
        let line =
            |c: crate::state::Complaint| view! { <li><b>{c.key.clone()}</b> " " {why(&c)}</li> };
        page.complaints.get().into_iter().map(line).collect_view()
    };
    view! {
        {shown(move || any.get(), move || view! {
            <div class="alert complaints" role="alert">
                <p>{label(Label::LinkTrouble)}</p>
                <ul>{list}</ul>
            </div>
        })}
    }
}

/// What is wrong; what PyTorch's grammar says is a quotation.
fn why(complaint: &crate::state::Complaint) -> AnyView {
    let why = words().reason(&complaint.why);
    match complaint.why {
        Reason::Said(_) => view! { <span lang="en">{with_code(&why)}</span> }.into_any(),
        _ => with_code(&why).into_any(),
    }
}

/// A sentence in which code stands between backticks.
pub fn with_code(sentence: &str) -> impl IntoView + use<> {
    let part = |(k, part): (usize, &str)| {
        let part = part.to_owned();
        if k % 2 == 1 {
            view! { <code>{part}</code> }.into_any()
        } else {
            part.into_any()
        }
    };
    sentence.split('`').enumerate().map(part).collect_view()
}

/// A call whose line may end behind each of its commas.
fn with_breaks(call: &str) -> impl IntoView + use<> {
    let part = |part: &str| view! { {part.to_owned()} <wbr /> };
    call.split_inclusive(',').map(part).collect_view()
}

/// PyTorch's refusal, values that are not finite, what did not fit, equal partitions.
#[component]
pub fn Notices() -> impl IntoView {
    let page = page();
    view! {
        <Trouble />
        <Refusal />
        <NotFinite />
        <Unfit />
        // What the first view shows has none.
        {shown(move || page.is_whole.get(), || view! { <Twins /> })}
    }
}

/// Why there is no answer to the newest settings.
#[component]
fn Trouble() -> impl IntoView {
    let page = page();
    let line = |reason: String| {
        view! { <p class="alert" role="alert" lang=foreign(&reason)>{reason.clone()}</p> }
    };
    move || page.trouble.get().map(line)
}

/// PyTorch's sentence and why it says so; the cube stays, x̂ and y are empty.
#[component]
fn Refusal() -> impl IntoView {
    let page = page();
    let error = Memo::new(move |_| {
        page.explore
            .get()
            .and_then(|e| e.call.as_ref().err().map(ToString::to_string))
    });
    let sentence = move || {
        error.get().map(|error| {
            let why = page.tell(&|_, shown| words().refusal_note(shown));
            view! {
                <div class="alert" role="alert">
                    <p><b>"PyTorch: "</b><span lang="en">{error}</span></p>
                    <p>{why}</p>
                </div>
            }
        })
    };
    view! { {sentence} }
}

/// Where NaN and infinities come from.
#[component]
fn NotFinite() -> impl IntoView {
    let page = page();
    let note = Memo::new(move |_| {
        let explore = page.explore.get()?;
        let [in_x, in_y] = explore.not_finite;
        (in_y > 0).then(|| words().not_finite_note(in_x, in_y))
    });
    move || {
        note.get()
            .map(|note| view! { <p class="note" role="status">{note}</p> })
    }
}

/// What of the settings the experiment had to leave out.
#[component]
fn Unfit() -> impl IntoView {
    let page = page();
    let complaints = Memo::new(move |_| {
        page.explore
            .get()
            .map(|e| {
                e.complaints
                    .iter()
                    .map(|complaint| words().unfit(complaint))
                    .collect::<Vec<_>>()
            })
            .unwrap_or_default()
    });
    let line = |complaint: String| view! { <p class="alert" role="alert">{complaint}</p> };
    move || complaints.get().into_iter().map(line).collect_view()
}

/// Beyond this the plain loop of the comparison would hold up the page.
const MOST_COMPARED: usize = 60_000;

/// The other layers whose sets are the same, with the difference of what comes out.
#[component]
fn Twins() -> impl IntoView {
    let page = page();
    let random = page.random_affine;
    let seed = page.part(|s| s.seed);
    let twins = Memo::new(move |_| {
        let parameters = if random.get() {
            Parameters::Random(seed.get())
        } else {
            Parameters::Initial
        };
        page.explore
            .get()
            .filter(|explore| explore.x.len() <= MOST_COMPARED)
            .map(|explore| twins::twins(&explore, parameters))
            .unwrap_or_default()
    });
    let toggle = move |_| random.update(|random| *random = !*random);
    let row = |twin: Twin| {
        view! {
            <tr>
                <th scope="row">{with_breaks(&twin.layer.to_string())}</th>
                <td>{short(twin.by_kernels, 2)}</td>
                <td>{short(twin.by_definition, 2)}</td>
            </tr>
        }
    };
    let differences = move || {
        let of = |twin: &Twin| {
            twin.differences
                .iter()
                .map(|difference| words().difference(difference))
                .collect::<Vec<_>>()
        };
        let all: Vec<_> = twins.with(|twins| twins.iter().flat_map(of).collect());
        all.into_iter()
            .map(|line| view! { <p>{line}</p> })
            .collect_view()
    };
    view! {
        {shown(move || twins.with(|t| !t.is_empty()), move || view! {
            <section class="note twins" aria-label=label(Label::SameSets)>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{label(Label::SameSets)}</th>
                            <th scope="col">{label(Label::LargestDifference)}</th>
                            <th scope="col">{label(Label::ByDefinition)}</th>
                        </tr>
                    </thead>
                    <tbody>{view_of(move || twins.get().into_iter().map(row).collect_view())}</tbody>
                </table>
                <label class="check">
                    <input type="checkbox" prop:checked=live(move || random.get()) on:change=heard(toggle) />
                    <span>{label(Label::RandomValues)}</span>
                </label>
                <details>
                    <summary>{label(Label::StillDifferent)}</summary>
                    {differences}
                </details>
            </section>
        })}
    }
}

/// What a screen reader is told: the set after a pin, the count after a poke.
#[component]
pub fn Announcements() -> impl IntoView {
    let page = page();
    view! {
        <p class="visually-hidden" role="status" aria-live="polite">{view_of(move || page.announcement.get())}</p>
    }
}
