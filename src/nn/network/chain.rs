//! Layers one behind the other.

use super::Mode;
use crate::nn::layer::{
    Activation, Attention, Call, Conv2d, Dropout, Embedding, Flatten, Linear, Noisy, Norm, Op,
    Passed, Pooling, TokenMean,
};
use kernels::dense;
use std::ops::Range;

/// A layer of a network.
#[derive(Clone, Debug)]
pub enum Layer {
    Linear(Linear),
    Conv2d(Conv2d),
    Activation(Activation),
    Pooling(Pooling),
    Flatten(Flatten),
    Dropout(Dropout),
    Norm(Box<Norm>),
    Noisy(Noisy),
    Embedding(Embedding),
    Attention(Box<Attention>),
    TokenMean(TokenMean),
    Residual(Chain),
}

impl Layer {
    fn op(&mut self) -> &mut dyn Op {
        match self {
            Self::Linear(op) => op,
            Self::Conv2d(op) => op,
            Self::Activation(op) => op,
            Self::Pooling(op) => op,
            Self::Flatten(op) => op,
            Self::Dropout(op) => op,
            Self::Norm(op) => &mut **op,
            Self::Noisy(op) => op,
            Self::Embedding(op) => op,
            Self::Attention(op) => &mut **op,
            Self::TokenMean(op) => op,
            Self::Residual(op) => op,
        }
    }
}

/// A layer and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// As in a `state_dict`, with the names of what it stands in before its own
    pub name: String,
    pub layer: Layer,
    /// Shape of what comes out of a sample
    pub shape: Vec<usize>,
    /// Where its parameters lie among those of the chain
    pub own: Range<usize>,
    /// What came out last, sample after sample
    pub y: Vec<f32>,
    /// The derivatives of the loss with respect to it
    pub grad_y: Vec<f32>,
}

/// Layers one behind the other; within a network, x is added to what comes out of them.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    pub nodes: Vec<Node>,
}

impl Chain {
    /// Calls each layer on what the one before it gave.
    pub fn pass(&mut self, call: &mut Call, w: &[f32], x: &[f32]) {
        for k in 0..self.nodes.len() {
            let (before, rest) = self.nodes.split_at_mut(k);
            let x = before.last().map_or(x, |node| &node.y);
            let node = &mut rest[0];
            node.y
                .resize(call.batch * node.shape.iter().product::<usize>(), 0.0);
            node.layer
                .op()
                .forward(call, &w[node.own.clone()], x, &mut node.y);
        }
    }

    /// Derivatives, from those with respect to what came out last, which stand in the last node.
    pub fn pass_back(
        &mut self,
        w: &[f32],
        x: &[f32],
        mut grad_x: Option<&mut [f32]>,
        grad_w: &mut [f32],
    ) {
        for k in (0..self.nodes.len()).rev() {
            let (before, rest) = self.nodes.split_at_mut(k);
            let node = &mut rest[0];
            let (x, grad_x) = match before.last_mut() {
                Some(before) => {
                    before.grad_y.resize(before.y.len(), 0.0);
                    (&before.y[..], Some(&mut before.grad_y[..]))
                }
                None => (x, grad_x.take()),
            };
            let passed = Passed { x, y: &node.y };
            let own = node.own.clone();
            node.layer.op().backward(
                &w[own.clone()],
                passed,
                &node.grad_y,
                grad_x,
                &mut grad_w[own],
            );
        }
    }

    /// Each layer that is no chain itself, from the first to the last.
    pub fn visit<'a>(&'a self, see: &mut dyn FnMut(&'a Node)) {
        for node in &self.nodes {
            match &node.layer {
                Layer::Residual(chain) => {
                    chain.visit(see);
                    see(node);
                }
                _ => see(node),
            }
        }
    }

    /// Each normalization, from the first to the last.
    pub fn norms_mut(&mut self) -> Vec<&mut Norm> {
        let norms = self
            .nodes
            .iter_mut()
            .flat_map(|node| match &mut node.layer {
                Layer::Norm(norm) => vec![&mut **norm],
                Layer::Residual(chain) => chain.norms_mut(),
                _ => Vec::new(),
            });
        norms.collect()
    }
}

/// x + F(x), with F the layers of the chain.
impl Op for Chain {
    fn forward(&mut self, call: &mut Call, w: &[f32], x: &[f32], y: &mut [f32]) {
        self.pass(call, w, x);
        // F of no layers passes x on, as an empty `nn.Sequential` does.
        let branch = self.nodes.last().map_or(x, |node| &node.y);
        dense::plus(x, branch, y);
    }

    fn backward(
        &mut self,
        w: &[f32],
        passed: Passed,
        grad_y: &[f32],
        grad_x: Option<&mut [f32]>,
        grad_w: &mut [f32],
    ) {
        if let Some(last) = self.nodes.last_mut() {
            last.grad_y.clear();
            last.grad_y.extend_from_slice(grad_y);
        }
        // It is first what comes through the branch, and then the sum of both.
        let mut grad_x = grad_x;
        if let (true, Some(grad_x)) = (self.nodes.is_empty(), grad_x.as_deref_mut()) {
            grad_x.copy_from_slice(grad_y);
        }
        self.pass_back(w, passed.x, grad_x.as_deref_mut(), grad_w);
        if let Some(grad_x) = grad_x {
            dense::add(grad_x, grad_y);
        }
    }
}

/// What is said of a call on so many samples, before it is made.
pub fn check(chain: &mut Chain, batch: usize, mode: Mode) -> Result<(), crate::norm::NormError> {
    chain
        .norms_mut()
        .into_iter()
        .try_for_each(|norm| norm.check(batch, mode))
}
