//! The button that films, and how far it has come.

use super::super::live::{heard, live, shown, view_of};
use super::super::page::{Page, label, page, words};
use super::super::ready;
use super::film::{Shot, Taken, film};
use super::picture::{Studio, Subject};
use super::pictures::Choice;
use super::save::save;
use super::{Outcome, encoder, name, tell};
use crate::state::words::Label;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// What is filmed now, as long as the dialog is open.
#[derive(Clone, Copy)]
pub struct Recorder {
    page: Page,
    studio: Studio,
    choice: Choice,
    outcome: Outcome,
    /// How many frames there are, and will be
    progress: RwSignal<Option<[u32; 2]>>,
    /// How often filming began or was given up; it is forgotten with the dialog
    turn: StoredValue<u32>,
}

impl Recorder {
    /// One that is idle.
    pub fn new(studio: Studio, choice: Choice, outcome: Outcome) -> Self {
        Self {
            page: page(),
            studio,
            choice,
            outcome,
            progress: RwSignal::new(None),
            turn: StoredValue::new(0),
        }
    }

    fn is_filming(self) -> bool {
        self.progress.with(Option::is_some)
    }

    fn give_up(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.progress.set(None);
    }

    fn record(self) {
        let (of, look) = (
            self.choice.subject.get_untracked(),
            self.choice.look.get_untracked(),
        );
        let Some(shot) = Shot::of(self.page, self.studio, of, look) else {
            return;
        };
        self.give_up();
        let turn = self.turn.get_value();
        let frames = untrack(|| film(self.page)).frames();
        let goes_on = move |done: u32| {
            let is_wanted = self.turn.try_get_value() == Some(turn);
            if is_wanted {
                self.progress.set(Some([done, frames]));
            }
            is_wanted
        };
        goes_on(0);
        let scale = self.choice.scale.get_untracked();
        ready::begin();
        spawn_local(async move {
            let taken = shot.take(scale, goes_on).await;
            if self.turn.try_get_value() == Some(turn) {
                self.progress.set(None);
                self.put(of, taken);
            }
            ready::end();
        });
    }

    fn put(self, of: Subject, taken: Result<Taken, wasm_bindgen::JsValue>) {
        let named = |ending| name(self.page, of.ending(), ending);
        match taken {
            Ok(Taken::Video(video)) => {
                let name = named(video.codec.ending());
                let saved = save(&name, &video.file(), video.codec.kind());
                tell(self.outcome, name, saved);
            }
            Ok(Taken::GivenUp) => {}
            Ok(Taken::NoCodec) => self.outcome.set(Some(label(Label::NoVideo).to_owned())),
            Err(error) => {
                leptos::logging::error!("the video cannot be made: {error:?}");
                self.outcome.set(Some(label(Label::VideoFailed).to_owned()));
            }
        }
    }
}

/// Films, or gives it up.
#[component]
pub fn FilmButton(
    /// Who films
    recorder: Recorder,
) -> impl IntoView {
    let press = move |_| match untrack(|| recorder.is_filming()) {
        true => recorder.give_up(),
        false => recorder.record(),
    };
    let is_idle_for_good = move || !(recorder.is_filming() || can_film(recorder));
    let name = move || match recorder.is_filming() {
        true => label(Label::Cancel),
        false => label(Label::Video),
    };
    view! {
        <button type="button" disabled=live(is_idle_for_good) on:click=heard(press)>{view_of(name)}</button>
    }
}

/// How far it has come, or what a video would show, or why there is none.
#[component]
pub fn FilmProgress(
    /// Who films
    recorder: Recorder,
) -> impl IntoView {
    let note = move || match (encoder::is_there(), can_film(recorder)) {
        (false, _) => label(Label::NoVideo).to_owned(),
        (_, false) => label(Label::StandsStill).to_owned(),
        _ => words().film(film(recorder.page).duration_secs()),
    };
    let counts = move || recorder.progress.get().unwrap_or([0, 1]);
    let is_filming = move || recorder.is_filming();
    view! {
        {shown(is_filming, move || view! {
            <div class="row">
                <progress aria-label=label(Label::Video) max=live(move || counts()[1]) value=live(move || counts()[0])></progress>
                <span class="hint">{view_of(move || words().frame(counts()))}</span>
            </div>
        })}
        {shown(move || !is_filming(), move || view! { <p class="hint">{view_of(note)}</p> })}
    }
}

fn can_film(recorder: Recorder) -> bool {
    encoder::is_there() && recorder.choice.subject.get().moves(recorder.page)
}
