//! How long the layers take, natively and in one thread: forward, and backward. Run by `cargo xtask bench`.
//!
//! Results are written into memory that was written before, as PyTorch's allocator gives it again after the first calls.
//!
//! A benchmark is named as PyTorch writes it, `BatchNorm2d(64).eval() on [32, 64, 56, 56]`, so that
//! `benches/pytorch.py` can run the same one beside it.

use criterion::{Criterion, criterion_group, criterion_main};
use ndarray::ArrayD;
use normscope::norm::Module;
use normscope::torch::{Generator, parse_layer};
use std::time::Duration;

const SMALLEST: &[usize] = &[6, 6, 4, 4];
const SMALL: &[usize] = &[8, 32, 16, 16];
const MEDIUM: &[usize] = &[32, 64, 56, 56];
const TALL: &[usize] = &[2, 256, 64, 64];
const TOKENS: &[usize] = &[32, 128, 768];
const LARGEST: &[usize] = &[20, 100, 35, 45, 10];

/// `.eval()` is eval mode, as in PyTorch.
const EVAL: &str = ".eval()";

const LAYERS: [(&str, &[usize]); 22] = [
    ("BatchNorm2d(6)", SMALLEST),
    ("BatchNorm2d(6).eval()", SMALLEST),
    ("LayerNorm([6,4,4])", SMALLEST),
    ("InstanceNorm2d(6)", SMALLEST),
    ("GroupNorm(3,6)", SMALLEST),
    ("BatchNorm2d(32)", SMALL),
    ("BatchNorm2d(32).eval()", SMALL),
    ("LayerNorm([32,16,16])", SMALL),
    ("InstanceNorm2d(32)", SMALL),
    ("GroupNorm(32,32)", SMALL),
    ("BatchNorm2d(64)", MEDIUM),
    ("BatchNorm2d(64).eval()", MEDIUM),
    ("LayerNorm([64,56,56])", MEDIUM),
    ("InstanceNorm2d(64)", MEDIUM),
    ("GroupNorm(32,64)", MEDIUM),
    ("BatchNorm2d(256)", TALL),
    ("BatchNorm2d(256).eval()", TALL),
    ("LayerNorm([256,64,64])", TALL),
    ("InstanceNorm2d(256)", TALL),
    ("GroupNorm(32,256)", TALL),
    ("LayerNorm([768])", TOKENS),
    ("BatchNorm3d(100)", LARGEST),
];

fn layers(criterion: &mut Criterion) {
    for (words, shape) in LAYERS {
        let mut generator = Generator::new(1234);
        let (x, grad_y) = (generator.randn(shape), generator.randn(shape));
        let layer = parse_layer(words.trim_end_matches(EVAL)).expect("one of PyTorch's layers");
        let mut module = Module::new(layer).expect("a layer that can be constructed");
        module.train(!words.ends_with(EVAL));
        let mut workspace = module.workspace(shape).expect("a layer that takes x");
        let zeros = |values: Option<&ArrayD<f32>>| values.map(|values| vec![0.0; values.len()]);
        let mut parameters = [zeros(module.weight()), zeros(module.bias())];
        let (x, grad_y) = (slice(&x), slice(&grad_y));
        let mut out = vec![0.0; x.len()];
        let mut group = criterion.benchmark_group(format!("{words} on {shape:?}"));
        group.bench_function("forward", |bencher| {
            bencher.iter(|| module.forward_into(&mut workspace, x, &mut out));
        });
        group.bench_function("backward", |bencher| {
            bencher.iter(|| {
                let parameters = parameters.each_mut().map(Option::as_deref_mut);
                module.backward_into(&mut workspace, x, grad_y, &mut out, parameters);
            });
        });
        group.finish();
    }
}

fn slice(values: &ArrayD<f32>) -> &[f32] {
    values.as_slice().expect("drawn in C order")
}

fn settings() -> Criterion {
    Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .sample_size(20)
        .without_plots()
}

criterion_group! { name = benches; config = settings(); targets = layers }
criterion_main!(benches);
