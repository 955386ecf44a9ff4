//! The controls for a tensor of the reader's own.

use super::listen::list;
use super::{Opened, Part, missing};
use crate::state::axes_of;
use crate::state::words::Label;
use crate::tensor::Stored;
use crate::web::language::foreign;
use crate::web::live::{heard, live, shown, view_of};
use crate::web::memo::Memo;
use crate::web::page::{label, page, words};
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::HtmlInputElement;

/// What can be opened.
const ACCEPTED: &str = ".npy,.npz,.safetensors,.csv,.tsv,.txt,image/png,image/jpeg,image/webp";

/// A button that opens files.
#[component]
pub fn OpenFile() -> impl IntoView {
    let page = page();
    let chosen = move |event: web_sys::Event| {
        let input: HtmlInputElement = event_target(&event);
        let files = input.files().as_ref().map(list);
        page.files.open(page, files.unwrap_or_default());
        // The same file may be chosen again.
        input.set_value("");
    };
    view! {
        <label class="open-file">
            <input type="file" multiple accept=ACCEPTED on:change=heard(chosen) />
            <span>{label(Label::OpenFile)}</span>
        </label>
    }
}

/// The same, what is in the files, and what is wrong with them.
#[component]
pub fn OwnFiles() -> impl IntoView {
    let page = page();
    let files = page.files;
    let lacking = move || files.lacking(page).as_ref().map(missing);
    let alert = |why: String| view! { <p class="alert" lang=foreign(&why)>{why.clone()}</p> };
    let is_busy = move || files.is_opening.get() || files.is_reading(page);
    view! {
        <OpenFile />
        <p class="hint">{label(Label::OpenFileHint)}</p>
        <div class="own">
            <div role="status">
                {view_of(move || lacking().map(alert))}
                {view_of(move || files.trouble.get().map(alert))}
                {shown(is_busy, || view! { <p>{label(Label::ReadingFile)}</p> })}
            </div>
            {shown(is_busy, move || view! {
                <button type="button" on:click=heard(move |_| files.cancel(page))>{label(Label::Cancel)}</button>
            })}
            {view_of(move || files.opened.get().map(|opened| view! { <InFile opened /> }))}
        </div>
    }
}

/// The tensors of a file to choose from, and the axes of the one that is shown.
#[component]
fn InFile(
    /// What is in it
    opened: Arc<Opened>,
) -> impl IntoView {
    let page = page();
    let shown_now = page.part(|s| s.source.values.stored().cloned());
    let has_choice = opened.parts.len() > 1;
    let rows = has_choice.then(|| view! { <Tensors opened=opened.clone() shown_now /> });
    let stored = Memo::new(move |_| {
        let shown = shown_now.get()?;
        let is_it = |part: &Part| part.stored.as_ref() == Some(&shown);
        opened.parts.iter().find(|part| is_it(part)).cloned()
    });
    view! {
        {rows}
        {view_of(move || stored.get().map(|part| {
            let stored = part.stored.expect("what is shown can be");
            view! {
                {match stored.is_images() {
                    true => view! { <ImageChannels stored note=part.note /> }.into_any(),
                    false => view! {
                        <p class="hint">{part.note}</p>
                        <FileAxes stored />
                    }.into_any(),
                }}
            }
        }))}
    }
}

/// Numbers of filters that are offered.
const FILTERS: [usize; 4] = [4, 8, 16, 32];

/// Whether the channels of images are colours, whose axes have names, or what a convolution makes of them.
#[component]
fn ImageChannels(
    /// What is shown
    stored: Stored,
    /// What its colours are
    note: String,
) -> impl IntoView {
    let page = page();
    let filters = {
        let stored = stored.clone();
        Memo::new(move |_| page.with(|s| stored.filters_in(&s.source)))
    };
    let choose = {
        let stored = stored.clone();
        move |ev| match event_target_value(&ev).parse() {
            Ok(filters) => page.files.show_activations(page, &stored, filters),
            Err(_) => page.files.show(page, &stored, &stored.axes()),
        }
    };
    let option = move |of: Option<usize>| {
        let value = of.map_or_else(String::new, |of| of.to_string());
        view! { <option value=value selected=live(move || filters.get() == of)>{words().image_channels(of)}</option> }
    };
    let can_be = |filters: &usize| stored.activations(*filters).is_ok();
    let fitting: Vec<_> = FILTERS.into_iter().filter(can_be).collect();
    // A link may have another number.
    let options = move || {
        let other = filters.get().filter(|filters| !fitting.contains(filters));
        let offered = fitting.iter().copied().chain(other).map(Some);
        [None].into_iter().chain(offered).map(option).collect_view()
    };
    let below = move || match filters.get() {
        Some(filters) => view! { <p class="hint">{words().activations(filters)}</p> }.into_any(),
        None => view! {
            <p class="hint">{note.clone()}</p>
            <FileAxes stored=stored.clone() />
        }
        .into_any(),
    };
    view! {
        <label class="field">
            <span>{label(Label::ImageChannels)}</span>
            <select on:change=heard(choose)>{view_of(options)}</select>
        </label>
        {view_of(below)}
    }
}

