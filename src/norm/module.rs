//! A constructed layer with its state, like `nn.Module`.

use super::walk::Walk;
use super::{Layer, NormError, Plan, Running, Source, Statistic, kernel};
use ndarray::{ArrayD, ArrayViewD, IxDyn};

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
    layer: Layer,
    weight: Option<ArrayD<f32>>,
    bias: Option<ArrayD<f32>>,
    running: Option<Running>,
    training: bool,
}

/// Statistics of every set, in C order over [`super::Partition::grid`].
#[derive(Clone, Debug, PartialEq)]
pub struct Statistics {
    /// Mean μ; 0 where the statistic is the mean square
    pub mean: Vec<f64>,
    /// Biased variance σ², or the mean square
    pub var: Vec<f64>,
}

/// All that a call computed, stage by stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Forward {
    /// How
    pub plan: Plan,
    /// The statistics that x was normalized with
    pub used: Statistics,
    /// The statistics of x itself, also where running averages were used
    pub batch: Statistics,
    /// x − μ; where the statistic is the mean square, x
    pub centered: ArrayD<f32>,
    /// x̂ = (x − μ) / √(σ² + ε)
    pub x_hat: ArrayD<f32>,
    /// γ·x̂ + β
    pub y: ArrayD<f32>,
}

/// Derivatives of a loss, given those with respect to y.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradients {
    /// With respect to x
    pub x: ArrayD<f32>,
    /// With respect to γ, if the layer has it
    pub weight: Option<ArrayD<f32>>,
    /// With respect to β, if the layer has it
    pub bias: Option<ArrayD<f32>>,
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

    /// Sets γ.
    ///
    /// # Panics
    ///
    /// If the layer has none or one of another shape.
    #[track_caller]
    pub fn set_weight(&mut self, weight: ArrayD<f32>) {
        let shape = self.weight.as_ref().map(ArrayD::shape);
        assert_eq!(shape, Some(weight.shape()), "weight of the layer's shape");
        self.weight = Some(weight);
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
        self.bias = Some(bias);
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

    /// Normalizes x; in training mode also updates the running averages.
    ///
    /// # Errors
    ///
    /// If PyTorch rejects the call. The module is then as it was.
    pub fn forward(&mut self, x: ArrayViewD<f32>) -> Result<Forward, NormError> {
        let plan = self.plan(x.shape())?;
        let x = x.as_standard_layout();
        let values = x.as_slice().expect("standard layout");
        let walk = Walk::new(&plan.partition);
        let batch = kernel::measure(&walk, plan.partition.set_len(), plan.statistic, values);
        let used = match (plan.source, &self.running) {
            (Source::Running, Some(running)) => running.of_sets(walk.set_count()),
            _ => batch.clone(),
        };
        if self.training {
            self.track(&batch, plan.partition.set_len());
        }
        let mut x_hat = ArrayD::zeros(x.raw_dim());
        let inv_std = inv_std(&used, plan.eps);
        let stage = (&used.mean[..], &inv_std[..]);
        let out = slice_mut(&mut x_hat);
        match plan.source {
            Source::Batch => {
                kernel::map(&walk, values, stage, out, |x, mean, inv| (x - mean) * inv)
            }
            // One linear map of x, as PyTorch does: the two differ where a variance is 0 and ε too.
            Source::Running => kernel::map(&walk, values, stage, out, |x, mean, inv| {
                x * inv - mean * inv
            }),
        }
        let centered = match plan.statistic {
            Statistic::MeanSquare => x.to_owned(),
            Statistic::MeanVariance => {
                let mut centered = ArrayD::zeros(x.raw_dim());
                kernel::map(
                    &walk,
                    values,
                    stage,
                    slice_mut(&mut centered),
                    |x, mean, _| x - mean,
                );
                centered
            }
        };
        let y = self.scale_and_shift(&plan, &x_hat);
        Ok(Forward {
            plan,
            used,
            batch,
            centered,
            x_hat,
            y,
        })
    }

    /// Derivatives of a loss L with respect to x, γ and β, from those with respect to y:
    ///
    /// ```text
    /// g      = γ · ∂L/∂y
    /// ∂L/∂x  = (g − mean(g) − x̂ · mean(g·x̂)) / √(σ² + ε)    means over the set
    /// ∂L/∂γ  = ∑ ∂L/∂y · x̂      ∂L/∂β = ∑ ∂L/∂y             over the elements that share γ
    /// ```
    ///
    /// The second term comes from μ and is absent for the mean square;
    /// the second and the third are absent where the statistics are running averages.
    ///
    /// # Panics
    ///
    /// If x or `grad_y` does not have the shape of the call.
    pub fn backward(
        &self,
        x: ArrayViewD<f32>,
        forward: &Forward,
        grad_y: ArrayViewD<f32>,
    ) -> Gradients {
        let plan = &forward.plan;
        assert_eq!(x.shape(), plan.partition.shape(), "x of the call");
        assert_eq!(
            grad_y.shape(),
            plan.partition.shape(),
            "a gradient for every y"
        );
        let grad_y = grad_y.as_standard_layout();
        let grad = grad_y.as_slice().expect("standard layout");
        let x_hat = slice(&forward.x_hat);
        let affine = Walk::new(&plan.affine());
        let zeros = vec![0.0; affine.set_count()];
        let gradient = |parameter: &ArrayD<f32>, sums: Vec<f64>| {
            let values = sums.into_iter().map(|sum| sum as f32).collect();
            ArrayD::from_shape_vec(parameter.raw_dim(), values).expect("a sum for every parameter")
        };
        let weight = self.weight.as_ref().map(|weight| {
            gradient(
                weight,
                kernel::sums(&affine, grad, x_hat, &zeros, |grad, x_hat, _| grad * x_hat),
            )
        });
        let bias = self.bias.as_ref().map(|bias| {
            gradient(
                bias,
                kernel::sums(&affine, grad, grad, &zeros, |grad, _, _| grad),
            )
        });
        let mut g = grad_y.to_owned();
        if let Some(weight) = &self.weight {
            let gamma = widen(weight);
            kernel::map(
                &affine,
                grad,
                (&gamma, &gamma),
                slice_mut(&mut g),
                |grad, gamma, _| grad * gamma,
            );
        }
        let x = input_gradient(plan, &forward.used, x_hat, g);
        Gradients { x, weight, bias }
    }
}

