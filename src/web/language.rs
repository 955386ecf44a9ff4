//! The language that the page speaks: English at first, another when the whole program is here.

use super::page::Page;
use super::{dom, ready};
use crate::state::words::{English, FirstWords, Label, Words, of};
use crate::state::{Language, Settings};
use leptos::prelude::*;
use leptos::task::tick;
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

thread_local! {
    /// No other language stands here or is named in what the first view runs: so none weighs there.
    static SPOKEN: Cell<&'static dyn FirstWords> = const { Cell::new(&English) };
}

#[wasm_bindgen]
extern "C" {
    /// The language that the reader's browser prefers of those that there are: see assets/loader.js.
    #[wasm_bindgen(js_namespace = normscope)]
    fn preferred() -> String;
}

/// The id of the button that changes it.
pub const BUTTON: &str = "language";

/// The language of the page, as far as the first view speaks it.
pub fn first_words() -> &'static dyn FirstWords {
    SPOKEN.get()
}

/// The language of the page: for all but what the first view runs, which has to know no more than [`first_words`].
#[inline(never)]
pub fn words() -> &'static dyn Words {
    of(first_words().language())
}

/// A short text in the language of the page.
pub fn label(label: Label) -> &'static str {
    first_words().label(label)
}

/// The language of a sentence, where that is not the page's: what readers of files and of code say is English.
pub fn foreign(sentence: &str) -> Option<&'static str> {
    let is_own = words().is_own(sentence);
    (!is_own).then(|| Language::English.code())
}

/// Speaks another language from now on; what has been said stays as it is.
// Apart from what the first view runs, which must not know all languages.
#[inline(never)]
pub fn speak(language: Language) {
    SPOKEN.set(of(language));
}

/// The language that settings ask for.
pub fn language_of(settings: &Settings) -> Language {
    let by_browser = || {
        let code = preferred();
        let found = Language::ALL.iter().find(|(of, _)| *of == code);
        found.map_or_else(Language::default, |(_, language)| *language)
    };
    settings.language.unwrap_or_else(by_browser)
}

/// Speaks the language that the settings ask for, for as long as the page lives.
pub fn keep_up(page: Page) {
    let language = page.part(language_of);
    Effect::new(move |spoken: Option<Language>| {
        let language = language.get();
        if spoken.unwrap_or_default() != language || !page.is_spoken.get_untracked() {
            spawn_local(change(page, language));
        }
        language
    });
}

/// Says all anew in another language.
async fn change(page: Page, language: Language) {
    ready::begin();
    let had_focus = dom::has_focus(BUTTON);
    // What stands is taken away, and with it the sentences that are kept.
    page.is_spoken.set(false);
    tick().await;
    speak(language);
    page.announcement.set(String::new());
    dom::set_language(language.code(), words().description());
    page.is_spoken.set(true);
    tick().await;
    if had_focus {
        dom::focus(BUTTON);
    }
    ready::end();
}
