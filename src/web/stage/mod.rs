//! The stage: what a lecturer does while the page is presented, by key, by clicker, by the bar or from a second window.

mod bar;
mod brush;
mod cover;
mod help;
mod icons;
mod ink;
mod keys;
mod link;
mod memory;
mod perform;
mod screen;
mod spotlight;

pub use icons::path as icon;
pub use keys::focus;
pub use link::Shared;
pub use perform::perform;
pub use screen::{enter as enter_full_screen, is_own_exit, leave as leave_full_screen};

use super::apart::apart;
use super::live::shown;
use super::page::{Page, page, words};
use crate::state::Part;
use crate::state::stage::{Ink, Sheet};
use crate::state::words::StageLabel;
use leptos::prelude::*;
use spotlight::Spot;
use std::cell::OnceCell;

/// What is on stage besides the page itself. None of it is in the link.
#[derive(Clone, Copy)]
pub struct Stage {
    /// Whether the screen is blank
    pub is_blank: RwSignal<bool>,
    /// Whether the list of keys is open
    is_help: RwSignal<bool>,
    /// Whether the code of the link is shown
    is_code: RwSignal<bool>,
    /// Where the light is, while it is on
    spot: RwSignal<Option<Spot>>,
    /// Whether the pen is taken up
    is_drawing: RwSignal<bool>,
    /// Its colour
    color: RwSignal<usize>,
    /// Its lines
    ink: StoredValue<Ink>,
    /// Whether there are any
    has_ink: RwSignal<bool>,
    /// Told when lines are taken away, and all of them have to be drawn anew
    redraws: Trigger,
    /// Whether letters, digits and signs are keys
    pub has_characters: RwSignal<bool>,
    /// Whether the page was presented since it was loaded
    was_presented: StoredValue<bool>,
}

impl Stage {
    fn new() -> Self {
        Self {
            is_blank: RwSignal::new(false),
            is_help: RwSignal::new(false),
            is_code: RwSignal::new(false),
            spot: RwSignal::new(None),
            is_drawing: RwSignal::new(false),
            color: RwSignal::new(0),
            ink: StoredValue::new(Ink::default()),
            has_ink: RwSignal::new(false),
            redraws: Trigger::new(),
            has_characters: RwSignal::new(memory::has_characters()),
            was_presented: StoredValue::new(false),
        }
    }
}

thread_local! {
    // Not a part of the page: the first view has no stage.
    static STAGE: OnceCell<Stage> = const { OnceCell::new() };
}

/// The stage, for as long as the page lives.
pub fn stage() -> Stage {
    let make = || {
        let (owner, stage) = apart(Stage::new);
        // Its signals live as long as their owner.
        std::mem::forget(owner);
        stage
    };
    STAGE.with(|stage| *stage.get_or_init(make))
}

/// Listens to keys for as long as the page lives, and clears the stage when the presentation ends.
pub fn keep_up(page: Page) {
    keys::listen(page);
    ink::keep_up(page);
    Effect::new(move || match page.presenting.get() {
        true => stage().was_presented.set_value(true),
        false => clear(),
    });
}

/// Nothing but the page.
fn clear() {
    let stage = stage();
    for is_on in [stage.is_blank, stage.is_drawing] {
        turn(is_on, false);
    }
    ink::clear();
    stage.spot.set(None);
}

/// Sets a signal where it changes.
fn turn(signal: RwSignal<bool>, is_on: bool) {
    if signal.get_untracked() != is_on {
        signal.set(is_on);
    }
}

/// A text of the stage in the language of the page.
fn say(label: StageLabel) -> &'static str {
    words().stage_label(label)
}

/// What lies over the page.
#[component]
pub fn OnStage() -> impl IntoView {
    let page = page();
    let stage = stage();
    let has_bar = page.shows(Part::Bar);
    let has_sheet =
        move || page.presenting.get() && (stage.is_drawing.get() || stage.has_ink.get());
    view! {
        {shown(has_sheet, || view! { <ink::InkSheet /> })}
        {shown(move || stage.spot.with(Option::is_some), || view! { <spotlight::Spotlight /> })}
        {shown(move || page.presenting.get() && has_bar(), || view! { <bar::Bar /> })}
        <help::Help />
        <link::CodeOfLink />
        <cover::Blank />
    }
}

/// What lines of the pen are drawn on.
type SheetMemo = super::memo::Memo<Option<(Sheet, Option<crate::scene::Camera>)>>;
