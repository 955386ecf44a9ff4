//! What a view watches, of few types.
//!
//! Each type of closure in a view is compiled with all that Leptos does for it. Boxed, closures of all views are of one type,
//! and the page is lighter.

use super::memo::Memo;
use leptos::prelude::{AnyView, IntoAny, IntoView};

/// What is called again whenever a signal that it read has changed.
pub type Live<T> = Box<dyn Fn() -> T + Send + Sync>;

/// The value of an attribute or property.
pub fn live<T>(value: impl Fn() -> T + Send + Sync + 'static) -> Live<T> {
    Box::new(value)
}

/// A part of a view.
pub fn view_of<V: IntoView + 'static>(
    view: impl Fn() -> V + Send + Sync + 'static,
) -> Live<AnyView> {
    Box::new(move || view().into_any())
}

/// A part of a view that is there only while `when` holds.
pub fn shown<V: IntoView + 'static>(
    when: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> V + Send + Sync + 'static,
) -> Live<AnyView> {
    let when = Memo::new(move |_| when());
    view_of(move || when.get().then(&view))
}

/// A part of a view that is compiled on its own: what makes it is not in the program before it is asked for.
#[inline(never)]
pub fn apart(view: fn() -> AnyView) -> AnyView {
    view()
}

/// What an event calls.
pub fn heard<E>(handler: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(handler)
}
