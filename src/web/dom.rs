//! Small things that the browser does.

use super::memo::Memo;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};

/// Moves the focus to the element with this id, if it is there.
pub fn focus(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element that cannot take the focus leaves it where it is.
        let _ = element.focus();
    }
}

/// Whether the element with this id has the focus.
pub fn has_focus(id: &str) -> bool {
    let focused = document().active_element();
    focused.is_some_and(|element| element.id() == id)
}

/// Puts the caret of a field of several lines at a character, and the focus there.
pub fn set_caret(id: &str, at: u32) {
    let element = document().get_element_by_id(id);
    if let Some(field) = element.and_then(|e| e.dyn_into::<web_sys::HtmlTextAreaElement>().ok()) {
        // A place beyond the end is the end.
        let _ = field.focus();
        let _ = field.set_selection_range(at, at);
    }
}

/// Scrolls no further than is needed until the first element of this selector is seen, if it is there.
pub fn reveal(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector) {
        let near = web_sys::ScrollIntoViewOptions::new();
        near.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&near);
    }
}

/// Whether something happened within an element of this selector.
pub fn is_within(ev: &web_sys::Event, selector: &str) -> bool {
    let target = ev
        .target()
        .and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.closest(selector).ok().flatten().is_some())
}

/// Takes the focus from what has it.
pub fn blur() {
    let element = document().active_element();
    if let Some(element) = element.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        // What cannot lose it keeps it.
        let _ = element.blur();
    }
}

/// Puts `text` on the clipboard, and tells whether that went well.
///
/// A frame without the permission, and a page from disk in some browsers, have no clipboard.
pub fn copy(text: String, then: impl Fn(bool) + Clone + 'static) {
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into());
    if clipboard.map_or(true, |clipboard| clipboard.is_undefined()) {
        return then(false);
    }
    let refused = then.clone();
    let yes = Closure::once_into_js(move |_: wasm_bindgen::JsValue| then(true));
    let no = Closure::once_into_js(move |_: wasm_bindgen::JsValue| refused(false));
    let written = window().navigator().clipboard().write_text(&text);
    let then = js_sys::Reflect::get(&written, &"then".into())
        .map(JsCast::unchecked_into::<js_sys::Function>);
    if let Ok(then) = then {
        // Calling `then` of a promise does not throw.
        let _ = then.call2(&written, &yes, &no);
    }
}

/// Selects all that an element shows, where it could not be copied.
pub fn select(id: &str) {
    let Some(element) = document().get_element_by_id(id) else {
        return;
    };
    if let Ok(Some(selection)) = window().get_selection() {
        // A detached element is the only error, and this one was just found.
        let _ = selection.select_all_children(&element);
    }
}

/// Whether the system asks for a dark ground, now and when it changes.
pub fn prefers_dark() -> ReadSignal<bool> {
    let (is_dark, set_dark) = signal(false);
    if let Ok(Some(query)) = window().match_media("(prefers-color-scheme: dark)") {
        set_dark.set(query.matches());
        let changed = Closure::<dyn FnMut(web_sys::MediaQueryListEvent)>::new(
            move |ev: web_sys::MediaQueryListEvent| set_dark.set(ev.matches()),
        );
        query.set_onchange(Some(changed.as_ref().unchecked_ref()));
        // It listens as long as the page lives.
        changed.forget();
    }
    is_dark
}

/// Size of the type of the page in CSS pixels, as `style.css` has it.
pub fn type_px() -> f64 {
    let style = document()
        .body()
        .and_then(|body| window().get_computed_style(&body).ok()?);
    let size = style.and_then(|style| style.get_property_value("font-size").ok());
    size.and_then(|size| size.strip_suffix("px")?.parse().ok())
        .expect("a browser computes sizes in px")
}

/// Width and height of an element in CSS pixels, now and when they change.
pub fn size_of<E>(element: NodeRef<E>) -> Memo<(f64, f64)>
where
    E: leptos::html::ElementType,
    E::Output: JsCast + Clone + 'static,
{
    let size = RwSignal::new((0.0, 0.0));
    Effect::new(move || {
        let Some(element) = element.get() else { return };
        let element: web_sys::Element = element.unchecked_into();
        let watched = element.clone();
        let measure = move || {
            let rect = watched.get_bounding_client_rect();
            size.set((rect.width(), rect.height()));
        };
        measure();
        let changed = Closure::<dyn FnMut()>::new(measure);
        let observer = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref());
        let observer = observer.expect("a browser with WebAssembly has observers");
        observer.observe(&element);
        let kept = StoredValue::new_local((observer, changed));
        on_cleanup(move || kept.with_value(|(observer, _)| observer.disconnect()));
    });
    Memo::new(move |_| size.get())
}

/// Device pixels per CSS pixel.
pub fn pixel_ratio() -> f64 {
    window().device_pixel_ratio().max(0.5)
}

/// Whether the page begins in English, as assets/loader.js has found.
pub fn is_english() -> bool {
    let root = document().document_element().expect("a page has a root");
    root.get_attribute("lang").is_some_and(|lang| lang == "en")
}

/// Tells readers and search engines the language of the page, and what it is.
pub fn set_language(code: &str, description: &str) {
    let document = document();
    let root = document.document_element().expect("a page has a root");
    root.set_attribute("lang", code).expect("a plain name");
    if let Ok(Some(meta)) = document.query_selector("meta[name=description]") {
        meta.set_attribute("content", description)
            .expect("a plain name");
    }
}

/// Takes away what stands there while the program is loaded.
pub fn end_loading() {
    if let Some(loading) = document().get_element_by_id("loading") {
        loading.remove();
    }
}

/// Sets the ground of the page.
pub fn set_ground(is_dark: bool) {
    let root = document().document_element().expect("a page has a root");
    let theme = if is_dark { "dark" } else { "light" };
    root.set_attribute("data-theme", theme)
        .expect("a plain name");
}
