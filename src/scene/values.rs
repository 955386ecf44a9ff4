//! The values of a tensor at the four stages, as a renderer takes them.

use ndarray::ArrayViewD;

use super::colour::{Palette, Rgb, Theme, blend};
use super::layout::{Cell, Direction};
use super::model::{Role, Scene};

/// Stands for NaN where a number must be finite.
pub const NAN_TEXEL: f32 = 3e38;
/// The largest magnitude of all others; infinity too.
const LARGEST: f32 = 1e38;

/// The values of each element at the stages x, x − μ, x̂ and y.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    texels: Vec<f32>,
    moved: Option<Vec<bool>>,
}

impl Values {
    /// Gathers the stages, element by element; a stage that is missing has no values and is hatched.
    ///
    /// # Panics
    ///
    /// If the first stage is missing or the stages have different lengths.
    pub fn new(stages: [Option<ArrayViewD<f32>>; 4]) -> Self {
        let len = stages[0].as_ref().expect("there is always x").len();
        let mut texels = vec![NAN_TEXEL; 4 * len];
        for (stage, values) in stages.iter().enumerate() {
            let Some(values) = values else { continue };
            assert_eq!(values.len(), len, "all stages have as many elements as x");
            for (texel, &value) in texels.chunks_exact_mut(4).zip(values) {
                texel[stage] = if value.is_nan() {
                    NAN_TEXEL
                } else {
                    value.clamp(-LARGEST, LARGEST)
                };
            }
        }
        Self {
            texels,
            moved: None,
        }
    }

    /// Marks the elements that moved, in C order.
    ///
    /// # Panics
    ///
    /// If there are not as many marks as elements.
    #[must_use]
    pub fn with_moved(self, moved: Vec<bool>) -> Self {
        assert_eq!(4 * moved.len(), self.texels.len(), "one mark per element");
        Self {
            moved: Some(moved),
            ..self
        }
    }

    /// Number of elements.
    pub fn len(&self) -> usize {
        self.texels.len() / 4
    }

    /// Whether there is no element.
    pub fn is_empty(&self) -> bool {
        self.texels.is_empty()
    }

    /// Four numbers per element, all finite; [`NAN_TEXEL`] stands for none.
    pub fn texels(&self) -> &[f32] {
        &self.texels
    }

    /// Which elements moved.
    pub fn moved(&self) -> Option<&[bool]> {
        self.moved.as_deref()
    }

    /// The value of an element at time `t` from 0 to 3: on the straight line between two stages.
    pub fn at(&self, flat: usize, t: f64) -> Option<f64> {
        let (stage, share) = stage_of(t);
        let texel = &self.texels[4 * flat..4 * flat + 4];
        let value =
            |stage: usize| Some(f64::from(texel[stage])).filter(|_| texel[stage] != NAN_TEXEL);
        if share == 0.0 {
            return value(stage);
        }
        let (from, to) = (value(stage)?, value(stage + 1)?);
        Some(from + share * (to - from))
    }
}

/// The stage that `t` has reached, and how far it is on the way to the next.
pub fn stage_of(t: f64) -> (usize, f64) {
    let t = t.clamp(0.0, 3.0);
    let stage = t.floor();
    (stage as usize, t - stage)
}

/// What the colours of the cells stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ColourBy {
    /// The value, on the diverging scale
    #[default]
    Value,
    /// The set that the element belongs to
    Set,
}

/// How a scene is painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paint {
    /// Light or dark
    pub theme: Theme,
    /// What colours stand for
    pub colour_by: ColourBy,
    /// Time from 0 (x) to 3 (y)
    pub t: f64,
    /// The value at the end of the scale
    pub limit: f64,
    /// How far the cells in the way have gone: 0 not yet, 1 gone
    pub clearing: f64,
    /// How strongly the moved cells are marked, from 0 to 1
    pub glow: f64,
}

impl Default for Paint {
    fn default() -> Self {
        Self {
            theme: Theme::Light,
            colour_by: ColourBy::Value,
            t: 0.0,
            limit: 3.0,
            clearing: 1.0,
            glow: 1.0,
        }
    }
}

impl Paint {
    /// The colours of the theme.
    pub fn palette(&self) -> &'static Palette {
        self.theme.palette()
    }

    /// The colour at the middle of a cell's face; of a cell without a value that of the hatch's ground.
    pub fn cell(
        &self,
        scene: &Scene,
        values: &Values,
        cell: Cell,
        face: Direction,
        role: Role,
    ) -> Rgb {
        let palette = self.palette();
        let flat = scene.layout().flat_of_cell(cell);
        let value = values.at(flat, self.t);
        if matches!(role, Role::Ghost | Role::Clear) {
            return palette.ghost_value(face as usize, value.unwrap_or(0.0), self.limit);
        }
        match (self.colour_by, value) {
            (ColourBy::Set, _) => {
                palette.set(scene.partition(), &scene.layout().index_of_cell(cell))
            }
            (ColourBy::Value, Some(value)) => palette.value(value, self.limit),
            (ColourBy::Value, None) => palette.hatch[0],
        }
    }

    /// The colour of the mark on a cell that moved.
    pub fn mark(&self, cell: Rgb) -> Rgb {
        blend(cell, self.palette().amber, self.glow)
    }
}
