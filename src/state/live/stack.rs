//! Numbers about a stack of transformer blocks, all of the order that the link names.

use super::{Format, Live};
use crate::lab::stack::{DRAWS, Outcome, Part, Sizes, Stack};
use crate::nn::transformer::Order;
use crate::state::Settings;
use std::cell::RefCell;
use std::rc::Rc;

/// How a size is written, as the page writes it beside: it differs from draw to draw.
const SIZE: Format = Format::Rounded(2);

/// Those that lesson 5 speaks of.
pub const VALUES: &[Live] = &[
    // How many draws each of the numbers is a mean of.
    Live::of_settings("draws", Format::Count, |_| Some(DRAWS as f64)),
    // ‖x‖²/d behind the link's `block`, the mean over tokens and draws.
    Live::new("activation_size", SIZE, |s| {
        of(s, |sizes, block| sizes.activations[block].mean)
    }),
    // The same of what the feed-forward network of that block adds, and of the sum before any normalization.
    Live::new("branch_size", SIZE, |s| part(s, Part::FeedForward)),
    Live::new("sum_size", SIZE, |s| part(s, Part::Sum)),
    // The Frobenius norm of ∂L/∂W₂ in that block, the mean over draws.
    Live::new("gradient_size", SIZE, |s| {
        of(s, |sizes, block| sizes.gradients[block - 1].mean)
    }),
    // The same in the first block over the last one.
    Live::new("gradient_fall", SIZE, |s| {
        of(s, |sizes, _| {
            let gradients = &sizes.gradients;
            gradients[0].mean / gradients[gradients.len() - 1].mean
        })
    }),
    // ‖y‖²/d of what comes out of the stack.
    Live::new("output_size", SIZE, |s| of(s, |sizes, _| sizes.output.mean)),
];

/// A number of the order and the block that the link names; `None` where float32 overflows.
fn of(settings: &Settings, number: impl Fn(&Sizes, usize) -> f64) -> Option<f64> {
    let setup = settings.stack;
    let sizes = sizes(setup.stack(), settings.seed, setup.order?);
    let number = number(&sizes, setup.block());
    number.is_finite().then_some(number)
}

/// The size behind the last part of this kind in the block.
fn part(settings: &Settings, part: Part) -> Option<f64> {
    of(settings, |sizes, block| {
        let stations = sizes.stations[block - 1].iter().rev();
        let mut stations = stations.filter(|station| station.part == part);
        stations
            .next()
            .map_or(f64::NAN, |station| station.size.mean)
    })
}

/// A stack with its seed and order.
type Asked = (Stack, u64, Order);

thread_local! {
    /// The last ones, newest last: a paragraph speaks of several numbers of each.
    static KNOWN: RefCell<Vec<(Asked, Rc<Sizes>)>> = const { RefCell::new(Vec::new()) };
}

/// How many are kept.
const KEPT: usize = 8;

fn sizes(stack: Stack, seed: u64, order: Order) -> Rc<Sizes> {
    let asked = (stack, seed, order);
    KNOWN.with_borrow_mut(|known| {
        let found = known.iter().position(|(other, _)| *other == asked);
        let sizes = match found {
            Some(place) => known.remove(place).1,
            None => {
                let mut outcome = Outcome::of(stack, seed, &[order], false);
                Rc::new(outcome.sizes.remove(0))
            }
        };
        known.push((asked, sizes.clone()));
        let too_many = known.len().saturating_sub(KEPT);
        known.drain(..too_many);
        sizes
    })
}
