//! Presenting: full screen, large type. What a lecturer does meanwhile is in the folder `stage`.

use super::page::Page;
use super::{dom, stage};
use crate::state::stage::Action;
use leptos::prelude::*;

/// The id of the button that begins it.
pub const BUTTON: &str = "present";

/// Begins or ends it.
pub fn toggle(page: Page) {
    let begins = !page.presenting.get_untracked();
    turn(page, begins);
    // Where full screen is refused, as in a slide's frame, the page presents in its own window.
    if begins {
        stage::enter_full_screen();
    } else {
        stage::leave_full_screen();
    }
}

/// Changes the look of the page at once, so that what is drawn for it finds its sizes.
fn turn(page: Page, is_presenting: bool) {
    if page.presenting.get_untracked() == is_presenting {
        return;
    }
    root()
        .class_list()
        .toggle_with_force("presenting", is_presenting)
        .expect("a plain name");
    measure(page);
    page.lessons.show_prose();
    page.presenting.set(is_presenting);
    if !is_presenting {
        // What had the focus is gone.
        dom::focus(BUTTON);
    }
}

/// The type of a presented page follows the window.
fn measure(page: Page) {
    let type_px = dom::type_px();
    if type_px != page.type_px.get_untracked() {
        page.type_px.set(type_px);
    }
}

fn root() -> web_sys::Element {
    document().document_element().expect("a page has a root")
}

/// Listens to the window for as long as the page lives.
pub fn listen(page: Page) {
    let resized = window_event_listener(leptos::ev::resize, move |_| measure(page));
    let left = window_event_listener(
        leptos::ev::Custom::<web_sys::Event>::new("fullscreenchange"),
        move |_| {
            // Browsers keep Escape to themselves in full screen: then this is how it is heard.
            let is_left = document().fullscreen_element().is_none();
            if is_left && !stage::is_own_exit() {
                stage::perform(page, Action::Leave);
            }
        },
    );
    let back = window_event_listener(leptos::ev::popstate, move |_| page.restore());
    on_cleanup(move || {
        resized.remove();
        left.remove();
        back.remove();
    });
}
