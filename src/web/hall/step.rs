//! The page before the audience and the speaker's window are kept in step.

use super::talk::Talk;
use super::{Hall, line};
use crate::state::hall::{InStep, Moment, Said, Side};
use crate::state::{Settings, Theme, read_link, write_link};
use crate::web::lesson::left_out_by_reader;
use crate::web::page::Page;
use crate::web::time;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::time::Duration;

/// A window that is not seen has no frames.
const NO_FRAME: Duration = Duration::from_millis(250);

thread_local! {
    static STEP: RefCell<InStep> = RefCell::new(InStep::new(match line::is_speaker() {
        true => Side::Speaker,
        false => Side::Audience,
    }));
    /// Whether a change is told with the next frame.
    static IS_DUE: Cell<bool> = const { Cell::new(false) };
}

/// Tells of changes, for as long as the page lives.
pub fn keep_up(hall: Hall) {
    let page = hall.page;
    Effect::new(move || {
        page.settings.track();
        page.camera.track();
        page.running.track();
        page.panel.track();
        tell_soon(page);
    });
}

/// Calls `then` with the next frame, or soon where there is none.
fn soon(then: impl Fn() + Clone + 'static) {
    let is_done = std::rc::Rc::new(Cell::new(false));
    let once = move || {
        if !is_done.replace(true) {
            then();
        }
    };
    request_animation_frame(once.clone());
    set_timeout(once, NO_FRAME);
}

fn tell_soon(page: Page) {
    if line::is_open() && !IS_DUE.replace(true) {
        soon(move || {
            IS_DUE.set(false);
            say(STEP.with_borrow_mut(|step| step.tell(&moment(page))));
        });
    }
}

fn say(said: Option<Said>) {
    if let Some(said) = said {
        line::say(&Talk::Said(said));
    }
}

/// How many things were said.
pub fn count() -> u64 {
    STEP.with_borrow(InStep::count)
}

/// The other window has said so many things.
pub fn meet(page: Page, other_count: u64) {
    say(STEP.with_borrow_mut(|step| step.meet(other_count, &moment(page))));
    tell_soon(page);
}

/// The other window says what it shows.
pub fn hear(page: Page, said: &Said) {
    if STEP.with_borrow_mut(|step| step.hear(said)) {
        show(page, &said.moment);
        STEP.with_borrow_mut(|step| step.shown(moment(page)));
    }
    // Only then the next one is told: a page that draws slowly is not asked for more than it can draw.
    soon(|| line::say(&Talk::Answer));
}

/// The other window has shown what it was told.
pub fn answered(page: Page) {
    STEP.with_borrow_mut(InStep::answered);
    tell_soon(page);
}

/// Leaves the page before the audience as it is, or shows there what was prepared.
pub fn freeze(page: Page, is_frozen: bool) {
    if is_frozen {
        STEP.with_borrow_mut(InStep::freeze);
        line::say(&Talk::Freeze);
    } else {
        say(STEP.with_borrow_mut(|step| step.unfreeze(&moment(page))));
    }
}

/// Stands still: a clock that runs stops.
pub fn stand(page: Page) {
    if let Some(t) = page.running.get_untracked() {
        time::mirror(page, None);
        let mut settings = page.settings.get_untracked();
        settings.set_stage((t * 100.0).round() / 100.0);
        page.follow(settings, page.complaints.get_untracked());
    }
}

/// What is shown, as far as both windows share it.
fn moment(page: Page) -> Moment {
    let settings = page.settings.get_untracked();
    let seen = page.seen();
    let own = left_out_by_reader(page, &settings);
    let left_out = settings.hide.iter().copied();
    let left_out_by_lesson = left_out.filter(|part| !own.contains(part)).collect();
    let shared = Settings {
        theme: Theme::Auto,
        language: None,
        // What the beats of a lesson leave out is left out in both windows; the rest is each window's own.
        hide: left_out_by_lesson,
        cam: None,
        ..settings
    };
    Moment {
        link: write_link(&shared, false),
        cam: seen.cam.expect("what is seen has a camera"),
        running: page.running.get_untracked(),
        panel: page.panel.get_untracked(),
    }
}

/// Shows what the other window shows.
fn show(page: Page, moment: &Moment) {
    let before = self::moment(page);
    if before.link != moment.link {
        let own = page.settings.get_untracked();
        let (to, _) = read_link(&moment.link);
        let mut hide = left_out_by_reader(page, &own);
        hide.retain(|part| !to.hide.contains(part));
        hide.extend(&to.hide);
        let settings = Settings {
            theme: own.theme,
            language: own.language,
            hide,
            cam: None,
            wanted_groups: own.wanted_groups,
            ..to
        };
        page.lessons.restored(false);
        page.follow(settings, Vec::new());
    }
    if before.cam != moment.cam {
        page.look_from(moment.cam);
    }
    if before.running != moment.running {
        time::mirror(page, moment.running);
    }
    if before.panel != moment.panel {
        page.panel.set(moment.panel);
    }
}
