//! What a scene takes of an experiment, and of the settings that it is shown with.

use super::{AxisSpec, Cut, Layout, Limits};
use crate::lab::explore::{Explore, Stage};
use crate::lab::histogram::Groups;
use crate::norm::{Partition, Side, Source};
use crate::state::{self, Arrangement, Axis};

/// Where the cells lie; `None` for a moment after the axes of x have changed.
///
/// # Panics
///
/// Never: each arrangement is one of its axes.
pub fn layout_of(explore: &Explore, axes: &[Axis], arrangement: Arrangement) -> Option<Layout> {
    let names: Vec<String> = axes.iter().map(|axis| axis.letter().to_string()).collect();
    let is_current = names.len() == explore.x.ndim();
    let spec = is_current.then(|| AxisSpec::parse(&arrangement.text(axes), &names));
    let spec = spec?.expect("an arrangement of these axes");
    Some(Layout::new(explore.x.shape(), &spec))
}

/// Which elements belong together: what an element of y depends on.
///
/// # Panics
///
/// Never: single elements tile any tensor.
pub fn reach_of(explore: &Explore) -> Partition {
    let alone = || {
        let sides = vec![Side::Kept; explore.x.ndim()];
        Partition::new(explore.x.shape(), &sides).expect("single elements tile any tensor")
    };
    explore.plan().map_or_else(alone, |plan| plan.reach())
}

/// The cut of an axis as one of its direction: where axes are merged, their cells count together.
///
/// # Panics
///
/// If x has no such axis.
pub fn scene_cut(layout: &Layout, cut: state::Cut) -> Cut {
    let groups = layout.spec().groups();
    let group = groups
        .iter()
        .position(|axes| axes.contains(&cut.axis))
        .expect("each axis has a group");
    let inner: usize = layout.shape()[cut.axis + 1..groups[group].end]
        .iter()
        .product();
    Cut {
        group,
        start: cut.from * inner,
        end: None,
    }
}

/// The ends of the colour scale: recipes are made for one scale, and keep it whatever becomes of x.
pub fn limits_of(explore: &Explore, groups: &Groups) -> Limits {
    if explore.setup.source.values.recipe().is_some() {
        return Limits::RECIPE;
    }
    let is_of_batch = explore
        .plan()
        .is_some_and(|plan| plan.source == Source::Batch);
    let is_centered = is_of_batch && explore.stages().contains(&Stage::Centered);
    Limits::of(&groups.extent_of_x(), is_centered)
}
