//! How what is shown changes.

use super::{Page, camera_of};
use crate::state::{Cam, Complaint, Settings};
use crate::web::{batches, history, ready};
use leptos::prelude::*;

impl Page {
    /// Changes the settings: one step of undo.
    pub fn change(self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.as_set();
        change(&mut settings);
        self.show(settings, history::push);
    }

    /// Goes to other settings, with the camera that they have, if they have one: one step of undo.
    pub fn set_out(self, make: impl FnOnce(&Settings) -> Settings) {
        let settings = make(&self.as_set());
        if settings.cam.is_some() {
            self.camera.set(camera_of(&settings));
        }
        self.show(settings, history::push);
    }

    /// Shows other settings; the address stays as it is.
    pub fn show_silently(self, settings: Settings) {
        if settings.cam.is_some() {
            self.camera.set(camera_of(&settings));
        }
        ready::wait();
        self.settings.set(settings);
    }

    /// Changes the settings while something is dragged: all of the drag is one step of undo.
    pub fn drag(self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.as_set();
        change(&mut settings);
        self.show(settings, history::drag);
    }

    /// Ends a drag.
    pub fn settle(self) {
        history::settle(&self.settings.get_untracked());
    }

    /// Shows other settings as they are in the address, which stays as it is.
    pub fn restore(self) {
        let (settings, complaints) = history::read();
        self.lessons.restored(history::leaves_figure_to_lesson());
        ready::wait();
        // A link without a camera leaves the cube as it was turned.
        if settings.cam.is_some() {
            self.camera.set(camera_of(&settings));
        }
        self.complaints.set(complaints);
        self.settings.set(settings);
    }

    /// Shows again what was shown before, in the place of the last step.
    pub fn undo(self, before: Settings) {
        self.show(before, history::replace);
    }

    /// Shows what somebody else sets, another page or the other window, and what is wrong with it: no step of undo.
    pub fn follow(self, settings: Settings, complaints: Vec<Complaint>) {
        if let Some(cam) = settings.cam {
            self.look_from(cam);
        }
        if self.complaints.with_untracked(|old| *old != complaints) {
            self.complaints.set(complaints);
        }
        if self.settings.with_untracked(|shown| *shown != settings) {
            ready::wait();
            self.settings.set(settings);
            history::follow(self.settings);
        }
    }

    /// Turns the cubes to be seen from there.
    pub fn look_from(self, cam: Cam) {
        self.camera.set(cam.into());
    }

    /// Shows nothing, and keeps no batch.
    pub fn forget(self) {
        batches::forget();
        self.explore.set(None);
        self.groups.set(None);
        self.compared.set(Vec::new());
        ready::wait();
    }

    // What does not depend on the closure stands apart from it, so that it is in the program once.
    #[inline(never)]
    fn as_set(self) -> Settings {
        self.settings.get_untracked()
    }

    /// Shows other settings, and notes them in the history if they differ.
    #[inline(never)]
    fn show(self, settings: Settings, note: fn(&Settings)) {
        if self.settings.with_untracked(|shown| *shown == settings) {
            return;
        }
        ready::wait();
        self.complaints.update(Vec::clear);
        note(&settings);
        self.settings.set(settings);
    }
}