/// Rows that are shown of a list; more are looked for by name.
const MOST_ROWS: usize = 50;

/// The tensors of a file, and where they are many, a field to find one by its name.
#[component]
fn Tensors(
    /// What is in the file
    opened: Arc<Opened>,
    /// The one that is shown
    shown_now: Memo<Option<Stored>>,
) -> impl IntoView {
    let wanted = RwSignal::new(String::new());
    let legend = words().tensors_in(&opened.name);
    let search = (opened.parts.len() > MOST_ROWS).then(|| {
        view! {
            <input
                type="search"
                placeholder=label(Label::FindTensor)
                aria-label=label(Label::FindTensor)
                on:input=heard(move |ev| wanted.set(event_target_value(&ev)))
            />
        }
    });
    let rows = move || {
        let wanted = wanted.get().to_lowercase();
        let is_wanted = |part: &&Part| part.key.to_lowercase().contains(&wanted);
        let found: Vec<_> = opened.parts.iter().filter(is_wanted).collect();
        let more = found.len().saturating_sub(MOST_ROWS);
        let shown = found.into_iter().take(MOST_ROWS).cloned();
        let rows = shown.map(move |part| row(part, shown_now)).collect_view();
        let more = (more > 0).then(|| view! { <p class="hint">{words().more_tensors(more)}</p> });
        view! { {rows} {more} }
    };
    view! {
        <fieldset class="calls" role="radiogroup">
            <legend>{legend}</legend>
            {search}
            {view_of(rows)}
        </fieldset>
    }
}

/// One tensor as a radio button.
fn row(part: Part, shown_now: Memo<Option<Stored>>) -> impl IntoView {
    let page = page();
    let Part { key, stored, note } = part;
    let shape = stored.as_ref().map(|stored| lengths(&stored.shape));
    let is_refused = stored.is_none();
    // Why it is refused, the reader of files says.
    let tongue = is_refused.then(|| foreign(&note)).flatten();
    let own = stored.clone();
    let choose = move |_| {
        if let Some(stored) = &stored {
            page.files.show(page, stored, &stored.axes());
        }
    };
    view! {
        <label class="choice call">
            <input
                type="radio"
                name="tensor"
                disabled=is_refused
                prop:checked=live(move || !is_refused && shown_now.get() == own)
                on:change=heard(choose)
            />
            <span>
                <code>{key}</code>
                {shape.map(|shape| view! { <small>{shape}</small> })}
                <small lang=tongue>{note}</small>
            </span>
        </label>
    }
}

/// Which axis of x each axis of the file is.
#[component]
fn FileAxes(
    /// What is shown
    stored: Stored,
) -> impl IntoView {
    let page = page();
    let rank = stored.rank();
    let letters = page.part(move |s| {
        axes_of(&s.layer, rank)
            .iter()
            .map(|axis| axis.letter())
            .collect::<String>()
    });
    let source = page.part(|s| s.source.clone());
    let axes = {
        let stored = stored.clone();
        Memo::new(move |_| source.with(|source| stored.axes_in(source)))
    };
    let shape = stored.shape.clone();
    let sentence = {
        let shape = shape.clone();
        move || {
            let axes = axes.get()?;
            let x = page.with(|s| s.shape().to_vec());
            Some(words().file_axes(&letters.get(), &shape, &axes, &x))
        }
    };
    let set = move |own: usize, to: usize| {
        let mut axes = axes.get_untracked().unwrap_or_else(|| stored.axes());
        // Who was there takes the place that is left.
        let left = axes[own];
        if let Some(other) = axes.iter_mut().find(|axis| **axis == to) {
            *other = left;
        }
        axes[own] = to;
        page.files.show(page, &stored, &axes);
    };
    let set = StoredValue::new(set);
    let select = move |(own, length): (usize, usize)| {
        let chosen = move |ev| {
            if let Ok(to) = event_target_value(&ev).parse() {
                set.with_value(|set| set(own, to));
            }
        };
        let option = move |(to, letter): (usize, char)| {
            view! { <option value=to.to_string() selected=live(move || axes.get().is_some_and(|axes| axes[own] == to))>{letter.to_string()}</option> }
        };
        let options = move || letters.get().chars().enumerate().map(option).collect_view();
        view! {
            <label>
                <span>{length.to_string()}</span>
                <select aria-label=words().file_axis(own, length) on:change=heard(chosen)>
                    {view_of(options)}
                </select>
            </label>
        }
    };
    view! {
        <fieldset class="file-axes">
            <legend>{label(Label::FileAxes)}</legend>
            {shape.into_iter().enumerate().map(select).collect_view()}
        </fieldset>
        <p class="hint">{view_of(sentence)}</p>
    }
}

/// `4 × 6`.
fn lengths(shape: &[usize]) -> String {
    let lengths: Vec<_> = shape.iter().map(usize::to_string).collect();
    lengths.join(" × ")
}
