//! What one chooses of the stack.

use crate::nn::transformer::Order;

/// Fewest and most blocks.
pub const DEPTHS: (usize, usize) = (1, 48);

/// Features of a token that can be chosen.
pub const WIDTHS: [usize; 3] = [16, 32, 64];

/// What the chart shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// ‖x‖²/d after each block
    #[default]
    Activations,
    /// ‖∂L/∂W₂‖ of each block
    Gradients,
    /// ‖∂L/∂W₂‖ of the last block, by depth
    Last,
}

/// A stack, in range by construction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stack {
    /// Whether PreNorm has its last LN
    pub has_last: bool,
    depth: usize,
    width: usize,
}

/// A stack, and what is looked at; in range by construction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setup {
    /// What the chart shows
    pub measure: Measure,
    /// The order that is spoken of
    pub order: Option<Order>,
    stack: Stack,
    block: usize,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            measure: Measure::Activations,
            order: None,
            stack: Stack {
                has_last: true,
                depth: 12,
                width: 32,
            },
            block: 1,
        }
    }
}

impl Stack {
    /// Blocks.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// Features of a token, d.
    pub fn width(&self) -> usize {
        self.width
    }
}

impl Setup {
    /// The stack.
    pub fn stack(&self) -> Stack {
        self.stack
    }

    /// Sets the number of blocks, as near as [`DEPTHS`] allow; the block that is looked at stays one of them.
    pub fn set_depth(&mut self, depth: usize) {
        self.stack.depth = depth.clamp(DEPTHS.0, DEPTHS.1);
        self.set_block(self.block);
    }

    /// Sets d, as near as [`WIDTHS`] allow.
    pub fn set_width(&mut self, width: usize) {
        let near = |other: &usize| other.abs_diff(width);
        self.stack.width = WIDTHS.into_iter().min_by_key(near).unwrap_or(width);
    }

    /// Sets whether PreNorm has its last LN.
    pub fn set_last(&mut self, has_last: bool) {
        self.stack.has_last = has_last;
    }

    /// The block that is looked at, from 1.
    pub fn block(&self) -> usize {
        self.block
    }

    /// Sets the block that is looked at, from 1, as near as the depth allows.
    pub fn set_block(&mut self, block: usize) {
        self.block = block.clamp(1, self.stack.depth);
    }
}
