//! How finely the surface is sampled.

use super::cells::Direction;
use super::model::Scene;
use super::sight::edges_px;

/// Cells in a sample along the two sides of the faces that look along each direction, powers of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Detail([[usize; 2]; 3]);

impl Detail {
    /// As fine as the screen shows, with `ratio` of its pixels in a CSS pixel, then ever coarser where most samples
    /// are until `samples` of all faces together come to no more than `limit`.
    ///
    /// It follows the zoom, but not the angle from which the cube is seen.
    pub fn fitting(
        scene: &Scene,
        ratio: f64,
        limit: usize,
        samples: impl Fn(Direction, [usize; 2]) -> usize,
    ) -> Self {
        let mut detail = Self::finest(scene, ratio);
        let mut counts = Direction::ALL.map(|face| samples(face, detail.of(face)));
        let apart_px = apart_px(scene);
        while counts.iter().sum::<usize>() > limit {
            let most = Direction::ALL
                .into_iter()
                .max_by_key(|&face| counts[face as usize]);
            let face = most.expect("three directions");
            if !detail.coarsen(scene, face, apart_px) {
                break;
            }
            counts[face as usize] = samples(face, detail.of(face));
        }
        detail
    }

    pub fn of(&self, face: Direction) -> [usize; 2] {
        self.0[face as usize]
    }

    /// A sample is at most a pixel wide where several cells share it.
    fn finest(scene: &Scene, ratio: f64) -> Self {
        let layout = scene.layout();
        let stretch = [0, 1, 2].map(|i| {
            let cell_px = layout.rulers[i].cell * scene.view().full_scale_px * ratio;
            let cells = (1.0 / cell_px).clamp(1.0, layout.rulers[i].len() as f64);
            1 << (cells as usize).ilog2()
        });
        Self(Direction::ALL.map(|face| face.sides().map(|i| stretch[i])))
    }

    /// Doubles the side along which the samples are nearest to each other; false where there is one sample left.
    fn coarsen(&mut self, scene: &Scene, face: Direction, apart_px: [f64; 3]) -> bool {
        let (stretch, places) = (&mut self.0[face as usize], face.sides());
        let is_long = |side: &usize| stretch[*side] < scene.chunks[places[*side]].longest();
        let apart = |side: &usize| stretch[*side] as f64 * apart_px[places[*side]];
        let nearest = (0..2)
            .filter(is_long)
            .min_by(|a, b| apart(a).total_cmp(&apart(b)));
        nearest.map(|side| stretch[side] *= 2).is_some()
    }
}

/// How far neighbouring cells are apart on the screen; of what is seen as a whole as if each direction lay
/// across the line of sight, so that turning it changes nothing.
fn apart_px(scene: &Scene) -> [f64; 3] {
    let edges = edges_px(scene.view());
    [0, 1, 2].map(|i| {
        let unit_px = match scene.is_whole {
            true => scene.view().full_scale_px,
            false => edges[i][0].hypot(edges[i][1]),
        };
        unit_px * scene.layout().rulers[i].cell
    })
}
