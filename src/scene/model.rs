//! What is drawn: few boxes, each with one role.

use std::ops::Range;
use std::sync::OnceLock;

use crate::norm::Partition;

use super::axes::Cut;
use super::cells::{Aabb, Cell, CellBox};
use super::chunk::Chunks;
use super::clip::{Extent, extent};
use super::layout::Layout;
use super::sight::{Bins, Outline, edges_px, is_nearer};
use super::split::{Share, split};
use super::view::View;

/// What the cube is asked to show.
#[derive(Clone, Copy, Debug)]
pub struct Focus<'a> {
    /// Which elements belong together
    pub partition: &'a Partition,
    /// The pinned element: its set is seen whole
    pub pinned: Option<&'a [usize]>,
    /// The element under the pointer; without a pinned one its set lights up where it is seen
    pub hovered: Option<&'a [usize]>,
    /// What is cut away
    pub cut: Option<Cut>,
}

/// How a box is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// In the colours of its values, for no element is in focus
    Plain,
    /// In the colours of its values, for it belongs to the set
    Set,
    /// Cell by cell as one of the set or a ghost, for the set's cells are too many and too scattered for boxes
    Mixed,
    /// In greys
    Ghost,
    /// Not at all, for it stands between the set and the eye
    Clear,
}

impl Role {
    /// Whether it is for cells of the set.
    pub fn is_of_set(self) -> bool {
        matches!(self, Self::Set | Self::Mixed)
    }
}

/// A box of cells in the world.
#[derive(Clone, Debug, PartialEq)]
pub struct SceneBox {
    /// Its cells
    pub cells: CellBox,
    /// Its place
    pub world: Aabb,
    /// How it is painted
    pub role: Role,
    /// The box that covers its face towards the eye along each direction, by its number
    pub front: [Option<u32>; 3],
}

/// A cube as it is seen from one place: everything a renderer needs but the values.
#[derive(Clone, Debug)]
pub struct Scene {
    pub(super) layout: Layout,
    pub(super) view: View,
    pub(super) boxes: Vec<SceneBox>,
    bins: OnceLock<Bins>,
    pub(super) partition: Partition,
    pub(super) pinned: Option<Cell>,
    pub(super) hovered: Option<Cell>,
    pub(super) cut: Option<Cut>,
    pub(super) chunks: [Chunks; 3],
    /// Whether all of it lies in the viewport
    pub(super) is_whole: bool,
}

impl Scene {
    /// Splits the layout at the bounds of the set in focus and clears what hides it.
    ///
    /// # Panics
    ///
    /// If the partition is of another shape, or an index lies outside it.
    pub fn new(layout: &Layout, view: View, focus: &Focus) -> Self {
        let Focus {
            partition,
            pinned,
            hovered,
            cut,
        } = *focus;
        assert_eq!(
            partition.shape(),
            layout.shape(),
            "a partition of the tensor laid out"
        );
        let set = pinned
            .or(hovered)
            .map(|index| partition.ranges(partition.set_of(index)));
        let chunks = Chunks::of(layout, cut, &view);
        let mut boxes = boxes_of(layout, &chunks, set.as_deref(), view.facing());
        if pinned.is_some() {
            clear(&view, &mut boxes);
        }
        Self {
            layout: layout.clone(),
            view,
            bins: OnceLock::new(),
            boxes,
            partition: partition.clone(),
            pinned: pinned.map(|index| layout.cell_of_index(index)),
            hovered: hovered.map(|index| layout.cell_of_index(index)),
            cut,
            chunks,
            is_whole: extent(&view, &edges_px(&view), &layout.bounds()) == Extent::All,
        }
    }

    /// The layout.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The view.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Which elements belong together.
    pub fn partition(&self) -> &Partition {
        &self.partition
    }

    /// All boxes from the farthest to the nearest, cleared ones included.
    pub fn boxes(&self) -> &[SceneBox] {
        &self.boxes
    }

