//! What belongs to no component.

use leptos::prelude::*;

/// Makes what lives on when the component is gone in which it was asked for; it ends with the owner that is given with it.
pub fn apart<T>(make: impl FnOnce() -> T) -> (Owner, T) {
    // A new one would be a child of the component's, and end with it.
    let owner = Owner::default();
    let made = owner.with(make);
    (owner, made)
}
