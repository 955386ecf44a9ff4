//! How a scene is painted, and the colour of each cell.

use super::cells::{Cell, Direction};
use super::colour::{Palette, Rgb, Theme};
use super::limit::LIMIT;
use super::line::{Line, LineRole};
use super::model::{Role, Scene};
use super::values::value_at;

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
            limit: LIMIT,
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

    /// The colour of a line.
    pub fn line(&self, line: &Line) -> Rgb {
        let palette = self.palette();
        match line.role {
            LineRole::Frame => palette.frame,
            LineRole::Set => palette.accent,
            LineRole::Hovered | LineRole::Pinned => palette.ink,
        }
    }

    /// The colour at the middle of a cell's face; of a cell without a value that of the hatch's ground.
    /// `stages` are those of [`super::Values::stages`].
    pub fn cell(
        &self,
        scene: &Scene,
        cell: Cell,
        stages: [f32; 4],
        face: Direction,
        role: Role,
    ) -> Rgb {
        let palette = self.palette();
        let value = value_at(stages, self.t);
        if matches!(role, Role::Ghost | Role::Clear) {
            return palette.ghost_value(face as usize, value.unwrap_or(0.0), self.limit);
        }
        match (self.colour_by, value) {
            (ColourBy::Set, _) => {
                palette.set(scene.partition(), &scene.layout().index_of_cell(cell))
            }
            (ColourBy::Value, Some(value)) => self.theme.scale().value(value, self.limit),
            (ColourBy::Value, None) => palette.hatch[0],
        }
    }
}
