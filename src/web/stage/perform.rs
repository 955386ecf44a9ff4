//! What is done when something is asked for.

use super::{Stage, ink, say, screen, spotlight, stage, turn};
use crate::state::stage::Action;
use crate::state::words::StageLabel;
use crate::state::{Method, Settings};
use crate::web::lesson::{self, End};
use crate::web::page::Page;
use crate::web::{hall, panels, present, projector, time};
use leptos::prelude::*;

/// Does what a key, the bar or the speaker's window asks for.
pub fn perform(page: Page, action: Action) {
    let stage = stage();
    // What covers the page goes first: no beat passes that the audience has not seen.
    if action.is_turn() && uncover(page, stage) {
        return;
    }
    match action {
        Action::Next => step(page, true),
        Action::Previous => step(page, false),
        Action::First => lesson::go_to(page, End::First),
        Action::Last => lesson::go_to(page, End::Last),
        Action::Step => time::step(page),
        Action::Method(k) => page.change(|s| s.set_method(Method::FIGURE[k])),
        Action::FewerGroups => page.change(|s| step_groups(s, false)),
        Action::MoreGroups => page.change(|s| step_groups(s, true)),
        Action::FewerSamples => page.change(|s| s.set_axis(0, s.shape()[0].saturating_sub(1))),
        Action::MoreSamples => page.change(|s| s.set_axis(0, s.shape()[0] + 1)),
        Action::Panel => panels::show_next(page),
        Action::Present => begin(page, stage),
        Action::Blank => blank(page, stage),
        Action::FullScreen => {
            if !screen::leave() {
                screen::enter();
            }
        }
        Action::Theme => projector::change_ground(page),
        Action::Help => toggle(stage.is_help, stage),
        Action::QrCode => toggle(stage.is_code, stage),
        Action::Spotlight => spotlight::toggle(page),
        Action::LargerSpot => spotlight::grow(1.0),
        Action::SmallerSpot => spotlight::grow(-1.0),
        Action::MoveSpot(right, down) => spotlight::shift([right, down].map(f64::from)),
        Action::Pen => ink::take_up(page, !stage.is_drawing.get_untracked()),
        Action::Color(color) => stage.color.set(color),
        Action::Undo => ink::undo(),
        Action::Clear => {
            ink::clear();
            page.announcement.set(say(StageLabel::InkGone).to_owned());
        }
        Action::Speaker => hall::open_speaker(),
        Action::Leave => leave(page, stage),
    }
}

/// Takes away what covers the page; whether anything did.
fn uncover(page: Page, stage: Stage) -> bool {
    let was_blank = stage.is_blank.get_untracked();
    let covers = [stage.is_blank, stage.is_help, stage.is_code];
    let was_covered = covers.iter().any(RwSignal::get_untracked);
    for is_on in covers {
        turn(is_on, false);
    }
    if was_blank {
        page.announcement.set(say(StageLabel::IsShown).to_owned());
    }
    was_covered
}

/// A dialog; one at a time.
fn toggle(is_open: RwSignal<bool>, stage: Stage) {
    let opens = !is_open.get_untracked();
    for other in [stage.is_help, stage.is_code] {
        turn(other, false);
    }
    turn(is_open, opens);
}

fn blank(page: Page, stage: Stage) {
    if stage.is_blank.get_untracked() {
        uncover(page, stage);
    } else if page.presenting.get_untracked() {
        uncover(page, stage);
        stage.is_blank.set(true);
    }
}

/// Begins to present where it has not begun: a clicker's F5 never ends anything.
fn begin(page: Page, stage: Stage) {
    if !page.presenting.get_untracked() {
        uncover(page, stage);
        present::toggle(page);
    }
}

/// Leaves one thing: what is seen on top, then the pen with its lines, the spotlight, and at last the presentation,
/// but never the lesson.
fn leave(page: Page, stage: Stage) {
    if uncover(page, stage) {
        return;
    }
    if stage.is_drawing.get_untracked() || stage.has_ink.get_untracked() {
        ink::take_up(page, false);
        ink::clear();
    } else if stage.spot.with_untracked(Option::is_some) {
        spotlight::toggle(page);
    } else if page.presenting.get_untracked() {
        present::toggle(page);
    }
}

fn step(page: Page, is_forward: bool) {
    let is_taught = page.settings.with_untracked(|s| s.lesson.is_some());
    if is_taught && !hall::turn_deck(page, is_forward) && !lesson::turn(page, is_forward) {
        let end = match is_forward {
            true => StageLabel::LastPart,
            false => StageLabel::FirstPart,
        };
        page.announcement.set(say(end).to_owned());
    }
}

fn step_groups(settings: &mut Settings, up: bool) {
    if let Some((now, divisors)) = settings.groups() {
        let next = if up {
            divisors.iter().find(|d| **d > now)
        } else {
            divisors.iter().rev().find(|d| **d < now)
        };
        settings.set_groups(*next.unwrap_or(&now));
    }
}
