//! The theme for a projector: the page is presented from the start, on a light ground or a dark one.

use super::page::Page;
use super::present;
use crate::state::Theme;
use leptos::prelude::*;

/// Presents the page whenever its link asks for it, for as long as the page lives.
///
/// Full screen needs a gesture, and a link is none.
pub fn keep_up(page: Page) {
    let is_asked_for = page.part(|s| s.theme == Theme::Projector);
    Effect::new(move || {
        if is_asked_for.get() {
            present::turn(page, true);
        }
    });
}

/// Changes between the light ground and the dark one of a presented page.
pub fn change_ground(page: Page) {
    let other = match page.is_dark.get_untracked() {
        true => Theme::Projector,
        false => Theme::Dark,
    };
    page.change(|s| s.theme = other);
}

/// Gives a page that is no longer presented a theme in which it is not.
pub fn leave(page: Page) {
    page.change(|s| {
        if s.theme == Theme::Projector {
            s.theme = Theme::Auto;
        }
    });
}