    /// The boxes that are drawn.
    pub(super) fn drawn(&self) -> impl Iterator<Item = &SceneBox> {
        self.boxes.iter().filter(|b| b.role != Role::Clear)
    }

    /// The set that is seen whole or lights up.
    pub fn set_in_focus(&self) -> Option<usize> {
        let cell = self.pinned.or(self.hovered)?;
        Some(self.set_of(cell))
    }

    /// How a cell is painted that lies in a box of this role.
    pub fn role_at(&self, role: Role, cell: Cell) -> Role {
        match role {
            Role::Mixed if Some(self.set_of(cell)) == self.set_in_focus() => Role::Set,
            Role::Mixed => Role::Ghost,
            role => role,
        }
    }

    fn set_of(&self, cell: Cell) -> usize {
        self.partition.set_of(&self.layout.index_of_cell(cell))
    }

    /// The drawn boxes that may be at a point of the screen: sorted once, for whoever asks for many points.
    pub(super) fn drawn_at(&self, point_px: [f64; 2]) -> impl Iterator<Item = &SceneBox> {
        let boxes = self.bins().at(point_px).iter();
        boxes.map(|&i| &self.boxes[i as usize])
    }

    /// The drawn boxes that overlap an outline on the screen; one may come up several times.
    pub(super) fn drawn_near<'a>(
        &'a self,
        outline: &'a Outline,
    ) -> impl Iterator<Item = &'a SceneBox> {
        let boxes = self.bins().near(outline).map(|i| &self.boxes[i as usize]);
        boxes.filter(|b| Outline::new(&self.view, &b.world).overlaps(outline))
    }

    fn bins(&self) -> &Bins {
        self.bins.get_or_init(|| {
            let drawn = (0u32..)
                .zip(&self.boxes)
                .filter(|(_, b)| b.role != Role::Clear);
            let outlines: Vec<_> = drawn
                .map(|(i, b)| (i, Outline::new(&self.view, &b.world)))
                .collect();
            Bins::new(outlines.iter().map(|(i, outline)| (*i, outline)))
        })
    }

    /// The cell of the pinned element.
    pub fn pinned(&self) -> Option<Cell> {
        self.pinned
    }

    /// The cell under the pointer.
    pub fn hovered(&self) -> Option<Cell> {
        self.hovered
    }
}

fn boxes_of(
    layout: &Layout,
    chunks: &[Chunks; 3],
    set: Option<&[Range<usize>]>,
    facing: [i8; 3],
) -> Vec<SceneBox> {
    let role = |share: Share| match (set, share) {
        (None, _) => Role::Plain,
        (Some(_), Share::All) => Role::Set,
        (Some(_), Share::Something) => Role::Mixed,
        (Some(_), Share::Nothing) => Role::Ghost,
    };
    split(layout, chunks, set, facing)
        .into_iter()
        .map(|part| SceneBox {
            world: layout.world_of(&part.cells),
            cells: part.cells,
            role: role(part.share),
            front: part.front,
        })
        .collect()
}

/// Clears each box that covers some part of a box of the set.
fn clear(view: &View, boxes: &mut [SceneBox]) {
    let outlines: Vec<_> = boxes.iter().map(|b| Outline::new(view, &b.world)).collect();
    let of_set = (0u32..)
        .zip(&outlines)
        .filter(|(i, _)| boxes[*i as usize].role.is_of_set());
    let bins = Bins::new(of_set);
    for i in 0..boxes.len() {
        if boxes[i].role != Role::Ghost {
            continue;
        }
        let hides = |set: u32| {
            let set = set as usize;
            outlines[i].overlaps(&outlines[set])
                && is_nearer(view, &boxes[i].world, &boxes[set].world)
        };
        if bins.near(&outlines[i]).any(hides) {
            boxes[i].role = Role::Clear;
        }
    }
}
