//! Tensors of the reader's own: files are chosen or dropped, said what is in them, and read.
//!
//! What is in a file is looked up on the page; its values are read in the worker, by [`bring`], with progress,
//! and given up when something else is asked for. Nothing is sent anywhere.

mod images;
mod listen;
mod opened;
mod panel;
mod read;

pub use listen::{list, listen};
pub use opened::{Opened, Part};
pub use panel::{OpenFile, OwnFiles};
pub use read::bring;

use super::lesson;
use super::page::{Page, words};
use super::ready;
use crate::state::Settings;
use crate::tensor::{Source, Stored, speakable};
use crate::torch::ParseError;
use js_sys::Array;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

/// The files that were chosen, and what is done with them.
#[derive(Clone, Copy)]
pub struct Files {
    chosen: StoredValue<Vec<File>, LocalStorage>,
    /// What is in the last one
    pub opened: RwSignal<Option<Arc<Opened>>>,
    /// Why another could not be opened or read
    pub trouble: RwSignal<Option<String>>,
    /// Whether it is looked up what is in one
    pub is_opening: RwSignal<bool>,
    /// What is read
    reading: RwSignal<Option<Stored>>,
    /// What was shown before that was asked for
    before: StoredValue<Option<Settings>>,
    /// How often files were chosen
    turn: StoredValue<u32>,
    /// Notified when other files are there
    arrived: RwSignal<()>,
    /// Whether files are held over the page
    pub are_over: RwSignal<bool>,
}

impl Files {
    /// None yet.
    pub fn new() -> Self {
        Self {
            chosen: StoredValue::new_local(Vec::new()),
            opened: RwSignal::new(None),
            trouble: RwSignal::new(None),
            is_opening: RwSignal::new(false),
            reading: RwSignal::new(None),
            before: StoredValue::new(None),
            turn: StoredValue::new(0),
            arrived: RwSignal::new(()),
            are_over: RwSignal::new(false),
        }
    }

    /// Opens files: one, or several images.
    pub fn open(self, page: Page, files: Vec<File>) {
        if files.is_empty() {
            return;
        }
        if let Some(file) = files.iter().find(|file| lesson::is_lesson(file)) {
            return lesson::open_file(page, file.clone());
        }
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        self.trouble.set(None);
        self.is_opening.set(true);
        spawn_local(async move {
            let is_wanted = move || self.turn.get_value() == turn;
            let opened = opened::open(&files, &is_wanted).await;
            if !is_wanted() {
                return;
            }
            match opened {
                Ok(opened) => self.take(page, files, Arc::new(opened)),
                Err(why) => self.trouble.set(Some(why)),
            }
            // What is shown now is read first: until then the file is being opened.
            if self.before.with_value(Option::is_none) {
                self.is_opening.set(false);
            }
        });
    }

    /// Keeps files, in the place of others that have their names, and shows what there is to show.
    fn take(self, page: Page, files: Vec<File>, opened: Arc<Opened>) {
        self.keep(&files);
        self.opened.set(Some(opened.clone()));
        let shown = page
            .settings
            .with_untracked(|s| s.source.values.stored().cloned());
        let is_shown = shown.as_ref().is_some_and(|shown| is_in(shown, &files));
        if is_shown {
            // It may hold other values now.
            page.forget();
            self.arrived.set(());
        }
        let only = match &opened.parts[..] {
            [part] => part.stored.as_ref(),
            _ => None,
        };
        if let Some(only) = only.filter(|only| shown.as_ref() != Some(*only)) {
            self.show(page, only, &only.axes());
        }
    }

    /// Keeps a file that was made on the page, and shows the tensor of this name in it: `show` is given where it lies.
    pub fn open_made(
        self,
        page: Page,
        file: File,
        key: String,
        show: impl FnOnce(&mut Settings, Source) + 'static,
    ) {
        self.turn.update_value(|turn| *turn += 1);
        self.trouble.set(None);
        ready::begin();
        spawn_local(async move {
            let opened = opened::open(std::slice::from_ref(&file), &|| true).await;
            match opened {
                Ok(opened) => {
                    let part = opened.parts.iter().find(|part| part.key == key);
                    let stored = part.and_then(|part| part.stored.clone());
                    self.keep(&[file]);
                    self.opened.set(Some(Arc::new(opened)));
                    let source = stored.map(|stored| stored.source(&stored.axes()));
                    if let Some(Ok(source)) = source {
                        page.forget();
                        page.change(|settings| show(settings, source));
                    }
                }
                Err(why) => self.trouble.set(Some(why)),
            }
            ready::end();
        });
    }

    /// All files that are kept.
    pub fn all(self) -> Vec<File> {
        self.chosen.get_value()
    }

