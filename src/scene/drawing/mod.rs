//! The picture of a scene as marks on a sheet, for painters that know areas, lines and images.
//!
//! What is drawn and in which order is said here once: the 2-D canvas paints the marks, and [`svg`](mod@svg) prints them.

mod svg;
mod text;

pub use svg::Svg;

use super::cells::Direction;
use super::colour::Rgb;
use super::face::BoxFace;
use super::gather::Gatherer;
use super::line::{Line, LineRole};
use super::model::{Role, Scene};
use super::paint::Paint;
use super::piece::Piece;
use super::values::Values;

/// Something to be painted; lengths in CSS pixels of the viewport.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A parallelogram in one colour
    Area {
        /// Its corners
        corners_px: [[f64; 2]; 4],
        /// Its colour
        colour: Rgb,
        /// From 0 to 1
        opacity: f64,
    },
    /// A face with the colours of its samples: see [`Scene::colours`]
    Samples {
        /// Where it is
        face: BoxFace,
        /// Where its values are
        piece: Piece,
        /// From 0 to 1
        opacity: f64,
    },
    /// The lines between the cells of a face, a pixel wide
    Grid {
        /// Where it is
        face: BoxFace,
        /// Its colour
        colour: Rgb,
        /// From 0 to 1
        opacity: f64,
    },
    /// A line through points
    Stroke {
        /// The points
        points_px: Vec<[f64; 2]>,
        /// Its colour
        colour: Rgb,
        /// From 0 to 1
        opacity: f64,
        /// Width
        width_px: f64,
        /// How its ends look, and whether it has gaps
        kind: Kind,
    },
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Cut off at its ends
    Plain,
    /// Round at its ends
    Round,
    /// In dashes of [`DASH_PX`]
    Dashed,
}

/// A dash, and the gap after it.
pub const DASH_PX: [f64; 2] = [5.0, 3.0];

/// Where cells are this narrow the lines between them are gone, and where they are wider by [`GRID_FADES_PX`], clear.
const GRID_GONE_PX: f64 = 3.0;
const GRID_FADES_PX: f64 = 5.0;

impl Scene {
    /// All marks, those on top last, with no more than `limit` samples,
    /// for a sheet with `ratio` pixels in a CSS pixel.
    ///
    /// With an element pinned nothing covers its set, which comes after the frames,
    /// so that no hairline changes its colours.
    pub fn marks(&self, values: &Values, paint: &Paint, ratio: f64, limit: usize) -> Vec<Mark> {
        let (frames, lines): (Vec<_>, Vec<_>) = self
            .lines()
            .into_iter()
            .partition(|line| line.role == LineRole::Frame);
        let is_last = |piece: &Piece| self.pinned().is_some() && piece.role.is_of_set();
        let pieces = self.whole_pieces(ratio, limit, paint.clearing < 1.0);
        let (last, first): (Vec<_>, Vec<_>) = pieces.into_iter().partition(is_last);
        let sheet = Sheet {
            scene: self,
            values,
            paint,
        };
        let mut marks = Vec::new();
        sheet.walls(&mut marks);
        sheet.pieces(first, &mut marks);
        frames.iter().for_each(|line| sheet.line(line, &mut marks));
        sheet.pieces(last, &mut marks);
        lines.iter().for_each(|line| sheet.line(line, &mut marks));
        marks
    }

    /// The colours of a piece's samples, row by row.
    pub fn colours(&self, gatherer: &mut Gatherer, paint: &Paint, piece: &Piece) -> Vec<Rgb> {
        let mut stages = vec![0.0; 4 * piece.patch.len()];
        gatherer.stages(&piece.patch, &mut stages);
        let columns = piece.patch.grid()[0];
        let colour = |(sample, stages): (usize, &[f32])| {
            let cell = piece.patch.cell_of([sample % columns, sample / columns]);
            let role = self.role_at(piece.role, cell);
            let stages = [0, 1, 2, 3].map(|stage| stages[stage]);
            paint.cell(self, cell, stages, piece.patch.face, role)
        };
        stages.chunks_exact(4).enumerate().map(colour).collect()
    }
}

