//! What calls on tensors of one shape have in common.

use super::{Module, NormError, Plan, Source, Statistics};
use kernels::{Derivatives, Scratch, Walk};

/// What a module's calls on tensors of one shape have in common, for callers who make many:
/// all that is known of a call before its values, and the memory that it takes.
/// The second call in a workspace allocates nothing.
///
/// ```
/// use normscope::norm::{GroupNorm, Layer, Module};
/// let layer = Layer::GroupNorm(GroupNorm { num_groups: 1, num_channels: 2, eps: 0.0, affine: true });
/// let mut module = Module::new(layer)?;
/// let mut workspace = module.workspace(&[1, 2, 2])?;
/// let mut y = [0.0; 4];
/// for x in [[1.0, 3.0, 1.0, 3.0], [2.0, 6.0, 2.0, 6.0]] {
///     module.forward_into(&mut workspace, &x, &mut y);
///     assert_eq!(y, [-1.0, 1.0, -1.0, 1.0]);
/// }
/// assert_eq!((workspace.used().mean[0], workspace.used().var[0]), (4.0, 4.0));
/// # Ok::<(), normscope::norm::NormError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Workspace {
    plan: Plan,
    used: Statistics,
    walk: Walk,
    scratch: Scratch,
    training: bool,
}

impl Workspace {
    /// How x is normalized.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The statistics that x was last normalized with; 0 before.
    pub fn used(&self) -> &Statistics {
        &self.used
    }

    /// Whether the module is in the mode that the workspace was made in: another mode may need another one.
    pub fn is_in_mode_of(&self, module: &Module) -> bool {
        self.training == module.training
    }

    /// Plan and statistics, when all calls are made.
    pub(super) fn into_parts(self) -> (Plan, Statistics) {
        (self.plan, self.used)
    }

    /// For derivatives of a call that was made so.
    pub(super) fn of_call(module: &Module, plan: Plan, used: Statistics) -> Self {
        Self {
            walk: plan.walk(module.weight.is_some()),
            scratch: Scratch::default(),
            training: module.training,
            plan,
            used,
        }
    }

    fn assert_lengths<const N: usize>(&self, lengths: [usize; N]) {
        let length: usize = self.plan.partition.shape().iter().product();
        assert_eq!(lengths, [length; N], "a value for every element");
    }
}

/// All values are in C order. The workspace is one that the module made, in its present mode.
impl Module {
    /// Checks a call on a tensor of `shape`, and makes what it needs.
    ///
    /// # Errors
    ///
    /// If PyTorch rejects the call.
    pub fn workspace(&self, shape: &[usize]) -> Result<Workspace, NormError> {
        let plan = self.plan(shape)?;
        let used = Statistics::zeros(plan.partition.set_count());
        Ok(Workspace::of_call(self, plan, used))
    }

    /// Normalizes x into `y`; in training mode also updates the running averages.
    ///
    /// # Panics
    ///
    /// If `x` or `y` does not have a value for every element, or the module is in another mode.
    pub fn forward_into(&mut self, workspace: &mut Workspace, x: &[f32], y: &mut [f32]) {
        workspace.assert_lengths([x.len(), y.len()]);
        assert!(workspace.is_in_mode_of(self), "a workspace of this mode");
        let Workspace {
            plan,
            used,
            walk,
            scratch,
            ..
        } = workspace;
        let given = self.given(walk, plan, x);
        if self.recall(plan, used) {
            kernels::apply(given, used, y, scratch);
        } else {
            kernels::normalize(given, used, y, scratch);
            self.track(plan, used);
        }
    }

    /// Takes the statistics that x is normalized with, without normalizing it, and without an update of averages.
    ///
    /// # Panics
    ///
    /// If `x` does not have a value for every element.
    pub fn measure_into(&self, workspace: &mut Workspace, x: &[f32]) {
        if !self.recall_into(workspace) {
            self.measure_batch(workspace, x);
        }
    }

    /// Takes the running averages as the statistics of the call, where it uses these; tells whether it does.
    pub fn recall_into(&self, workspace: &mut Workspace) -> bool {
        self.recall(&workspace.plan, &mut workspace.used)
    }

    /// Writes the running averages where the call uses them; tells whether it does.
    pub(super) fn recall(&self, plan: &Plan, used: &mut Statistics) -> bool {
        match (plan.source, &self.running) {
            (Source::Running, Some(running)) => {
                running.spread(used);
                true
            }
            _ => false,
        }
    }

    /// Takes the statistics of x itself.
    pub(super) fn measure_batch(&self, workspace: &mut Workspace, x: &[f32]) {
        workspace.assert_lengths([x.len()]);
        let given = self.given(&workspace.walk, &workspace.plan, x);
        kernels::measure(given, &mut workspace.used, &mut workspace.scratch);
    }

    /// Writes the derivatives with respect to x, γ and β; see [`Self::backward`].
    /// The statistics are those that x was last normalized with in the workspace.
    ///
    /// # Panics
    ///
    /// If there is not a value of x, of `grad_y` and of `grad_x` for every element,
    /// or not one of the other gradients, where they are given, for every parameter.
    pub fn backward_into(
        &self,
        workspace: &mut Workspace,
        x: &[f32],
        grad_y: &[f32],
        grad_x: &mut [f32],
        [weight, bias]: [Option<&mut [f32]>; 2],
    ) {
        workspace.assert_lengths([x.len(), grad_y.len(), grad_x.len()]);
        let given = self.given(&workspace.walk, &workspace.plan, x);
        let into = Derivatives {
            x: grad_x,
            weight,
            bias,
        };
        kernels::backward(given, &workspace.used, grad_y, into, &mut workspace.scratch);
    }
}
