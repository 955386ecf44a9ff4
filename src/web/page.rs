//! What all components share: the settings, and what follows from them.

mod changes;

pub use super::language::{first_words, label, words};

use super::files::Files;
use super::lesson::Lessons;
use super::memo::Memo;
use super::{batches, dom, history};
use crate::lab::explore::{Explore, Setup};
use crate::lab::histogram::Groups;
use crate::lab::lit::Lit;
use crate::lab::training::{Log, Trial};
use crate::norm::Call;
use crate::scene::{Camera, Limits, limits_of};
use crate::state::words::{FirstWords, Shown};
use crate::state::{Cam, Complaint, Part, Settings, Speed, Theme};
use leptos::prelude::*;
use ndarray::ArrayD;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// Networks in training, and what is shown of them.
type Trained = (Memo<Vec<Trial>>, Memo<Vec<Log>>);

/// The page's state; a handle that every component copies.
#[derive(Clone, Copy)]
pub struct Page {
    /// All that a link restores
    pub settings: RwSignal<Settings>,
    /// The answer to [`Self::settings`]; `None` while the worker computes the first one
    pub explore: RwSignal<Option<Arc<Explore>>>,
    /// Those that are compared with it, where they are shown
    pub compared: RwSignal<Vec<Arc<Explore>>>,
    /// The distributions of [`Self::explore`], but for the selected set's own
    pub groups: RwSignal<Option<Arc<Groups>>>,
    /// The networks of the view that trains some, and what is shown of each
    pub trained: RwSignal<Option<Trained>>,
    /// What the link got wrong
    pub complaints: RwSignal<Vec<Complaint>>,
    /// The element under the pointer, one index per axis
    pub hover: RwSignal<Option<Vec<usize>>>,
    /// The elements that something else on the page points at
    pub lit: RwSignal<Option<Arc<Lit>>>,
    /// The symbol of the formula that is pointed at, by its id
    pub term: RwSignal<Option<&'static str>>,
    /// The stage that the running clock shows; `None` while it stands
    pub running: RwSignal<Option<f64>>,
    /// The stage that is shown
    stage: Memo<f64>,
    /// Speed of the clock
    pub speed: RwSignal<Speed>,
    /// The camera of all cubes
    pub camera: RwSignal<Camera>,
    /// Whether the ground is dark: by choice, or as the system has it
    pub is_dark: Memo<bool>,
    /// Whether the cubes are drawn without WebGL
    pub is_without_webgl: RwSignal<bool>,
    /// Whether the worker is at the newest settings, and the views still show older ones
    pub is_computing: RwSignal<bool>,
    /// How much of it the worker has done, from 0 to 1
    pub progress: RwSignal<f64>,
    /// Why there is no answer to the newest settings
    pub trouble: RwSignal<Option<String>>,
    /// Width and height of the figure, in CSS pixels; `None` where there are several, or none yet
    pub figure_px: RwSignal<Option<(f64, f64)>>,
    /// Whether the page is shown, in its language: English is here from the start
    pub is_spoken: RwSignal<bool>,
    /// Whether all of the program is here, and not only what the first view runs
    pub is_whole: RwSignal<bool>,
    /// The ends of the colour scale
    limits: Memo<Limits>,
    /// The reader's own files
    pub files: Files,
    /// The lessons
    pub lessons: Lessons,
    /// Whether the page is presented
    pub presenting: RwSignal<bool>,
    /// The size of the type, in CSS pixels, as style.css has it
    pub type_px: RwSignal<f64>,
    /// Which of the panels is shown where there is room for one
    pub panel: RwSignal<usize>,
    /// Whether the receipt's equal layers get random γ, β
    pub random_affine: RwSignal<bool>,
    /// What a screen reader is told
    pub announcement: RwSignal<String>,
}

impl Page {
    /// Reads the address.
    pub fn open() -> Self {
        let (settings, complaints) = history::read();
        let camera = camera_of(&settings);
        let settings = RwSignal::new(settings);
        let prefers_dark = dom::prefers_dark();
        let is_dark = Memo::new(move |_| match settings.with(|s| s.theme) {
            Theme::Auto => prefers_dark.get(),
            theme => theme == Theme::Dark,
        });
        Effect::new(move || dom::set_ground(is_dark.get()));
        let running = RwSignal::new(None::<f64>);
        let standing = move || settings.with(|s| s.t);
        let groups = RwSignal::new(None::<Arc<Groups>>);
        let explore = RwSignal::new(None::<Arc<Explore>>);
        let limits = Memo::new(move |_| match (explore.get(), groups.get()) {
            (Some(explore), Some(groups)) => limits_of(&explore, &groups),
            _ => Limits::RECIPE,
        });
        Self {
            settings,
            is_dark,
            explore,
            compared: RwSignal::new(Vec::new()),
            groups,
            limits,
            trained: RwSignal::new(None),
            complaints: RwSignal::new(complaints),
            hover: RwSignal::new(None),
            lit: RwSignal::new(None),
            term: RwSignal::new(None),
            running,
            stage: Memo::new(move |_| running.get().unwrap_or_else(standing)),
            speed: RwSignal::new(Speed::Normal),
            camera: RwSignal::new(camera),
            is_without_webgl: RwSignal::new(false),
            is_computing: RwSignal::new(false),
            progress: RwSignal::new(0.0),
            trouble: RwSignal::new(None),
            figure_px: RwSignal::new(None),
            is_spoken: RwSignal::new(dom::is_english()),
            is_whole: RwSignal::new(false),
            files: Files::new(),
            lessons: Lessons::new(history::leaves_figure_to_lesson()),
            presenting: RwSignal::new(false),
            type_px: RwSignal::new(dom::type_px()),
            panel: RwSignal::new(0),
            random_affine: RwSignal::new(false),
            announcement: RwSignal::new(String::new()),
        }
    }

