//! Words that drive the figure, and values that follow it.

use super::go;
use super::prose::Written;
use crate::lab::explore::Explore;
use crate::state::lesson::{
    Beat, LiveMark, Place, follow_in, is_there, settings_of, settings_of_value,
};
use crate::state::live::Live;
use crate::state::{Settings, Theme, follow, live, write_link};
use crate::web::compute::AT_ONCE;
use crate::web::job::Work;
use crate::web::live::{heard, live as changing, view_of};
use crate::web::memo::Memo;
use crate::web::page::Page;
use leptos::prelude::*;
use std::sync::Arc;

impl Written {
    /// Words that drive the figure.
    pub(super) fn drive(&self, link: &str, text: AnyView) -> AnyView {
        let page = self.page;
        let start = settings_of(&self.beat, &at(&self.place));
        let href = format!("?{}", write_link(&follow(&start, link).0, false));
        let to = link.to_owned();
        let is_current = {
            let (beat, link) = (self.beat.clone(), link.to_owned());
            Memo::new(move |_| page.with(|shown| is_there(&beat, &link, shown)))
        };
        let beat = self.beat.clone();
        let press = move |ev: web_sys::MouseEvent| {
            if ev.ctrl_key() || ev.meta_key() || ev.shift_key() {
                return;
            }
            ev.prevent_default();
            follow_link(page, &beat, &to);
        };
        view! {
            <a
                class="drive"
                href=href
                aria-current=changing(move || is_current.get().then_some("true"))
                on:click=heard(press)
            >
                {text}
            </a>
        }
        .into_any()
    }

    /// A value that is computed: of settings of its own, or of what is shown.
    pub(super) fn live(&self, mark: &LiveMark) -> AnyView {
        let page = self.page;
        let Some(live) = live::find(&mark.name) else {
            return mark.name.clone().into_any();
        };
        let (beat, fixed) = (self.beat.clone(), mark.clone());
        let place = self.place.clone();
        let settings = Memo::new(move |_| {
            let shown = match &fixed.link {
                Some(_) => at(&place),
                None => page.with(figure_of),
            };
            settings_of_value(&beat, &fixed, &shown)
        });
        let is_fixed = mark.link.is_some();
        let value = Memo::new(move |before: Option<&Option<Option<f64>>>| {
            // What it waits for, digits or a file, comes with an answer.
            page.explore.track();
            let number = settings.with(|s| number(page, live, s));
            // What is known of settings of its own stays known when something else is shown.
            number.or_else(|| before.copied().flatten().filter(|_| is_fixed))
        });
        let text = move || match value.get() {
            Some(Some(value)) => live.format.text(value),
            Some(None) => "—".to_owned(),
            None => "…".to_owned(),
        };
        let link = move || settings.with(|s| write_link(s, false));
        let number = move || value.get().flatten().map(|value| value.to_string());
        view! {
            <output class="live" data-live=live.name data-link=link data-value=number>{view_of(text)}</output>
        }
        .into_any()
    }
}

/// Follows a link of the prose.
fn follow_link(page: Page, beat: &Beat, link: &str) {
    let shown = page.settings.get_untracked();
    let (to, _) = follow_in(beat, &shown, link);
    if to.lesson != shown.lesson
        && let Some(place) = &to.lesson
    {
        return go(page, place.clone());
    }
    page.set_out(move |_| to.clone());
}

/// Default settings at a place.
fn at(place: &Place) -> Settings {
    Settings {
        lesson: Some(place.clone()),
        ..Settings::default()
    }
}

/// What of the settings numbers depend on: neither clock nor camera.
fn figure_of(settings: &Settings) -> Settings {
    Settings {
        t: 0.0,
        cam: None,
        theme: Theme::Auto,
        language: None,
        hide: Vec::new(),
        lesson: None,
        ..settings.clone()
    }
}

/// A value, if it can be computed within a frame from what is here, or follows from what is shown.
fn number(page: Page, live: &Live, settings: &Settings) -> Option<Option<f64>> {
    if live.is_of_runs() {
        let (trials, logs) = page.trained.get()?;
        let is_of_these = trials.get() == settings.training.all_trials(settings.seed);
        let value = is_of_these.then(|| logs.with(|logs| live.value_of_runs(settings, logs)))?;
        // Nothing was seen yet.
        return value.filter(Option::is_some);
    }
    let is_small = || Work::of(settings).len() <= AT_ONCE;
    if live.needs_no_x() || settings.is_at_hand() && is_small() {
        return Some(live.value(settings));
    }
    page.explore.with(|explore| {
        let of_these = |explore: &&Arc<Explore>| explore.setup == settings.setup();
        live.value_of(settings, explore.as_ref().filter(of_these)?)
    })
}
