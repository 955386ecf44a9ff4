//! A place to paste PyTorch, and the calls that it holds.

use super::dom;
use super::live::{heard, live, shown, view_of};
use super::memo::Memo;
use super::notices::with_code;
use super::page::{label, page, words};
use crate::state::words::Label;
use crate::state::{Paste, Pasted, Settings, read_paste};
use crate::tensor::Source;
use crate::torch::ParseError;
use leptos::prelude::*;

/// The id of the field, to which a remark leads.
const FIELD: &str = "pasted";

/// A field for a text, its calls to choose from, and what in it cannot be shown.
#[component]
pub fn PasteField() -> impl IntoView {
    let text = RwSignal::new(String::new());
    let paste = Memo::new(move |_| text.with(|text| read_paste(text)));
    let is_blank = move || text.with(|text| text.trim().is_empty());
    let has_table = move || paste.with(|paste| paste.table.is_some());
    let has_calls = move || paste.with(|paste| !paste.calls.is_empty());
    let is_empty = move || !is_blank() && paste.with(|paste| *paste == Paste::default());
    let is_unseeded = move || paste.with(|p| p.calls.iter().any(|call| call.choice.seed.is_none()));
    let remarks = move || {
        let remark = move |remark: ParseError| view! { <Remark remark text /> };
        paste
            .with(|paste| paste.remarks.clone())
            .into_iter()
            .map(remark)
            .collect_view()
    };
    view! {
        <div class="paste">
            <label class="field tall">
                <span>{label(Label::PasteField)}</span>
                <textarea
                    id=FIELD
                    rows="8"
                    wrap="off"
                    spellcheck="false"
                    autocomplete="off"
                    aria-describedby="pasted-hint"
                    prop:value=live(move || text.get())
                    on:input=heard(move |ev| text.set(event_target_value(&ev)))
                ></textarea>
            </label>
            <p class="hint" id="pasted-hint">{label(Label::PasteHint)}</p>
            <div role="status">
                {shown(is_empty, || view! { <p class="hint">{label(Label::NothingPasted)}</p> })}
                {view_of(remarks)}
            </div>
            {shown(has_table, move || view! {
                <fieldset class="calls">
                    <legend>{label(Label::PastedTable)}</legend>
                    {view_of(move || paste.with(|paste| paste.table.clone()).map(table))}
                </fieldset>
            })}
            {shown(has_calls, move || view! {
                <fieldset class="calls" role="radiogroup" aria-label=label(Label::Calls)>
                    <legend>{label(Label::Calls)}</legend>
                    {view_of(move || paste.with(|paste| paste.calls.clone()).into_iter().map(call).collect_view())}
                </fieldset>
                {shown(is_unseeded, || view! { <p class="hint">{label(Label::NoSeed)}</p> })}
            })}
        </div>
    }
}

/// One call as a radio button; it is checked while the figure shows it.
fn call(pasted: Pasted) -> impl IntoView {
    let page = page();
    let choice = pasted.choice.clone();
    let note = match (choice.is_called, choice.is_history_lost) {
        (false, _) => Some(Label::NotCalled),
        (true, true) => Some(Label::HistoryLost),
        _ if choice.is_length => Some(Label::OverLength),
        _ => None,
    };
    let line = words().line(choice.at.line);
    // A line may end after a draw.
    let x = format!("x = {}", pasted.source.to_string().replace(';', "; "));
    // What is not called names its layer already.
    let layer = choice.is_called.then(|| choice.layer.to_string());
    let is_shown = {
        let pasted = pasted.clone();
        page.part(move |settings| is_shown(settings, &pasted))
    };
    let said = view! {
        <small>{line}</small>
        <code>{choice.text}</code>
        {note.map(|note| view! { <small>{label(note)}</small> })}
        {layer.map(|layer| view! { <small>{layer}</small> })}
        <small class="x">{x}</small>
    };
    radio(is_shown, said.into_any(), move |settings| {
        settings.set_call(&pasted);
    })
}

/// A table as a radio button; it is checked while x is made of it.
fn table(source: Source) -> impl IntoView {
    let page = page();
    let [rows, columns] = [0, 1].map(|axis| source.shape.get(axis).copied().unwrap_or(1));
    let is_shown = {
        let source = source.clone();
        page.part(move |settings| settings.source == source)
    };
    let said = words().table(rows, columns);
    radio(is_shown, said.into_any(), move |settings| {
        settings.set_source(source.clone());
    })
}

/// One of what a text holds.
fn radio(
    is_shown: Memo<bool>,
    said: AnyView,
    choose: impl Fn(&mut Settings) + 'static,
) -> impl IntoView {
    let page = page();
    view! {
        <label class="choice call">
            <input
                type="radio"
                name="call"
                prop:checked=live(move || is_shown.get())
                on:change=heard(move |_| page.change(&choose))
            />
            <span>{said}</span>
        </label>
    }
}

/// Whether the settings are those of a call already.
fn is_shown(settings: &Settings, pasted: &Pasted) -> bool {
    let mut called = settings.clone();
    called.set_call(pasted);
    called.setup() == settings.setup()
}

/// What cannot be shown, and a button that leads there.
#[component]
fn Remark(
    /// Sentence and place
    remark: ParseError,
    /// What is pasted
    text: RwSignal<String>,
) -> impl IntoView {
    let at = remark.at();
    let go = move |_| dom::set_caret(FIELD, text.with_untracked(|text| at.utf16_in(text)));
    view! {
        <p class="alert">
            <button type="button" class="quiet" on:click=heard(go)>{words().place(at)}</button>
            ": "
            <span lang="en">{with_code(remark.message())}</span>
        </p>
    }
}
