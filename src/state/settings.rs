//! All that a link restores.

mod kinds;

pub use kinds::{By, Cam, Color, Cut, Language, Part, Theme, View};

use super::lesson::Place;
use super::{Arrangement, Axis, Method, axes_of};
use crate::lab::descent;
use crate::lab::explore::{Mode, PerChannel, Poke, Setup};
use crate::lab::family;
use crate::lab::pictures;
use crate::lab::redraws::{Experiment, Redraws};
use crate::lab::stack;
use crate::lab::training;
use crate::norm::{BatchNorm, Layer};
use crate::tensor::{Recipe, Source, has_digits, is_held};

/// All that is shown, in range by construction: made by [`Settings::default`],
/// by reading a link, and by the methods that the controls call.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The page
    pub view: View,
    /// Where x comes from, and its shape
    pub source: Source,
    /// Seed of the generator that draws x
    pub seed: u64,
    /// The layer
    pub layer: Layer,
    /// γ other than at its initial value
    pub weight: Option<PerChannel>,
    /// β other than at its initial value
    pub bias: Option<PerChannel>,
    /// Training or evaluation
    pub mode: Mode,
    /// Batches that the layer saw in training mode before
    pub steps: u32,
    /// One value of x that was overwritten
    pub poke: Option<Poke>,
    /// Gradient descent on two features
    pub descent: descent::Setup,
    /// How the axes lie in space
    pub arrangement: Arrangement,
    /// What the colours mean
    pub color: Color,
    /// What a row of the distributions holds
    pub by: By,
    /// What is cut away
    pub cut: Option<Cut>,
    /// The pinned element, one index per axis
    pub at: Option<Vec<usize>>,
    /// The stage, from x at 0 to y at 3
    pub t: f64,
    /// The camera, where it was shared
    pub cam: Option<Cam>,
    /// What is looked at where batches are drawn again and again, and how often
    pub redraws: Redraws,
    /// A stack of transformer blocks, and what is looked at in it
    pub stack: stack::Setup,
    /// The method of the family that is looked at
    pub family: family::Setup,
    /// The pictures that are looked at, and whose style they take
    pub pictures: pictures::Setup,
    /// The networks that are trained, and what is looked at in them
    pub training: training::Setup,
    /// Light or dark
    pub theme: Theme,
    /// The language; `None` is the one that the reader's browser prefers
    pub language: Option<Language>,
    /// What is left out of the page
    pub hide: Vec<Part>,
    /// The lesson that is taught, and where one is in it
    pub lesson: Option<Place>,
    /// The groups that were last chosen by hand; not in the link
    pub wanted_groups: usize,
}

impl Default for Settings {
    /// What a link without keys shows. Frozen: old links omit what was the default.
    fn default() -> Self {
        let shape = vec![4, 6, 4, 4];
        let source = Source::new(Recipe::Channels, shape).expect("a shape for every recipe");
        let layer = crate::torch::parse_layer("GroupNorm(3,6)").expect("a layer of our own");
        let Setup {
            source,
            seed,
            layer,
            weight,
            bias,
            mode,
            steps,
            poke,
        } = Setup::new(source, layer);
        Self {
            view: View::Explore,
            source,
            seed,
            layer,
            weight,
            bias,
            mode,
            steps,
            poke,
            descent: descent::Setup::default(),
            arrangement: Arrangement::Solid,
            color: Color::Value,
            by: By::Set,
            cut: None,
            at: None,
            t: 0.0,
            cam: None,
            redraws: Redraws::default(),
            stack: stack::Setup::default(),
            family: family::Setup::default(),
            pictures: pictures::Setup::default(),
            training: training::Setup::default(),
            theme: Theme::Auto,
            language: None,
            hide: Vec::new(),
            lesson: None,
            wanted_groups: 3,
        }
    }
}

/// The last stage, γ·x̂ + β.
pub const LAST_STAGE: f64 = 3.0;

