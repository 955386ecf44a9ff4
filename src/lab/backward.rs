//! A step backward through the layer that is shown.

use super::explore::Explore;
use crate::norm::Gradients;
use crate::torch::Generator;
use ndarray::ArrayD;

/// What `y.backward(grad_y)` leaves: the derivatives of the loss `L = ∑ grad_y · y`.
///
/// A plain `y.sum()` would say nothing: a set of x̂ keeps its mean and its length whatever x is,
/// so that with one γ for the set the derivatives with respect to x would be 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Backward {
    /// ∂L/∂y, as `torch.randn(y.shape)` gives it after `torch.manual_seed(grad_seed(seed))`
    pub grad_y: ArrayD<f32>,
    /// ∂L/∂x, ∂L/∂γ and ∂L/∂β
    pub gradients: Gradients,
}

/// The seed of `grad_y`: not that of x, of which it would be a copy.
pub fn grad_seed(seed: u64) -> u64 {
    seed.wrapping_add(1)
}

impl Backward {
    /// Takes it; `None` where PyTorch rejects the call.
    ///
    /// ```
    /// use normscope::lab::backward::Backward;
    /// use normscope::lab::explore::{Explore, Setup};
    /// use normscope::tensor::Source;
    /// let layer = normscope::torch::parse_layer("GroupNorm(3,6)")?;
    /// let explore = Explore::run(&Setup::new(Source::parse("randn(4,6,2,2)")?, layer));
    /// let gradients = Backward::of(&explore).expect("a call that PyTorch accepts").gradients;
    /// // What all x of a set have in common, the layer takes away.
    /// assert!(gradients.x.iter().take(8).sum::<f32>().abs() < 1e-5);
    /// assert_eq!(gradients.bias.expect("a bias").shape(), [6]);
    /// # Ok::<(), normscope::torch::ParseError>(())
    /// ```
    pub fn of(explore: &Explore) -> Option<Self> {
        let call = explore.call.as_ref().ok()?;
        let module = explore.module.as_ref()?;
        let mut generator = Generator::new(grad_seed(explore.setup.seed));
        let grad_y = generator.randn(explore.x.shape());
        let gradients = module.backward(explore.x.view(), &call.plan, &call.used, grad_y.view());
        Some(Self { grad_y, gradients })
    }

    /// The same with all derivatives 0, to be filled; `None` where PyTorch rejects the call.
    pub fn zeros(explore: &Explore) -> Option<Self> {
        let module = explore.module.as_ref().filter(|_| explore.call.is_ok())?;
        let like = |values: &ArrayD<f32>| ArrayD::zeros(values.raw_dim());
        Some(Self {
            grad_y: like(&explore.x),
            gradients: Gradients {
                x: like(&explore.x),
                weight: module.weight().map(like),
                bias: module.bias().map(like),
            },
        })
    }

    /// `grad_y`, ∂L/∂x, and ∂L/∂γ and ∂L/∂β where there are any, in the order of memory.
    pub fn slices_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        let Gradients { x, weight, bias } = &mut self.gradients;
        let of_all = [&mut self.grad_y, x].into_iter();
        let arrays = of_all.chain(weight).chain(bias);
        arrays.map(|array| array.as_slice_mut().expect("made in standard layout"))
    }
}