    /// Keeps files that were chosen in the other window, where what is shown is made of them.
    pub fn receive(self, page: Page, files: Vec<File>) {
        self.turn.update_value(|turn| *turn += 1);
        self.keep(&files);
        let shown = page
            .settings
            .with_untracked(|s| s.source.values.stored().cloned());
        if shown.is_some_and(|shown| is_in(&shown, &files)) {
            page.forget();
            self.arrived.set(());
        }
    }

    /// Keeps files in the place of others that have their names.
    fn keep(self, files: &[File]) {
        self.chosen.update_value(|chosen| {
            chosen.retain(|old| files.iter().all(|new| new.name() != old.name()));
            chosen.extend(files.iter().cloned());
        });
    }

    /// Shows a tensor whose axis k is axis `axes[k]` of x.
    pub fn show(self, page: Page, stored: &Stored, axes: &[usize]) {
        self.show_source(page, stored.source(axes));
    }

    /// Shows what a convolution with so many filters makes of images.
    pub fn show_activations(self, page: Page, stored: &Stored, filters: usize) {
        self.show_source(page, stored.activations(filters));
    }

    fn show_source(self, page: Page, source: Result<Source, ParseError>) {
        self.trouble.set(None);
        match source {
            Ok(source) if page.settings.with_untracked(|s| s.source == source) => {}
            Ok(source) => {
                if self.before.with_value(Option::is_none) {
                    self.before.set_value(Some(page.settings.get_untracked()));
                }
                page.change(|settings| settings.set_source(source));
            }
            Err(error) => self.trouble.set(Some(error.message().to_owned())),
        }
    }

    /// Gives up what is opened or read, and shows again what was shown before.
    pub fn cancel(self, page: Page) {
        self.turn.update_value(|turn| *turn += 1);
        self.is_opening.set(false);
        let Some(reading) = self.reading.get_untracked() else {
            return;
        };
        if !self.back(page) {
            // A link asked for it: it waits for its file again.
            self.chosen.update_value(|files| {
                files.retain(|file| !reading.names.contains(&speakable(&file.name())))
            });
            self.arrived.set(());
        }
    }

    /// The values cannot be had: says so, and shows again what was shown before, if that was something else.
    pub fn fail(self, page: Page, why: &str) -> bool {
        let is_back = self.back(page);
        if is_back {
            self.trouble.set(Some(why.to_owned()));
        }
        is_back
    }

    fn back(self, page: Page) -> bool {
        let before = self.before.get_value();
        let is_back = before.is_some();
        if let Some(before) = before {
            page.undo(before);
        }
        is_back
    }

    /// Says what is read from now on; where nothing is, there is no way back.
    pub fn wait_for(self, stored: Option<&Stored>) {
        if self.before.with_value(Option::is_some) {
            self.is_opening.set(false);
        }
        if stored.is_none() {
            self.before.set_value(None);
        }
        if self
            .reading
            .with_untracked(|reading| reading.as_ref() != stored)
        {
            self.reading.set(stored.cloned());
        }
    }

    /// Whether values of a file are on their way.
    pub fn is_reading(self, page: Page) -> bool {
        page.is_computing.get() && self.reading.with(Option::is_some)
    }

    /// Asks again when other files are there.
    pub fn watch(self) {
        self.arrived.track();
    }

    /// Lets all ask again.
    pub fn again(self) {
        self.arrived.set(());
    }

    /// Whether the files that a tensor lies in were chosen.
    pub fn have(self, stored: &Stored) -> bool {
        self.watch();
        self.chosen
            .with_value(|files| stored.names.iter().all(|name| find(files, name).is_some()))
    }

    /// What is to be shown and lies in a file that was not chosen.
    pub fn lacking(self, page: Page) -> Option<Stored> {
        let stored = page.with(|s| s.source.values.stored().cloned())?;
        let is_lacking = page.explore.with(Option::is_none) && !self.have(&stored);
        is_lacking.then_some(stored)
    }

    /// The files that a tensor lies in, and how often files were chosen, for whoever reads them.
    pub fn chosen(self, stored: Option<&Stored>) -> (Array, u32) {
        let names = stored.map_or(&[][..], |stored| &stored.names);
        let files = self.chosen.with_value(|files| {
            let named = names.iter().filter_map(|name| find(files, name));
            named.collect()
        });
        (files, self.turn.get_value())
    }
}

/// Whether a tensor lies in one of these files.
fn is_in(stored: &Stored, files: &[File]) -> bool {
    let is_named = |name: &String| find(files, name).is_some();
    stored.names.iter().any(is_named)
}

/// The file of this name.
fn find<'a>(files: &'a [File], name: &str) -> Option<&'a File> {
    files.iter().find(|file| speakable(&file.name()) == name)
}

/// The sentence for a tensor whose file was not chosen.
pub fn missing(stored: &Stored) -> String {
    words().missing_file(&stored.names.join(", "))
}

/// The same as a headline, and the line below it.
pub fn missing_headline(stored: &Stored) -> [String; 2] {
    words().missing_headline(&stored.names.join(", "))
}
