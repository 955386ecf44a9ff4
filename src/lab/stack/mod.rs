//! A stack of transformer blocks at initialization: how large activations and gradients are, by where it normalizes.
//!
//! All matrices are d × d, drawn by Xavier's rule, and attention has one head, as in the theory of
//! Xiong et al. (*On Layer Normalization in the Transformer Architecture*, ICML 2020, section 3.2), which
//! besides takes W_Q and W_K to be 0; here they are drawn too. Inputs and targets are normal.
//! Everything is computed for [`DRAWS`] seeds, and all orders get the same weights, inputs and targets.

mod bounds;
mod diagram;
mod program;
mod run;
mod setup;
mod sizes;

pub use bounds::{activation_bounds, falling};
pub use diagram::{Part, Station};
pub use program::program;
pub use run::Run;
pub use setup::{DEPTHS, Measure, Setup, Stack, WIDTHS};
pub use sizes::{Sizes, Spread};

use crate::nn::transformer::Order;

/// All, in the order of the lesson.
pub const ORDERS: [Order; 3] = [Order::None, Order::Post, Order::Pre];

/// How often everything is drawn: with the seed, and with the numbers that follow it.
pub const DRAWS: u64 = 5;

/// Sentences in the batch.
pub const SENTENCES: usize = 2;

/// Tokens in a sentence.
pub const TOKENS: usize = 8;

/// The depths of which the last gradient is compared.
pub const COMPARED: [usize; 11] = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48];

/// The deepest of them.
const DEEPEST: usize = COMPARED[COMPARED.len() - 1];

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Of what
    pub stack: Stack,
    /// The orders that were asked for
    pub orders: Vec<Order>,
    /// One for each of them
    pub sizes: Vec<Sizes>,
    /// One for each of them: the gradient of the last block, by the depths of [`COMPARED`] if these were asked for
    pub last: Vec<Vec<Spread>>,
}

impl Outcome {
    /// Runs all at once; [`Run`] does it step by step.
    pub fn of(stack: Stack, seed: u64, orders: &[Order], compares: bool) -> Self {
        let mut run = Run::begin(stack, seed, orders, compares);
        loop {
            if let Some(outcome) = run.step() {
                return outcome;
            }
        }
    }

    /// The sizes of an order, if it was asked for.
    pub fn of_order(&self, order: Order) -> Option<&Sizes> {
        let place = self.orders.iter().position(|other| *other == order)?;
        self.sizes.get(place)
    }
    /// What comes into a block, and what each of its parts gives on: ‖·‖²/d, the mean of the draws.
    /// There may be fewer blocks than that: then of the last.
    pub fn parts(&self, order: Order, block: usize) -> Vec<(Part, f64)> {
        let Some(sizes) = self.of_order(order) else {
            return Vec::new();
        };
        let block = block.min(sizes.stations.len());
        let part = |station: &Station| (station.part, station.size.mean);
        let input = (Part::Input, sizes.activations[block - 1].mean);
        std::iter::once(input)
            .chain(sizes.stations[block - 1].iter().map(part))
            .collect()
    }
}

/// x + F(x), with or without a normalization.
pub fn equation(order: Order) -> &'static str {
    match order {
        Order::None => "x + F(x)",
        Order::Post => "LN(x + F(x))",
        Order::Pre => "x + F(LN(x))",
    }
}
