//! A batch as pictures, before the layer and behind it.

use super::headline::Headline;
use super::language::foreign;
use super::live::{heard, live, shown, view_of};
use super::memo::Memo;
use super::page::{Page, label, page, words};
use crate::lab::pictures::{Outcome, Row, SHOWN, Setup, Shown, lengths};
use crate::state::words::{Label, PicturesLabel};
use leptos::html::Canvas;
use leptos::prelude::*;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

/// Both, in the order of the page.
const ROWS: [Row; 2] = [Row::Before, Row::Behind];

/// What is shown, of which choice, and the name of the layer.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    outcome: Outcome,
    setup: Setup,
    layer: String,
}

type Answer = Memo<Option<Seen>>;

/// The pictures with all their numbers.
#[component]
pub fn Pictures() -> impl IntoView {
    let page = page();
    let setup = page.part(|s| s.pictures);
    let seen: Answer = Memo::new(move |_| {
        let explore = page.explore.get()?;
        let mut setup = setup.get();
        // The answer to a batch of another size stands there a moment longer.
        setup.fit(explore.x.shape()[0]);
        Some(Seen {
            outcome: Outcome::of(&explore, setup)?,
            setup,
            layer: explore.setup.layer.to_string(),
        })
    });
    let has_pictures = page.part(|s| lengths(s.shape()).is_some());
    let sentences = Memo::new(move |_| {
        seen.with(|seen| match seen {
            Some(seen) => words().pictures(&seen.layer, &seen.outcome, seen.setup),
            None if has_pictures.get() => [label(Label::Computing).to_owned(), String::new()],
            None => words().no_pictures(),
        })
    });
    let is_there = move || seen.with(Option::is_some);
    view! {
        <main class="experiment pictures">
            <Headline sentences />
            <div class="notices">{view_of(move || faults(page).into_iter().map(alert).collect_view())}</div>
            {shown(is_there, move || view! {
                <div class="gallery">{ROWS.map(|row| view! { <Gallery row seen /> })}</div>
            })}
        </main>
    }
}

/// One thing that is wrong.
struct Fault {
    /// What PyTorch says of it
    quoted: Option<String>,
    /// What the page says
    said: String,
}

/// What is wrong: there is no answer, PyTorch rejects the call, something does not fit, or values are not finite.
///
/// Explore has these among its panels, with more.
fn faults(page: Page) -> Vec<Fault> {
    let ours = |said| Fault { quoted: None, said };
    let mut faults: Vec<Fault> = page.trouble.get().into_iter().map(ours).collect();
    if let Some(explore) = page.explore.get() {
        if let Err(error) = &explore.call {
            let said = page.tell(&|_, shown| words().refusal_note(shown));
            let quoted = Some(error.to_string());
            faults.push(Fault { quoted, said });
        }
        faults.extend(explore.complaints.iter().map(|c| ours(words().unfit(c))));
        let [in_x, in_y] = explore.not_finite;
        if in_y > 0 {
            faults.push(ours(words().not_finite_note(in_x, in_y)));
        }
    }
    faults
}

fn alert(Fault { quoted, said }: Fault) -> impl IntoView {
    let tongue = foreign(&said);
    view! {
        <p class="alert" role="alert" lang=tongue>
            {quoted.map(|error| view! { "PyTorch: " <span lang="en">{error}</span> ". " })}
            {said}
        </p>
    }
}

/// What is shown in a row.
fn row_of(seen: Option<&Seen>, row: Row) -> Option<&Shown> {
    seen?.outcome.rows[row as usize].as_ref()
}

/// A row of pictures, what they are, and how their values become colours.
#[component]
fn Gallery(
    /// Before the layer or behind it
    row: Row,
    /// What is shown
    seen: Answer,
) -> impl IntoView {
    let title = move || {
        seen.with(|seen| {
            let Seen {
                outcome,
                setup,
                layer,
            } = seen.as_ref()?;
            Some(words().pictures_row(row, layer, outcome, *setup))
        })
    };
    let scale = move || {
        seen.with(|seen| {
            row_of(seen.as_ref(), row).map(|shown| words().pictures_scale(shown.scale))
        })
    };
    let has = move |k: usize| {
        move || seen.with(|seen| row_of(seen.as_ref(), row).is_some_and(|s| s.values.len() > k))
    };
    let slot = |k: usize| shown(has(k), move || view! { <Picture row seen k /> });
    view! {
        <section class="row-of-pictures">
            <h2>{view_of(title)}<span class="scale">{view_of(scale)}</span></h2>
            <ol>{(0..SHOWN).map(slot).collect_view()}</ol>
        </section>
    }
}

/// One picture of a row: the number in it, and the mean and deviation of each of its channels.
#[component]
fn Picture(
    /// Before the layer or behind it
    row: Row,
    /// What is shown
    seen: Answer,
    /// The place in the row
    k: usize,
) -> impl IntoView {
    let page = page();
    let canvas = NodeRef::<Canvas>::new();
    Effect::new(move || {
        let Some(canvas) = canvas.get() else { return };
        let painted = seen.with(|seen| match (seen, row_of(seen.as_ref(), row)) {
            (Some(seen), Some(shown)) if k < shown.values.len() => {
                paint(&canvas, &seen.outcome, shown, k)
            }
            _ => Ok(()),
        });
        if let Err(error) = painted {
            leptos::logging::error!("a picture cannot be painted: {error:?}");
        }
    });
    let number = Memo::new(move |_| {
        seen.with(|seen| seen.as_ref().map_or(0, |seen| seen.outcome.shown.start + k))
    });
    let channels = Memo::new(move |_| {
        seen.with(|seen| {
            let own = row_of(seen.as_ref(), row).and_then(|shown| shown.channels.get(k));
            own.cloned().unwrap_or_default()
        })
    });
    let is_style = move || {
        let style = seen.with(|seen| seen.as_ref().and_then(|seen| seen.setup.style));
        style == Some(number.get())
    };
    let told = move || words().picture_told(row, number.get(), &channels.get());
    let press = move |_| {
        let picture = number.get_untracked();
        page.change(|s| s.pictures.toggle_style(picture));
    };
    let name = move || match row {
        Row::Before => view! {
            <button
                type="button"
                title=words().pictures_label(PicturesLabel::TakeStyle)
                aria-pressed=live(move || is_style().to_string())
                on:click=heard(press)
            >
                {view_of(move || words().picture(number.get()))}
            </button>
        }
        .into_any(),
        Row::Behind => ().into_any(),
    };
    let line = |text: String| view! { <span>{text}</span> };
    view! {
        <li class:style=live(is_style)>
            <canvas node_ref=canvas role="img" aria-label=live(told)></canvas>
            <div class="caption">
                {name()}
                <p aria-hidden="true">{view_of(move || {
                    words().picture_channels(&channels.get()).into_iter().map(line).collect_view()
                })}</p>
            </div>
        </li>
    }
}

/// Paints a pixel for each value; the page draws them larger.
fn paint(
    canvas: &HtmlCanvasElement,
    outcome: &Outcome,
    shown: &Shown,
    k: usize,
) -> Result<(), JsValue> {
    let [_, channels, height, width] = outcome.shape.map(|length| length as u32);
    canvas.set_width(width);
    canvas.set_height(height);
    let pixels = shown.scale.pixels(&shown.values[k], channels as usize);
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels), width, height)?;
    let context = canvas.get_context("2d")?.ok_or("no 2-D context")?;
    let context: CanvasRenderingContext2d = context.dyn_into()?;
    context.put_image_data(&image, 0.0, 0.0)
}