/// Batches a layer can have seen before.
pub const MAX_STEPS: u32 = 200;

impl Settings {
    /// Whether x can be had now: images of digits, and what lies in a file, may have to be loaded first.
    pub fn is_at_hand(&self) -> bool {
        let values = &self.source.values;
        let waits_for_digits = values.recipe().is_some_and(Recipe::shows_digits) && !has_digits();
        let waits_for_file = values.stored().is_some_and(|stored| !is_held(stored));
        !waits_for_digits && !waits_for_file
    }

    /// Shows another page, and no lesson.
    pub fn leave_for(&mut self, view: View) {
        if self.lesson.take().is_some() {
            // What the lesson left out is there again.
            self.hide.clear();
        }
        self.view = view;
    }

    /// What is the own of views that are not shown takes its default: it is not in the link either.
    pub fn forget_other_views(&mut self) {
        if self.view != View::Descent {
            self.descent = descent::Setup::default();
        }
        if self.view != View::Redraws {
            self.redraws = Redraws::default();
        }
        if self.view != View::Stack {
            self.stack = stack::Setup::default();
        }
        if self.view != View::Family {
            self.family = family::Setup::default();
        }
        if self.view != View::Pictures {
            self.pictures = pictures::Setup::default();
        }
        if self.view != View::Training {
            self.training = training::Setup::default();
        }
    }

    /// Lengths of the axes of x.
    pub fn shape(&self) -> &[usize] {
        &self.source.shape
    }

    /// A name for files: `GroupNorm-4x6x4x4`.
    pub fn name(&self) -> String {
        let layer = self.layer.to_string();
        let class = layer.split('(').next().unwrap_or_default();
        let lengths: Vec<_> = self.shape().iter().map(usize::to_string).collect();
        format!("{class}-{}", lengths.join("x"))
    }

    /// What the axes are called.
    pub fn axes(&self) -> Vec<Axis> {
        match self.source.values.recipe() {
            // Their axes are what they are, whatever a layer takes them for.
            Some(Recipe::Sentences) => vec![Axis::Batch, Axis::Tokens, Axis::Features],
            _ => axes_of(&self.layer, self.shape().len()),
        }
    }

    /// The chosen method.
    pub fn method(&self) -> Method {
        Method::of(&self.layer)
    }

    /// What is computed, as far as it depends on these settings.
    pub fn setup(&self) -> Setup {
        self.setup_of(self.layer.clone())
    }

    /// The same for another layer on the same x.
    pub fn setup_of(&self, layer: Layer) -> Setup {
        Setup {
            source: self.source.clone(),
            seed: self.seed,
            layer,
            weight: self.weight.clone(),
            bias: self.bias.clone(),
            mode: self.mode,
            steps: self.steps,
            poke: self.poke.clone(),
        }
    }

    /// What is drawn again and again: x by the batch norm that fits it, with ε and momentum of the layer.
    pub fn redraws_experiment(&self) -> Experiment {
        Experiment {
            source: self.source.clone(),
            seed: self.seed,
            channel: self.channel(),
            layer: self.batch_norm(),
            redraws: self.redraws,
        }
    }

    /// The index of the pinned element on axis 1, or 0.
    pub fn channel(&self) -> usize {
        self.at.as_ref().map_or(0, |at| at[1])
    }

    /// The batch norm that fits x; ε and momentum are those of the layer where it has them.
    pub fn batch_norm(&self) -> BatchNorm {
        match Method::Batch.layer(self.shape(), &self.layer, self.wanted_groups) {
            Layer::BatchNorm(layer) => layer,
            _ => unreachable!("the method's own layer"),
        }
    }

    /// The four layers of the comparison; the chosen one as it is, the others as they fit x.
    pub fn compared(&self) -> [Layer; 4] {
        Method::FIGURE.map(|method| {
            if method == self.method() {
                self.layer.clone()
            } else {
                method.layer(self.shape(), &self.layer, self.wanted_groups)
            }
        })
    }
}
