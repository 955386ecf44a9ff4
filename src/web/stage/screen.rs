//! Full screen, where the browser grants it.

use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::*;
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

thread_local! {
    /// Whether this program has asked to leave full screen, and not the reader.
    static IS_OWN_EXIT: Cell<bool> = const { Cell::new(false) };
}

/// Asks for all of the screen. A frame and an iPhone refuse: the page then fills its window.
pub fn enter() {
    let root = document().document_element().expect("a page has a root");
    let asked = ask(&root, "requestFullscreen", &[]);
    spawn_local(async move {
        if granted(asked).await {
            keep_escape();
        }
    });
}

/// Gives the screen back; whether the page had it.
pub fn leave() -> bool {
    let has_screen = document().fullscreen_element().is_some();
    if has_screen {
        IS_OWN_EXIT.set(true);
        document().exit_fullscreen();
    }
    has_screen
}

/// Whether the program itself has just left full screen; told once.
pub fn is_own_exit() -> bool {
    IS_OWN_EXIT.take()
}

/// Where the browser lends the Escape key, it leaves one thing at a time in full screen too;
/// held down, it still gives the screen back.
fn keep_escape() {
    let keyboard = Reflect::get(&window().navigator(), &"keyboard".into());
    if let Some(keyboard) = keyboard.ok().filter(JsValue::is_object) {
        let asked = ask(&keyboard, "lock", &[Array::of1(&"Escape".into()).into()]);
        spawn_local(async move {
            granted(asked).await;
        });
    }
}

/// Calls a method that promises something, where there is one.
fn ask(of: &JsValue, method: &str, arguments: &[JsValue]) -> Option<Promise> {
    let method: Function = Reflect::get(of, &method.into()).ok()?.dyn_into().ok()?;
    let arguments: Array = arguments.iter().collect();
    method.apply(of, &arguments).ok()?.dyn_into().ok()
}

/// Whether it is granted in the end; that it is refused is no fault.
async fn granted(asked: Option<Promise>) -> bool {
    match asked {
        Some(promise) => JsFuture::from(promise).await.is_ok(),
        None => false,
    }
}
