//! Which element is at a point of the screen.

use super::cells::{Aabb, Cell, Direction};
use super::model::{Role, Scene, SceneBox};

/// What is at a point of the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The element: one index per axis
    pub index: Vec<usize>,
    /// Its cell
    pub cell: Cell,
    /// The direction that the face at this point looks along
    pub face: Direction,
    /// How it is painted
    pub role: Role,
}

impl Scene {
    /// The element seen at a point of the viewport; what is cleared away is seen through.
    pub fn pick(&self, point_px: [f64; 2]) -> Option<Hit> {
        self.nearest(point_px, self.drawn())
    }

    /// The same, for whoever picks many points.
    pub(super) fn pick_again(&self, point_px: [f64; 2]) -> Option<Hit> {
        self.nearest(point_px, self.drawn_at(point_px))
    }

    fn nearest<'a>(
        &self,
        point_px: [f64; 2],
        boxes: impl Iterator<Item = &'a SceneBox>,
    ) -> Option<Hit> {
        let origin = self.view.world_from_screen_px(point_px);
        let hits = boxes.filter_map(|b| {
            let (face, steps) = leave(&b.world, origin, self.view.eye)?;
            Some((b, face, steps))
        });
        let (b, face, steps) = hits.max_by(|a, b| a.2.total_cmp(&b.2))?;
        let point = [0, 1, 2].map(|i| origin[i] + steps * self.view.eye[i]);
        let cell = self.layout.cell_at(point, &b.cells);
        Some(Hit {
            index: self.layout.index_of_cell(cell),
            cell,
            face,
            role: self.role_at(b.role, cell),
        })
    }

    /// Whether a drawn box stands before a point of the world, by more than the breadth of a line.
    pub(super) fn is_hidden(&self, world: [f64; 3]) -> bool {
        const BREADTH_PX: f64 = 2.5;
        let breadth = BREADTH_PX / self.view.scale_px;
        let mut boxes = self.drawn_at(self.view.screen_px_from_world(world));
        boxes.any(|b| {
            leave(&b.world, world, self.view.eye).is_some_and(|(_, steps)| steps > breadth)
        })
    }
}

/// Where a ray leaves a box: through which face, and how far from `origin` in steps of `towards`.
fn leave(world: &Aabb, origin: [f64; 3], towards: [f64; 3]) -> Option<(Direction, f64)> {
    let (mut enter, mut exit) = (f64::NEG_INFINITY, f64::INFINITY);
    let mut face = None;
    for direction in Direction::ALL {
        let i = direction as usize;
        if towards[i].abs() < 1e-9 {
            if !(world.min[i]..=world.max[i]).contains(&origin[i]) {
                return None;
            }
            continue;
        }
        let a = (world.min[i] - origin[i]) / towards[i];
        let b = (world.max[i] - origin[i]) / towards[i];
        enter = enter.max(a.min(b));
        if a.max(b) < exit {
            exit = a.max(b);
            face = Some(direction);
        }
    }
    face.filter(|_| enter <= exit).map(|face| (face, exit))
}
