//! Keeps the experiment up to date with the settings.

use super::page::Page;
use super::ready;
use crate::lab::explore::Explore;
use leptos::prelude::*;
use std::sync::Arc;

/// Computes anew whenever the settings ask for other numbers.
pub fn keep_up(page: Page) {
    let setup = page.part(|s| s.setup());
    Effect::new(move || {
        page.explore.set(Some(Arc::new(setup.with(Explore::run))));
        page.hover.set(None);
        page.lit.set(None);
        ready::wait();
    });
}