/// What the marks are made of.
struct Sheet<'a> {
    scene: &'a Scene,
    values: &'a Values,
    paint: &'a Paint,
}

impl Sheet<'_> {
    /// The far walls of what was removed, with the grid of its cells.
    fn walls(&self, marks: &mut Vec<Mark>) {
        let palette = self.paint.palette();
        for hollow in self.scene.hollows() {
            let walls = Direction::ALL.map(|face| self.scene.far_face(&hollow, face));
            for wall in walls.into_iter().flatten() {
                marks.push(Mark::Area {
                    corners_px: wall.corners_px(),
                    colour: palette.ghost[wall.face as usize],
                    opacity: 0.25,
                });
                marks.extend(grid(wall, palette.frame, 0.5));
            }
        }
    }

    fn pieces(&self, pieces: Vec<Piece>, marks: &mut Vec<Mark>) {
        let palette = self.paint.palette();
        for piece in pieces {
            let (role, opacity) = match piece.role {
                Role::Clear => (Role::Clear, 1.0 - self.paint.clearing),
                role => (role, 1.0),
            };
            let Some(face) = self.scene.near_face(&piece.cells, piece.patch.face) else {
                continue;
            };
            marks.push(Mark::Samples {
                face: face.clone(),
                piece,
                opacity,
            });
            marks.extend(grid(
                face.clone(),
                palette.gap,
                palette.gap_opacity * opacity,
            ));
            if face.breadth_px() >= GRID_GONE_PX {
                self.rings(&face, role, opacity, marks);
            }
        }
    }

    /// A frame inside each cell that moved, and a stroke through each cell without a value.
    fn rings(&self, face: &BoxFace, role: Role, opacity: f64, marks: &mut Vec<Mark>) {
        let palette = self.paint.palette();
        let ring_px = (0.12 * face.breadth_px()).clamp(1.5, 3.5);
        let inset = ring_px / 2.0 / face.breadth_px();
        let far = 1.0 - inset;
        let mut stroke = |points_px, colour, opacity, width_px| {
            marks.push(Mark::Stroke {
                points_px,
                colour,
                opacity,
                width_px,
                kind: Kind::Plain,
            });
        };
        for row in 0..face.counts[1] {
            for column in 0..face.counts[0] {
                let flat = self.scene.layout().flat_of_cell(face.cell([column, row]));
                let (x, y) = (column as f64, row as f64);
                let at = |[u, v]: [f64; 2]| face.at_px([x + u, y + v]);
                if role != Role::Ghost && self.values.at(flat, self.paint.t).is_none() {
                    let stripe = [[0.15, 0.85], [0.85, 0.15]].map(at).to_vec();
                    stroke(stripe, palette.hatch[1], opacity, 1.5);
                }
                if self.paint.glow > 0.0 && self.values.is_marked(flat) {
                    let ring = [
                        [inset, inset],
                        [far, inset],
                        [far, far],
                        [inset, far],
                        [inset, inset],
                    ];
                    let ring = ring.map(at).to_vec();
                    stroke(ring, palette.amber, opacity * self.paint.glow, ring_px);
                }
            }
        }
    }

    fn line(&self, line: &Line, marks: &mut Vec<Mark>) {
        for part in self.scene.stretches(line) {
            let (width_px, kind) = match part.is_hidden {
                false => (line.width_px, Kind::Round),
                true if line.is_drawn_through => (0.6 * line.width_px, Kind::Dashed),
                true => continue,
            };
            marks.push(Mark::Stroke {
                points_px: vec![part.from_px, part.to_px],
                colour: self.paint.line(line),
                opacity: 1.0,
                width_px,
                kind,
            });
        }
    }
}

/// The lines between cells, fainter where cells are small.
fn grid(face: BoxFace, colour: Rgb, opacity: f64) -> Option<Mark> {
    let share = ((face.breadth_px() - GRID_GONE_PX) / GRID_FADES_PX).clamp(0.0, 1.0);
    (share > 0.0).then_some(Mark::Grid {
        face,
        colour,
        opacity: opacity * share,
    })
}