impl Module {
    /// Takes the statistics of a training batch into the running averages.
    fn track(&mut self, batch: &Statistics, set_len: usize) {
        let Some(running) = &mut self.running else {
            return;
        };
        let momentum = match &self.layer {
            Layer::BatchNorm(layer) => {
                running.batches += 1;
                layer.momentum.unwrap_or(1.0 / running.batches as f64)
            }
            // PyTorch's instance norm does not count its batches, and takes no momentum for 0.
            Layer::InstanceNorm(layer) => layer.momentum.unwrap_or(0.0),
            _ => unreachable!("only batch and instance norm keep running averages"),
        };
        if !batch.mean.is_empty() {
            running.update(batch, set_len, momentum);
        }
    }

    fn scale_and_shift(&self, plan: &Plan, x_hat: &ArrayD<f32>) -> ArrayD<f32> {
        let Some(weight) = &self.weight else {
            return x_hat.clone();
        };
        let affine = Walk::new(&plan.affine());
        let gamma = widen(weight);
        let beta = self.bias.as_ref().map_or(vec![0.0; gamma.len()], widen);
        let mut y = ArrayD::zeros(x_hat.raw_dim());
        kernel::map(
            &affine,
            slice(x_hat),
            (&gamma, &beta),
            slice_mut(&mut y),
            |x_hat, gamma, beta| x_hat * gamma + beta,
        );
        y
    }
}

/// Turns g into ∂L/∂x; see [`Module::backward`].
fn input_gradient(
    plan: &Plan,
    used: &Statistics,
    x_hat: &[f32],
    mut g: ArrayD<f32>,
) -> ArrayD<f32> {
    let walk = Walk::new(&plan.partition);
    let inv_std = inv_std(used, plan.eps);
    let zeros = vec![0.0; walk.set_count()];
    let values = slice_mut(&mut g);
    if plan.source == Source::Running {
        // Not the formula below with zeros, since 0 · x̂ is NaN where x̂ is infinite.
        let of_set = [&inv_std[..]; 3];
        kernel::map_in_place(&walk, values, x_hat, of_set, |g, _, [inv_std, ..]| {
            g * inv_std
        });
        return g;
    }
    let n = plan.partition.set_len() as f64;
    let average = |term: fn(f64, f64, f64) -> f64| -> Vec<f64> {
        let sums = kernel::sums(&walk, values, x_hat, &zeros, term);
        sums.into_iter().map(|sum| sum / n).collect()
    };
    let along = average(|g, x_hat, _| g * x_hat);
    let mean = match plan.statistic {
        Statistic::MeanVariance => average(|g, _, _| g),
        Statistic::MeanSquare => zeros.clone(),
    };
    let of_set = [&mean[..], &along, &inv_std];
    kernel::map_in_place(
        &walk,
        values,
        x_hat,
        of_set,
        |g, x_hat, [mean, along, inv_std]| (g - mean - x_hat * along) * inv_std,
    );
    g
}

/// 1 / √(σ² + ε) of each set.
fn inv_std(statistics: &Statistics, eps: f64) -> Vec<f64> {
    statistics
        .var
        .iter()
        .map(|var| 1.0 / (var + eps).sqrt())
        .collect()
}

fn widen(values: &ArrayD<f32>) -> Vec<f64> {
    values.iter().copied().map(f64::from).collect()
}

fn slice(array: &ArrayD<f32>) -> &[f32] {
    array.as_slice().expect("made in standard layout")
}

fn slice_mut(array: &mut ArrayD<f32>) -> &mut [f32] {
    array.as_slice_mut().expect("made in standard layout")
}
