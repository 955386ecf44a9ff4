//! Tensors of the reader's own: files are chosen or dropped, said what is in them, and read.
//!
//! What is in a file is looked up on the page; its values are read in the worker, by [`bring`], with progress,
//! and given up when something else is asked for. Nothing is sent anywhere.

mod images;
mod listen;
mod opened;
mod panel;
mod read;

pub use listen::listen;
pub use opened::{Opened, Part};
pub use panel::OwnFiles;
pub use read::bring;

use super::page::{Page, words};
use crate::state::Settings;
use crate::tensor::{Stored, speakable};
use js_sys::Array;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

/// The files that were chosen, and what is done with them.
#[derive(Clone, Copy)]
pub struct Files {
    chosen: StoredValue<Vec<File>, LocalStorage>,
    /// What the controls say of them
    pub state: RwSignal<State>,
    /// Notified when other files are there
    arrived: RwSignal<()>,
    /// What was shown before values were asked of a file
    before: StoredValue<Option<Settings>>,
    /// How often files were chosen
    turn: StoredValue<u32>,
    /// Whether files are held over the page
    pub are_over: RwSignal<bool>,
}

/// How far the opening of files has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum State {
    /// None was chosen
    #[default]
    Nothing,
    /// It is looked up what is in it
    Opening(String),
    /// This is in it
    Open(Arc<Opened>),
    /// Why not
    Failed(String),
}

impl Files {
    /// None yet.
    pub fn new() -> Self {
        Self {
            chosen: StoredValue::new_local(Vec::new()),
            state: RwSignal::new(State::Nothing),
            arrived: RwSignal::new(()),
            before: StoredValue::new(None),
            turn: StoredValue::new(0),
            are_over: RwSignal::new(false),
        }
    }

    /// Opens files: one, or several images.
    pub fn open(self, page: Page, files: Vec<File>) {
        let Some(first) = files.first() else { return };
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        self.state.set(State::Opening(first.name()));
        spawn_local(async move {
            let is_wanted = move || self.turn.get_value() == turn;
            let opened = opened::open(&files, &is_wanted).await;
            if !is_wanted() {
                return;
            }
            match opened {
                Ok(opened) => {
                    self.chosen.set_value(files);
                    let opened = Arc::new(opened);
                    self.state.set(State::Open(opened.clone()));
                    self.offer(page, &opened);
                }
                Err(why) => self.state.set(State::Failed(why)),
            }
        });
    }

    /// Shows the only tensor of a file at once, and the one that a link waits for.
    fn offer(self, page: Page, opened: &Opened) {
        let wanted = page.with(|s| s.source.values.stored().cloned());
        let is_wanted = |part: &&Part| part.stored == wanted;
        if wanted.is_some() && opened.parts.iter().any(|part| is_wanted(&part)) {
            self.arrived.set(());
        } else if let [
            Part {
                stored: Some(stored),
                ..
            },
        ] = &opened.parts[..]
        {
            self.show(page, stored, &stored.axes());
        }
    }

    /// Shows a tensor whose axis k is axis `axes[k]` of x.
    pub fn show(self, page: Page, stored: &Stored, axes: &[usize]) {
        match stored.source(axes) {
            Ok(source) if page.settings.with_untracked(|s| s.source == source) => {}
            Ok(source) => {
                self.before.set_value(Some(page.settings.get_untracked()));
                page.change(|settings| settings.set_source(source));
            }
            Err(error) => self.state.set(State::Failed(error.message().to_owned())),
        }
    }

    /// Gives up what is opened or read, and shows again what was shown before.
    pub fn cancel(self, page: Page) {
        self.turn.update_value(|turn| *turn += 1);
        self.state.set(State::Nothing);
        self.back(page);
    }

    /// The values cannot be had: shows again what was shown before, if that was something else.
    pub fn fail(self, page: Page, why: &str) -> bool {
        let is_back = self.back(page);
        if is_back {
            self.state.set(State::Failed(why.to_owned()));
        }
        is_back
    }

    fn back(self, page: Page) -> bool {
        let before = self.before.get_value();
        self.before.set_value(None);
        let is_back = before.is_some();
        if let Some(before) = before {
            page.change(|settings| *settings = before);
        }
        is_back
    }

    /// The values are here: there is no way back.
    pub fn settle(self) {
        self.before.set_value(None);
    }

    /// Whether values of a file are on their way.
    pub fn is_reading(self, page: Page) -> bool {
        page.is_computing.get() && self.before.with_value(Option::is_some)
    }

    /// Asks again when other files are there.
    pub fn watch(self) {
        self.arrived.track();
    }

    /// Whether the files that a tensor lies in were chosen.
    pub fn have(self, stored: &Stored) -> bool {
        self.watch();
        self.chosen
            .with_value(|files| stored.names.iter().all(|name| find(files, name).is_some()))
    }

    /// Those that were chosen, for the worker.
    pub fn all(self) -> Array {
        self.chosen.with_value(|files| files.iter().collect())
    }

    /// That files were chosen anew, or that values are here.
    pub fn again(self) {
        self.arrived.set(());
    }
}

/// The file of this name.
fn find<'a>(files: &'a [File], name: &str) -> Option<&'a File> {
    files.iter().find(|file| speakable(&file.name()) == name)
}

/// The sentence for a tensor whose file was not chosen.
pub fn missing(stored: &Stored) -> String {
    words().missing_file(&stored.names.join(", "))
}
