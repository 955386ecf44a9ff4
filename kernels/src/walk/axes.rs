//! The axes of a tensor, merged as far as nothing distinguishes them.

use std::ops::Range;

/// Where an element is: in memory, among the sets, and among the parameters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub at: usize,
    pub set: usize,
    pub parameter: usize,
}

/// Indices at equal distances.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    pub len: usize,
    /// From one index to the next
    pub step: Place,
}

impl Place {
    /// The place that is so many steps from this one.
    pub fn after(self, steps: usize, step: &Self) -> Self {
        Self {
            at: self.at + steps * step.at,
            set: self.set + steps * step.set,
            parameter: self.parameter + steps * step.parameter,
        }
    }
}

impl Axis {
    /// An axis that leads nowhere.
    pub fn unit(len: usize) -> Self {
        Self {
            len,
            step: Place::default(),
        }
    }

    /// Whether it leads from set to set.
    pub fn leads(&self) -> bool {
        self.step.set > 0
    }

    /// Whether its indices share their set, γ and β.
    pub fn is_shared(&self) -> bool {
        self.step.set == 0 && self.step.parameter == 0
    }

    /// Whether it leads from the last set of an inner axis to the next one, while parameters begin anew
    /// or are the same throughout: as from sample to sample.
    pub fn goes_on(&self, inner: &Self) -> bool {
        let next = Place {
            parameter: 0,
            ..inner.all()
        };
        self.leads() && self.step == next
    }

    /// From its first index to the one after its last.
    pub fn all(&self) -> Place {
        Place::default().after(self.len, &self.step)
    }
}

/// Every index along the axes, the last one fastest.
pub(super) fn visit(axes: &[Axis], place: Place, f: &mut impl FnMut(Place)) {
    let Some((axis, inner)) = axes.split_first() else {
        return f(place);
    };
    for index in 0..axis.len {
        visit(inner, place.after(index, &axis.step), f);
    }
}

/// Axes longer than 1, neighbours merged where sets and parameters go on alike. A split axis counts as two.
pub(super) fn merged(shape: &[usize], block: &[usize], affine_axes: Range<usize>) -> Vec<Axis> {
    let mut axes = Vec::with_capacity(2 * shape.len());
    // From the last axis on, with the steps from one of its indices to the next.
    let mut step = Place {
        at: 1,
        set: 1,
        parameter: 1,
    };
    let axes_of_tensor = shape.iter().zip(block).enumerate();
    for (k, (&length, &side)) in axes_of_tensor.rev() {
        if length == 0 {
            return vec![Axis::unit(0)];
        }
        let learns = affine_axes.contains(&k);
        let inner = Place {
            at: step.at,
            set: 0,
            parameter: if learns { step.parameter } else { 0 },
        };
        let outer = Place {
            set: step.set,
            ..Place::default().after(side, &inner)
        };
        push(&mut axes, side, inner);
        push(&mut axes, length / side, outer);
        step.at *= length;
        step.set *= length / side;
        step.parameter *= if learns { length } else { 1 };
    }
    axes.reverse();
    axes
}

/// Adds an axis outside the others.
fn push(axes: &mut Vec<Axis>, len: usize, step: Place) {
    match axes.last_mut() {
        _ if len == 1 => {}
        Some(inner) if step == inner.all() => inner.len *= len,
        _ => axes.push(Axis { len, step }),
    }
}
