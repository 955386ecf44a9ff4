//! Shape and values of x; layer, pin, poke and γ, β follow.

use crate::lab::explore::PerChannel;
use crate::norm::{BoxNorm, Layer, Side};
use crate::state::{Cut, Settings, View, method};
use crate::tensor::{Recipe, Source};

impl Settings {
    /// Gives one axis of x another length; layer, pin, poke and γ, β follow.
    pub fn set_axis(&mut self, axis: usize, length: usize) {
        let mut shape = self.source.shape.clone();
        shape[axis] = length.clamp(1, self.room(axis));
        self.set_shape(shape);
    }

    /// The longest that the slider of an axis goes to, unless a link or a typed number went beyond.
    pub fn axis_limit(&self, axis: usize) -> usize {
        let is_spatial = axis >= 2 && self.shape().len() >= 4;
        self.room(axis).min(if is_spatial { 32 } else { 64 })
    }

    /// The longest that an axis can be while the others stay.
    fn room(&self, axis: usize) -> usize {
        let others = self.shape().iter().product::<usize>() / self.shape()[axis];
        Source::MAX_ELEMENTS / others
    }

    /// Gives x another rank, 2 to 5; a recipe that has no tensor of that rank makes way.
    pub fn set_rank(&mut self, rank: usize) {
        let shape = match rank {
            2 => vec![8, 6],
            3 => vec![4, 6, 8],
            5 => vec![2, 4, 3, 4, 4],
            _ => vec![4, 6, 4, 4],
        };
        if !self.source.values.fits(&shape) {
            self.source.values = Recipe::Channels.into();
        }
        self.set_shape(shape);
    }

    /// Gives x another recipe, and the shape that it needs.
    pub fn set_recipe(&mut self, recipe: Recipe) {
        self.source.values = recipe.into();
        self.set_shape(recipe.clamped(self.shape()));
    }

    fn set_shape(&mut self, shape: Vec<usize>) {
        let rank = self.source.shape.len();
        self.source.shape = self.source.values.clamped(&shape);
        self.follow_shape(self.source.shape.len() != rank);
    }

    /// Gives x as it is written; the layer follows its shape.
    pub fn set_source(&mut self, source: Source) {
        let rank = self.source.shape.len();
        self.source = source;
        self.follow_shape(self.source.shape.len() != rank);
    }

    /// Layer, pin, poke and γ, β follow the shape of x.
    fn follow_shape(&mut self, is_new_rank: bool) {
        self.layer = match &self.layer {
            Layer::Box(free) if !is_new_rank => Layer::Box(fitted(free, &self.source.shape)),
            layer => self
                .method()
                .layer(&self.source.shape, layer, self.wanted_groups),
        };
        if is_new_rank {
            self.forget_places();
        }
        self.clamp();
    }

    /// Lets go of what points into a tensor of another rank.
    pub(in crate::state) fn forget_places(&mut self) {
        (self.at, self.cut, self.poke, self.cam) = (None, None, None, None);
    }

    /// Keeps the pictures that are looked at within the batch.
    #[inline(never)]
    fn fit_pictures(&mut self) {
        self.pictures.fit(self.source.shape[0]);
    }

    /// Brings what points into x back into it.
    pub(in crate::state) fn clamp(&mut self) {
        let shape = self.source.shape.clone();
        if self.view == View::Pictures {
            self.fit_pictures();
        }
        for index in self
            .at
            .iter_mut()
            .chain(self.poke.as_mut().map(|poke| &mut poke.at))
        {
            index.resize(shape.len(), 0);
            index
                .iter_mut()
                .zip(&shape)
                .for_each(|(i, n)| *i = (*i).min(n - 1));
        }
        // Where nothing stands before it, nothing is cut.
        self.cut = self.cut.and_then(|cut| {
            let from = cut.from.min(shape.get(cut.axis)? - 1);
            (from > 0).then_some(Cut { from, ..cut })
        });
        for value in [&mut self.weight, &mut self.bias] {
            if let Some(PerChannel::Each(values)) = value {
                let last = *values.last().unwrap_or(&1.0);
                values.resize(shape[1], last);
                // One channel has one number, and a link has one text for it.
                if let [only] = values[..] {
                    *value = Some(PerChannel::One(only));
                }
            }
        }
    }
}

/// The same choice on another shape: a split stays one as long as it divides its axis.
fn fitted(free: &BoxNorm, shape: &[usize]) -> BoxNorm {
    let side = |(side, &length): (&Side, &usize)| match *side {
        Side::Split(groups) => Side::Split(method::divisor_up_to(length, groups)),
        side => side,
    };
    let sides = free.sides.iter().zip(shape).map(side).collect();
    BoxNorm {
        sides,
        ..free.clone()
    }
}
