//! The cube as numbers: layout, camera, picking, colour.
//!
//! A tensor of any rank is laid out along three [`Direction`]s ([`Layout`], ruled by an [`AxisSpec`]),
//! looked at by an orthographic [`Camera`] ([`View`]), and drawn as few boxes of cells ([`Scene`]):
//! the set of the pinned element, what is left of the rest, and what was cleared away to see the set whole.
//! Everything here is a pure function; the renderers in `web` only paint it.
//!
//! The world has x to the right, y up and z towards the viewer; sample 0 is at the front.

mod atlas;
mod axes;
mod camera;
mod cells;
mod chunk;
mod clip;
pub mod colour;
mod detail;
pub mod digits;
mod dimension;
pub mod drawing;
mod face;
mod fit;
mod gather;
mod label;
mod layout;
mod limit;
mod line;
mod look;
mod model;
mod paint;
mod patch;
mod pick;
mod piece;
mod ruler;
mod runs;
mod shown;
mod sight;
mod split;
mod surface;
mod values;
mod view;
mod way;

pub use atlas::{Atlas, Fresh};
pub use axes::{AxisSpec, AxisSpecError, Cut, CutError};
pub use camera::{Camera, CameraError};
pub use cells::{Aabb, Cell, CellBox, Direction};
pub use dimension::{Anchor, Dimension, dimensions};
pub use face::{BoxFace, CellFace};
pub use gather::Gatherer;
pub use label::SetLabel;
pub use layout::Layout;
pub use limit::{LIMIT, Limits};
pub use line::{Line, LineRole, Stretch};
pub use look::Look;
pub use model::{Focus, Role, Scene, SceneBox};
pub use paint::{ColourBy, Paint};
pub use patch::Patch;
pub use pick::Hit;
pub use piece::Piece;
pub use shown::{layout_of, limits_of, reach_of, scene_cut};
pub use surface::OpenFace;
pub use values::{Marks, NAN_TEXEL, Values, stage_of};
pub use view::{View, Viewport};
pub use way::{Way, next_index, next_index_anywhere};