    /// What `read` makes of the settings.
    pub fn with<T>(self, read: impl FnOnce(&Settings) -> T) -> T {
        read(&self.read())
    }

    // Apart from what is made of them, so that it is in the program once.
    #[inline(never)]
    fn read(self) -> impl Deref<Target = Settings> {
        self.settings.read()
    }

    /// The stage that is shown.
    pub fn t(self) -> f64 {
        self.stage.get()
    }

    /// The end of the colour scale at the stage that is shown.
    pub fn limit(self) -> f64 {
        self.limits().at(self.t())
    }

    /// The ends of the colour scale at all stages.
    pub fn limits(self) -> Limits {
        self.limits.get()
    }

    /// The settings with all that is seen: the camera as it was turned, and the stage that the clock has reached.
    pub fn seen(self) -> Settings {
        untrack(|| {
            let camera = self.camera.get();
            Settings {
                t: self.t(),
                cam: Some(Cam {
                    yaw_deg: camera.yaw.to_degrees(),
                    pitch_deg: camera.pitch.to_degrees(),
                    zoom: camera.zoom,
                    pan: camera.pan,
                }),
                ..self.settings.get()
            }
        })
    }

    /// Whether the answer that is shown is that to the present settings.
    pub fn is_answered(self) -> bool {
        let setup = self.with(Settings::setup);
        self.explore.with(|explore| {
            explore
                .as_ref()
                .is_some_and(|explore| explore.setup == setup)
        })
    }

    /// A part of the settings that notifies only when it changes itself.
    pub fn part<T: PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&Settings) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.with(&part))
    }

    /// Whether a part of the page is shown.
    pub fn shows(self, part: Part) -> impl Fn() -> bool + Copy + Send + Sync {
        let is_hidden = self.part(move |s| s.hide.contains(&part));
        move || !is_hidden.get()
    }

    /// The pinned element.
    pub fn pinned(self) -> Option<Vec<usize>> {
        self.with(|s| s.at.clone())
    }

    /// What the sentences speak of, handed to `tell`.
    pub fn tell(self, tell: &dyn Fn(&dyn FirstWords, &Shown) -> String) -> String {
        let explore = self.explore.get();
        self.with(|settings| {
            let axes = settings.axes();
            let plan = explore.as_ref().and_then(|explore| explore.plan());
            let shown = Shown {
                layer: &settings.layer,
                mode: settings.mode,
                axes: &axes,
                shape: settings.shape(),
                plan: plan.filter(|plan| plan.partition.shape() == settings.shape()),
            };
            tell(first_words(), &shown)
        })
    }

    /// The pinned element, without being told when it changes.
    pub fn pinned_untracked(self) -> Option<Vec<usize>> {
        self.settings.with_untracked(|s| s.at.clone())
    }

    /// The box of the set that the element at `index` belongs to.
    pub fn ranges(self, index: &[usize]) -> Option<Vec<Range<usize>>> {
        let explore = self.explore.get()?;
        let reach = explore.plan()?.reach();
        let is_inside = index.len() == reach.shape().len()
            && index.iter().zip(reach.shape()).all(|(i, n)| i < n);
        is_inside.then(|| reach.ranges(reach.set_of(index)))
    }

    /// The batch of a setup as it was drawn, if it is the one that is shown, or begins one that was.
    pub fn drawn(self, setup: &Setup) -> Option<Arc<ArrayD<f32>>> {
        let shown = self.explore.get_untracked()?;
        match shown.setup.shares_batch(setup) {
            true => Explore::clone(&shown).into_drawn(),
            false => batches::find(setup),
        }
    }

    /// What the layer measured, where PyTorch accepts the call.
    pub fn call<T>(self, read: impl FnOnce(&Explore, &Call) -> T) -> Option<T> {
        let explore = self.explore.get()?;
        let call = explore.call.as_ref().ok()?;
        Some(read(&explore, call))
    }
}

/// The page that the current component stands on.
pub fn page() -> Page {
    expect_context()
}

/// The camera that a link asks for, or the one that shows the whole cube.
fn camera_of(settings: &Settings) -> Camera {
    settings.cam.map_or_else(Camera::default, Camera::from)
}
