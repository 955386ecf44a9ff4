//! A constructed layer with its state, like `nn.Module`.

use super::forward::slice_mut;
use super::{Layer, NormError, Plan, Running};
use ndarray::{ArrayD, IxDyn};

/// A constructed layer: what it learnt, the averages it keeps, and its mode.
///
/// ```
/// use ndarray::ArrayD;
/// use normscope::norm::{GroupNorm, Layer, Module};
/// let layer = Layer::GroupNorm(GroupNorm { num_groups: 1, num_channels: 2, eps: 0.0, affine: true });
/// let x = ArrayD::from_shape_vec(vec![1, 2, 2], vec![1.0, 3.0, 1.0, 3.0]).unwrap();
/// let forward = Module::new(layer)?.forward(x.view())?;
/// assert_eq!((forward.used.mean[0], forward.used.var[0]), (2.0, 1.0));
/// assert_eq!(forward.y.as_slice(), Some(&[-1.0, 1.0, -1.0, 1.0][..]));
/// # Ok::<(), normscope::norm::NormError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Module {
    pub(super) layer: Layer,
    pub(super) weight: Option<ArrayD<f32>>,
    pub(super) bias: Option<ArrayD<f32>>,
    pub(super) running: Option<Running>,
    pub(super) training: bool,
}

impl Module {
    /// Constructs a layer in training mode: γ = 1, β = 0, running mean 0 and variance 1.
    ///
    /// # Errors
    ///
    /// If PyTorch does not construct it.
    pub fn new(layer: Layer) -> Result<Self, NormError> {
        layer.check()?;
        // The check has refused negative lengths.
        let length = |length: i64| length.max(0) as usize;
        let lengths = |shape: Vec<i64>| -> Vec<_> { shape.into_iter().map(length).collect() };
        let affine = layer.affine_shape().map(|shape| IxDyn(&lengths(shape)));
        Ok(Self {
            weight: affine.clone().map(ArrayD::ones),
            bias: affine.filter(|_| layer.has_bias()).map(ArrayD::zeros),
            running: layer
                .running_channels()
                .map(|channels| Running::new(length(channels))),
            training: true,
            layer,
        })
    }

    /// The layer as it was constructed.
    pub fn layer(&self) -> &Layer {
        &self.layer
    }

    /// Whether the module is in training mode.
    pub fn training(&self) -> bool {
        self.training
    }

    /// Sets training or eval mode.
    pub fn train(&mut self, training: bool) {
        self.training = training;
    }

    /// γ, if the layer learns it.
    pub fn weight(&self) -> Option<&ArrayD<f32>> {
        self.weight.as_ref()
    }

    /// β, if the layer learns it.
    pub fn bias(&self) -> Option<&ArrayD<f32>> {
        self.bias.as_ref()
    }

    /// The running averages, if the layer keeps them.
    pub fn running(&self) -> Option<&Running> {
        self.running.as_ref()
    }

    /// γ, to be changed, if the layer learns it.
    pub fn weight_mut(&mut self) -> Option<&mut [f32]> {
        self.weight.as_mut().map(slice_mut)
    }

    /// β, to be changed, if the layer learns it.
    pub fn bias_mut(&mut self) -> Option<&mut [f32]> {
        self.bias.as_mut().map(slice_mut)
    }

    /// Sets γ.
    ///
    /// # Panics
    ///
    /// If the layer has none or one of another shape.
    #[track_caller]
    pub fn set_weight(&mut self, weight: ArrayD<f32>) {
        let shape = self.weight.as_ref().map(ArrayD::shape);
        assert_eq!(shape, Some(weight.shape()), "weight of the layer's shape");
        self.weight = Some(in_order(weight));
    }

    /// Sets β.
    ///
    /// # Panics
    ///
    /// If the layer has none or one of another shape.
    #[track_caller]
    pub fn set_bias(&mut self, bias: ArrayD<f32>) {
        let shape = self.bias.as_ref().map(ArrayD::shape);
        assert_eq!(shape, Some(bias.shape()), "bias of the layer's shape");
        self.bias = Some(in_order(bias));
    }

    /// Sets the running averages.
    ///
    /// # Panics
    ///
    /// If the layer keeps none or of another number of channels.
    #[track_caller]
    pub fn set_running(&mut self, running: Running) {
        let channels = self
            .running
            .as_ref()
            .map(|own| (own.mean.len(), own.var.len()));
        let given = (running.mean.len(), running.var.len());
        assert_eq!(channels, Some(given), "averages of the layer's channels");
        self.running = Some(running);
    }

    /// How many numbers the layer learns.
    pub fn learnt_len(&self) -> usize {
        let len = |parameter: &Option<ArrayD<f32>>| parameter.as_ref().map_or(0, ArrayD::len);
        len(&self.weight) + len(&self.bias)
    }

    /// How many running averages the layer keeps.
    pub fn running_len(&self) -> usize {
        self.running
            .as_ref()
            .map_or(0, |own| own.mean.len() + own.var.len())
    }

    /// All that a call on a tensor of `shape` checks, without computing anything.
    ///
    /// # Errors
    ///
    /// If PyTorch rejects the call.
    pub fn plan(&self, shape: &[usize]) -> Result<Plan, NormError> {
        self.layer.plan(self.training, shape)
    }
}

/// In C order, as the kernels read it.
fn in_order(parameter: ArrayD<f32>) -> ArrayD<f32> {
    if parameter.is_standard_layout() {
        return parameter;
    }
    parameter.as_standard_layout().into_owned()
}
