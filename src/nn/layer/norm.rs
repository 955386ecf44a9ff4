//! A normalization among the layers of a network.

use super::{Call, Op, Passed};
use crate::nn::network::Mode;
use crate::norm::{Layer, Module, NormError, Running, Statistics, Workspace};

/// Workspaces that are kept: of the training batch, a shorter last one, and those of evaluation.
const KEPT: usize = 4;

/// A layer of `norm` with γ and β among the parameters of the network.
#[derive(Clone, Debug)]
pub struct Norm {
    module: Module,
    /// Shape of a sample
    shape: Vec<usize>,
    /// The last one is that of the last call
    workspaces: Vec<(usize, Workspace)>,
    /// Derivatives that nobody asks for
    unused: Vec<f32>,
}

impl Norm {
    /// # Errors
    ///
    /// If PyTorch does not construct the layer.
    pub fn new(layer: Layer, shape: &[usize]) -> Result<Self, NormError> {
        Ok(Self {
            module: Module::new(layer)?,
            shape: shape.to_vec(),
            workspaces: Vec::new(),
            unused: Vec::new(),
        })
    }

    /// Numbers of γ and of β.
    pub fn learnt(&self) -> [usize; 2] {
        [self.module.weight(), self.module.bias()].map(|values| values.map_or(0, |v| v.len()))
    }

    /// Shape of γ and β.
    pub fn affine_shape(&self) -> Vec<usize> {
        self.module
            .weight()
            .map_or(Vec::new(), |weight| weight.shape().to_vec())
    }

    /// What is said of a call on so many samples.
    ///
    /// # Errors
    ///
    /// If PyTorch rejects it.
    pub fn check(&mut self, batch: usize, mode: Mode) -> Result<(), NormError> {
        self.module.train(mode != Mode::Eval);
        self.module.plan(&self.shape_of(batch)).map(|_| ())
    }

    /// The running averages, if it keeps them.
    pub fn running(&self) -> Option<&Running> {
        self.module.running()
    }

    /// Sets the running averages, which must be of its channels.
    pub fn set_running(&mut self, running: Running) {
        self.module.set_running(running);
    }

    /// The statistics of the last call.
    pub fn used(&self) -> Option<&Statistics> {
        self.workspaces
            .last()
            .map(|(_, workspace)| workspace.used())
    }

    fn shape_of(&self, batch: usize) -> Vec<usize> {
        [&[batch], &self.shape[..]].concat()
    }

    /// Takes out the workspace of such a call.
    fn workspace(&mut self, batch: usize) -> Workspace {
        let module = &self.module;
        let fits =
            |(of, workspace): &(usize, Workspace)| *of == batch && workspace.is_in_mode_of(module);
        match self.workspaces.iter().position(fits) {
            Some(at) => self.workspaces.remove(at).1,
            None => {
                let workspace = module.workspace(&self.shape_of(batch));
                workspace.expect("a batch that was checked")
            }
        }
    }

    fn keep(&mut self, batch: usize, workspace: Workspace) {
        if self.workspaces.len() == KEPT {
            self.workspaces.remove(0);
        }
        self.workspaces.push((batch, workspace));
    }

    fn learn(&mut self, w: &[f32]) {
        let [weights, _] = self.learnt();
        let (weight, bias) = w.split_at(weights);
        if let Some(own) = self.module.weight_mut() {
            own.copy_from_slice(weight);
        }
        if let Some(own) = self.module.bias_mut() {
            own.copy_from_slice(bias);
        }
    }
}

impl Op for Norm {
    fn forward(&mut self, call: &mut Call, w: &[f32], x: &[f32], y: &mut [f32]) {
        self.learn(w);
        self.module.train(call.mode != Mode::Eval);
        let mut workspace = self.workspace(call.batch);
        // A look at batch statistics leaves the averages as they are.
        let kept = match call.mode {
            Mode::BatchStatistics => self.module.running().cloned(),
            Mode::Train | Mode::Eval => None,
        };
        self.module.forward_into(&mut workspace, x, y);
        if let Some(kept) = kept {
            self.module.set_running(kept);
        }
        self.keep(call.batch, workspace);
    }

    fn backward(
        &mut self,
        _: &[f32],
        passed: Passed,
        grad_y: &[f32],
        grad_x: Option<&mut [f32]>,
        grad_w: &mut [f32],
    ) {
        let [weights, biases] = self.learnt();
        let (weight, bias) = grad_w.split_at_mut(weights);
        let given = |len, values| (len > 0).then_some(values);
        let into = [given(weights, weight), given(biases, bias)];
        let (_, workspace) = self.workspaces.last_mut().expect("a call before");
        // The first layer of a network may be one, and its derivatives are of no use then.
        let unused = &mut self.unused;
        let grad_x = grad_x.unwrap_or_else(|| {
            unused.resize(grad_y.len(), 0.0);
            unused
        });
        self.module
            .backward_into(workspace, passed.x, grad_y, grad_x, into);
    }
}
