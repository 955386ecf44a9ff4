//! A batch norm in eval mode, folded into the convolution before it.

use crate::norm::{BatchNorm, Layer, Module, NormError, Running, Spatial};
use crate::tensor::Source;
use crate::torch::Generator;
use crate::torch::grammar::parse_program;
use crate::torch::program::{Interpreter, Value};
use ndarray::{ArrayD, Axis, IxDyn};

/// Batches that the batch norm is trained on.
const TRAINED: usize = 5;

/// How far the seed of filters, γ and β is from that of x.
const PARAMETERS: u64 = 4;

/// The largest difference between a 3×3 convolution followed by a batch norm in eval mode,
/// and one convolution that is both:
///
/// ```text
/// w′ = w · γ / √(σ² + ε)        b′ = β − μ · γ / √(σ² + ε)
/// ```
///
/// with the running averages μ and σ² of five batches. The convolution keeps the channels of x and has no bias;
/// filters, γ and β are normal, drawn from the seed. What is left is the rounding of float32.
/// `None` where x has not four axes, or PyTorch rejects the batch norm.
///
/// # Panics
///
/// If the recipe needs images that are not here.
pub fn fold_difference(source: &Source, seed: u64, eps: f64) -> Option<f64> {
    let [samples, channels, height, width] = source.shape[..] else {
        return None;
    };
    // Few products, as befits a number in a sentence.
    if samples * height * width * channels * channels > 1 << 18 {
        return None;
    }
    let mut generator = Generator::new(seed.wrapping_add(PARAMETERS));
    let filters = generator.randn(&[channels, channels, 3, 3]);
    let mut norm = batch_norm(channels, eps).ok()?;
    norm.set_weight(generator.randn(&[channels]));
    norm.set_bias(generator.randn(&[channels]));
    let mut sampler = source.sampler(seed);
    for _ in 0..TRAINED {
        let h = convolved(sampler.next_batch(), &filters);
        norm.measure(h.view()).ok()?;
    }
    norm.train(false);
    let x = sampler.next_batch();
    let two = norm.forward(convolved(x.clone(), &filters).view()).ok()?.y;
    let (filters, bias) = folded(&norm, filters, eps);
    let one = convolved(x, &filters) + bias;
    let changes = two.iter().zip(&one);
    Some(
        changes
            .map(|(a, b)| f64::from((a - b).abs()))
            .fold(0.0, f64::max),
    )
}

fn batch_norm(channels: usize, eps: f64) -> Result<Module, NormError> {
    Module::new(Layer::BatchNorm(BatchNorm {
        spatial: Spatial::D2,
        num_features: channels as i64,
        eps,
        momentum: Some(0.1),
        affine: true,
        track_running_stats: true,
    }))
}

/// Filters and bias of the convolution that does the batch norm's work too; the bias in the shape that is added.
fn folded(norm: &Module, mut filters: ArrayD<f32>, eps: f64) -> (ArrayD<f32>, ArrayD<f32>) {
    let Running { mean, var, .. } = norm.running().expect("a layer with averages");
    let [weight, shift] = [norm.weight(), norm.bias()].map(|own| own.expect("an affine layer"));
    let mut bias = ArrayD::zeros(IxDyn(&[1, mean.len(), 1, 1]));
    for (c, mut filter) in filters.axis_iter_mut(Axis(0)).enumerate() {
        let factor = f64::from(weight[c]) / (var[c] + eps).sqrt();
        filter.mapv_inplace(|w| (f64::from(w) * factor) as f32);
        bias[[0, c, 0, 0]] = (f64::from(shift[c]) - mean[c] * factor) as f32;
    }
    (filters, bias)
}

/// The convolution of the recipes.
fn convolved(x: ArrayD<f32>, filters: &ArrayD<f32>) -> ArrayD<f32> {
    let lines = parse_program("y = F.conv2d(x, filters, padding=1)").expect("in the grammar");
    // Nothing is drawn.
    let mut program = Interpreter::new(Generator::new(0));
    program.define("x", Value::Tensor(x.into()));
    program.define("filters", Value::Tensor(filters.clone().into()));
    program.run(&lines).expect("filters for the channels of x");
    match program.take("y") {
        Some(Value::Tensor(y)) => y.into_owned(),
        other => panic!("a convolution gives a tensor, not {other:?}"),
    }
}
