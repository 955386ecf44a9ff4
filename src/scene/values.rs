//! The values of a tensor at the four stages, as a renderer takes them.

use std::fmt;
use std::sync::Arc;

use crate::lab::explore::Explore;
use crate::norm::Place;

/// Stands for NaN where a number must be finite.
pub const NAN_TEXEL: f32 = 3e38;
/// The largest magnitude of all others; infinity too.
const LARGEST: f32 = 1e38;

/// Which elements are marked, by their numbers in C order.
pub type Marks = Arc<dyn Fn(usize) -> bool + Send + Sync>;

/// The values of an experiment's elements at the stages x, x − μ, x̂ and y, and which of them are marked.
///
/// It holds no value of its own: a renderer asks for those that are seen.
#[derive(Clone)]
pub struct Values {
    explore: Arc<Explore>,
    marks: Option<Marks>,
}

/// A value as a renderer takes it.
fn texel(value: f32) -> f32 {
    if value.is_nan() {
        NAN_TEXEL
    } else {
        value.clamp(-LARGEST, LARGEST)
    }
}

impl Values {
    /// The values of an experiment, none marked.
    pub fn new(explore: Arc<Explore>) -> Self {
        Self {
            explore,
            marks: None,
        }
    }

    /// Marks elements.
    #[must_use]
    pub fn with_marks(self, marks: Marks) -> Self {
        Self {
            marks: Some(marks),
            ..self
        }
    }

    /// Number of elements.
    pub fn len(&self) -> usize {
        self.explore.x.len()
    }

    /// Whether there is no element.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether they are values of the same experiment, marks apart.
    pub fn is_of_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.explore, &other.explore)
    }

    /// The stages of an element, all finite; [`NAN_TEXEL`] stands for none: NaN, or a stage that is missing.
    ///
    /// # Panics
    ///
    /// If there is no such element.
    pub fn stages(&self, flat: usize) -> [f32; 4] {
        self.explore
            .stages_of(flat)
            .map(|stage| stage.map_or(NAN_TEXEL, texel))
    }

    /// Where the statistics and parameters of an element are, for [`Self::stages_at`].
    pub(super) fn place(&self, flat: usize) -> Place {
        let maps = self.explore.maps.as_ref();
        maps.map_or_else(Place::default, |maps| maps.place(flat))
    }

    /// [`Self::stages`] of an element whose place is known.
    pub(super) fn stages_at(&self, flat: usize, place: Place) -> [f32; 4] {
        match &self.explore.maps {
            Some(maps) => maps.at(place, self.explore.x_values()[flat]).map(texel),
            None => self.stages(flat),
        }
    }

    /// Whether any element is marked, or may be.
    pub fn has_marks(&self) -> bool {
        self.marks.is_some()
    }

    /// Whether an element is marked.
    pub fn is_marked(&self, flat: usize) -> bool {
        self.marks.as_ref().is_some_and(|marks| marks(flat))
    }

    /// The value of an element at time `t` from 0 to 3: on the straight line between two stages.
    pub fn at(&self, flat: usize, t: f64) -> Option<f64> {
        value_at(self.stages(flat), t)
    }
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut values = f.debug_struct("Values");
        values.field("setup", &self.explore.setup);
        values.field("has_marks", &self.has_marks()).finish()
    }
}

/// The value at time `t` from 0 to 3 that has these stages.
pub(super) fn value_at(stages: [f32; 4], t: f64) -> Option<f64> {
    let (stage, share) = stage_of(t);
    let value =
        |stage: usize| Some(f64::from(stages[stage])).filter(|_| stages[stage] != NAN_TEXEL);
    if share == 0.0 {
        return value(stage);
    }
    let (from, to) = (value(stage)?, value(stage + 1)?);
    Some(from + share * (to - from))
}

/// The stage that `t` has reached, and how far it is on the way to the next.
pub fn stage_of(t: f64) -> (usize, f64) {
    let t = t.clamp(0.0, 3.0);
    let stage = t.floor();
    (stage as usize, t - stage)
}
