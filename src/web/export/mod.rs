//! Taking things along: pictures, tensors, a table.

mod picture;
mod raster;
mod save;

use super::history;
use super::live::{heard, live, shown};
use super::page::{Page, label, page};
use crate::lab::files::{names, npz, png_with_link, table, tensor};
use crate::state::words::Label;
use leptos::html::Dialog;
use leptos::prelude::*;
use picture::{Look, Studio, Subject};
use save::save;
use wasm_bindgen_futures::spawn_local;

/// Sizes of a PNG, in pixels per CSS pixel: as on the screen, for a slide, for print.
const SCALES: [u32; 3] = [1, 2, 4];

/// Opens the dialog.
#[component]
pub fn ExportButton() -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let is_open = RwSignal::new(false);
    let open = move |_| {
        is_open.set(true);
        if let Some(dialog) = dialog.get_untracked() {
            // A dialog that is open already is the only failure.
            let _ = dialog.show_modal();
        }
    };
    view! {
        <button type="button" class="as-sign" data-sign="↓" aria-haspopup="dialog" title=label(Label::ExportTitle) on:click=heard(open)>
            <span>{label(Label::Export)}</span>
        </button>
        <dialog class="export" node_ref=dialog aria-labelledby="export-heading" on:close=heard(move |_| is_open.set(false))>
            {shown(move || is_open.get(), move || view! { <Choices dialog=dialog /> })}
        </dialog>
    }
}

/// What there is to take along.
#[component]
fn Choices(
    /// Where it is shown
    dialog: NodeRef<Dialog>,
) -> impl IntoView {
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <div class="row">
            <h2 id="export-heading">{label(Label::Export)}</h2>
            <button type="button" class="quiet" aria-label=label(Label::Close) on:click=heard(close)>"×"</button>
        </div>
        <Pictures />
        <Numbers />
        <p class="hint">{label(Label::ExportHint)}</p>
    }
}

/// The cube or a chart, as SVG or PNG.
#[component]
fn Pictures() -> impl IntoView {
    let page = page();
    let subject = RwSignal::new(Subject::Tensor);
    let scale = RwSignal::new(SCALES[1]);
    let look = RwSignal::new(Look {
        has_labels: true,
        has_ground: true,
    });
    let choose = move |ev| {
        let chosen = event_target_value(&ev);
        let shown = untrack(|| Subject::shown(page)).iter().copied();
        let mut found = shown.filter(|of| label(of.label()) == chosen);
        subject.set(found.next().unwrap_or(Subject::Tensor));
    };
    let subject_option = move |of: Subject| {
        view! { <option value=label(of.label()) selected=live(move || subject.get() == of)>{label(of.label())}</option> }
    };
    let scale_option = move |of: u32| {
        view! { <option value=of selected=live(move || scale.get() == of)>{of} "×"</option> }
    };
    let choose_scale = move |ev| scale.set(event_target_value(&ev).parse().unwrap_or(SCALES[1]));
    let studio = Studio::open(page);
    let picture = move |link: &str| studio.svg(subject.get_untracked(), look.get_untracked(), link);
    let named = move |ending| name(page, subject.get_untracked().ending(), ending);
    let svg = move |_| {
        if let Some(svg) = picture(&link(page)) {
            save(&named("svg"), svg.as_bytes(), "image/svg+xml");
        }
    };
    let png = move |_| {
        let (link, name, scale) = (link(page), named("png"), scale.get_untracked());
        let Some(svg) = picture(&link) else { return };
        spawn_local(async move {
            match raster::png(&svg, scale).await {
                Ok(png) => save(&name, &png_with_link(png, &link), "image/png"),
                Err(error) => leptos::logging::error!("the picture cannot be painted: {error:?}"),
            }
        });
    };
    let checkbox = move |name: Label, of: fn(&mut Look) -> &mut bool| {
        let is_on = move || *of(&mut look.get());
        let change = move |ev| look.update(|look| *of(look) = event_target_checked(&ev));
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=live(is_on) on:change=heard(change) />
                <span>{label(name)}</span>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend>{label(Label::Picture)}</legend>
            <label class="field">
                <span>{label(Label::PictureOf)}</span>
                <select on:change=heard(choose)>
                    {move || Subject::shown(page).iter().copied().map(subject_option).collect_view()}
                </select>
            </label>
            <div class="row">
                {checkbox(Label::PictureLabels, |look| &mut look.has_labels)}
                {checkbox(Label::PictureGround, |look| &mut look.has_ground)}
            </div>
            <div class="row">
                <button type="button" on:click=heard(svg)>"SVG"</button>
                <button type="button" on:click=heard(png)>"PNG"</button>
                <label class="field">
                    <span>{label(Label::PictureScale)}</span>
                    <select on:change=heard(choose_scale)>{SCALES.map(scale_option)}</select>
                </label>
            </div>
        </fieldset>
    }
}

/// Tensors for NumPy, and the sets as a table.
#[component]
fn Numbers() -> impl IntoView {
    let page = page();
    let names = move || {
        let explore = page.explore.get();
        explore.map_or_else(Vec::new, |explore| names(&explore))
    };
    let npy = move |of: &'static str| {
        let take = move |_| {
            let explore = page.explore.get_untracked();
            if let Some(tensor) = explore.as_deref().and_then(|explore| tensor(explore, of)) {
                save(&name(page, of, "npy"), &tensor.npy(), NUMPY);
            }
        };
        view! { <button type="button" on:click=heard(take)>{of} ".npy"</button> }
    };
    let all = move |_| {
        if let Some(explore) = page.explore.get_untracked() {
            save(&name(page, "", "npz"), &npz(&explore), NUMPY);
        }
    };
    let sets = move |_| {
        if let Some(explore) = page.explore.get_untracked() {
            let axes = page.settings.with_untracked(|s| s.axes());
            let axes: Vec<String> = axes.iter().map(|axis| axis.letter().to_string()).collect();
            let axes: Vec<&str> = axes.iter().map(String::as_str).collect();
            let csv = table(&explore, &axes, &link(page));
            save(&name(page, "sets", "csv"), csv.as_bytes(), "text/csv");
        }
    };
    view! {
        <fieldset>
            <legend>{label(Label::Numbers)}</legend>
            <div class="row">
                <button type="button" on:click=heard(all)>{label(Label::AllTensors)}</button>
                <button type="button" on:click=heard(sets)>{label(Label::SetsTable)}</button>
            </div>
            <div class="row">{move || names().into_iter().map(npy).collect_view()}</div>
        </fieldset>
    }
}

/// What NumPy's files are to a browser.
const NUMPY: &str = "application/octet-stream";

/// The link that shows the same, with the camera.
fn link(page: Page) -> String {
    page.settings.with_untracked(history::address)
}

/// A file's name, as `GroupNorm-4x6x4x4-y.npy`.
fn name(page: Page, of: &str, ending: &str) -> String {
    let stem = page.settings.with_untracked(|s| s.name());
    match of {
        "" => format!("{stem}.{ending}"),
        of => format!("{stem}-{of}.{ending}"),
    }
}
