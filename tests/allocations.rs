//! Calls in a workspace and steps of training allocate nothing, once they have what they need.
//!
//! The allocator counts for the whole program, each thread by itself.

// An allocator is unsafe to write; this one hands everything on to the system's.
#![allow(unsafe_code)]

use normscope::nn::{
    Activation, Architecture, Behind, Blocks, Course, Data, Kind, Loss, Named, Network, Noise,
    Normalizer, Optimizer, Order, Pool, Schedule, Targets, Trainer, transformer,
};
use normscope::norm::Module;
use normscope::torch::{Generator, parse_layer};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

struct Counting;

thread_local! {
    /// Allocations of this thread: the test harness has others.
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: it is the system's allocator, which keeps the contract.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        unsafe { System.realloc(memory, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Of every way through a tensor, on a small one (all in float64) and on a larger one.
const CALLS: [(&str, &[usize]); 14] = [
    ("BatchNorm2d(6)", &[6, 6, 4, 4]),
    ("LayerNorm([6,4,4])", &[6, 6, 4, 4]),
    ("InstanceNorm2d(6)", &[6, 6, 4, 4]),
    ("GroupNorm(3, 6)", &[6, 6, 4, 4]),
    ("ChannelLayerNorm(6)", &[6, 6, 4, 4]),
    ("BatchNorm1d(64)", &[128, 64]),
    ("BatchNorm2d(32)", &[8, 32, 16, 16]),
    ("LayerNorm([32,16,16])", &[8, 32, 16, 16]),
    ("InstanceNorm2d(32, affine=True)", &[8, 32, 16, 16]),
    ("GroupNorm(8, 32)", &[8, 32, 16, 16]),
    ("ChannelLayerNorm(64)", &[4, 64, 16, 16]),
    ("LayerNorm([96])", &[4, 32, 96]),
    ("RMSNorm([96])", &[4, 32, 96]),
    ("Norm(N=1, C=C/4, H=H, W=1)", &[4, 8, 24, 16]),
];

#[test]
fn calls_in_a_workspace_allocate_nothing() {
    for (layer, shape) in CALLS {
        for training in [true, false] {
            // Values near 0, and far from it: the latter take several passes.
            for mean in [0.0, 1000.0] {
                let count = allocations(layer, shape, training, mean);
                let mode = if training { "training" } else { "eval" };
                assert_eq!(count, 0, "{layer} on {shape:?}, {mode}, mean {mean}");
            }
        }
    }
}

/// Of a call and its derivatives, after one of each.
fn allocations(layer: &str, shape: &[usize], training: bool, mean: f32) -> usize {
    let mut module = Module::new(parse_layer(layer).expect("a layer")).expect("a module");
    module.train(training);
    let mut generator = Generator::new(1234);
    let [x, grad_y] = [mean, 0.0].map(|mean| generator.randn(shape).mapv(|value| value + mean));
    let (x, grad_y) = (
        x.as_slice().expect("in order"),
        grad_y.as_slice().expect("in order"),
    );
    let mut workspace = module.workspace(shape).expect("a call that PyTorch takes");
    let [mut y, mut grad_x] = [vec![0.0; x.len()], vec![0.0; x.len()]];
    let mut gradients =
        [module.weight(), module.bias()].map(|own| own.map(|own| vec![0.0; own.len()]));
    let mut call = || {
        module.forward_into(&mut workspace, x, &mut y);
        let gradients = gradients.each_mut().map(Option::as_deref_mut);
        module.backward_into(&mut workspace, x, grad_y, &mut grad_x, gradients);
    };
    call();
    let before = COUNT.get();
    assert!(before > 0, "an allocator that counts");
    call();
    COUNT.get() - before
}

/// Samples, and how many are in a batch: three batches for a pass over them.
const SAMPLES: usize = 14;
const BATCH: usize = 4;

#[test]
fn steps_of_training_allocate_nothing() {
    let decay = 0.01;
    let momentum = Optimizer::Sgd {
        momentum: 0.9,
        weight_decay: decay,
    };
    for optimizer in [Optimizer::SGD, momentum, Optimizer::ADAM] {
        for order in [Order::Shuffled, Order::InTurn, Order::ByClass] {
            for (name, architecture) in networks() {
                let count = steps(&architecture, optimizer, order);
                assert_eq!(count, 0, "{name}, {optimizer:?}, {order:?}");
            }
        }
    }
}

/// Of every kind of layer.
fn networks() -> Vec<(&'static str, Architecture)> {
    let behind = Behind {
        normalizer: Normalizer::Batch,
        noise: Some(Noise::PAPER),
        activation: Some(Activation::Sigmoid),
    };
    let [norm, tanh, relu] = [
        Kind::Norm(Normalizer::Layer.layer(&[3, 4, 4]).expect("a layer")),
        Kind::Activation(Activation::Tanh),
        Kind::Activation(Activation::Relu),
    ];
    let branch = [
        ("conv", convolution(3)),
        ("norm", norm),
        ("relu", relu.clone()),
    ];
    let image = [
        ("conv", convolution(3)),
        ("relu", relu),
        ("residual", Kind::Residual(named(branch))),
        ("largest", Kind::Pool(Pool::Max(2))),
        ("mean", Kind::Pool(Pool::Average(2))),
        ("flatten", Kind::Flatten),
        ("tanh", tanh),
        ("dropout", Kind::Dropout(0.5)),
        ("fc", Kind::Linear { out: 5, bias: true }),
    ];
    let words = [
        (
            "embedding",
            Kind::Embedding {
                symbols: 9,
                width: 4,
            },
        ),
        ("flatten", Kind::Flatten),
        (
            "fc",
            Kind::Linear {
                out: 5,
                bias: false,
            },
        ),
    ];
    let of = |input: &[usize], layers: Vec<Named>| Architecture {
        input: input.to_vec(),
        layers,
    };
    vec![
        (
            "perceptron",
            Architecture::perceptron(&[16], &[7, 5], 5, |_| behind),
        ),
        (
            "convolutional",
            Architecture::convolutional([1, 4, 4], &[3, 2], 5, |_| behind),
        ),
        ("image", of(&[1, 4, 4], named(image))),
        ("words", of(&[16], named(words))),
        ("pre", transformer(transformer::Order::Pre)),
        ("post", transformer(transformer::Order::Post)),
    ]
}

fn transformer(order: transformer::Order) -> Architecture {
    let size = transformer::Size {
        depth: 2,
        width: 8,
        heads: 2,
        hidden: 12,
    };
    let blocks = Blocks {
        order,
        size,
        activation: Some(Activation::Relu),
    };
    Architecture::transformer([16, 9], blocks, 5, |_| Normalizer::Layer)
}

fn convolution(out: usize) -> Kind {
    Kind::Conv2d {
        out,
        kernel: 3,
        stride: 1,
        padding: 1,
        bias: true,
    }
}

fn named<const N: usize>(layers: [(&str, Kind); N]) -> Vec<Named> {
    let layers = layers.into_iter();
    layers.map(|(name, kind)| Named::new(name, kind)).collect()
}

/// Allocations of some passes over the samples, after one.
fn steps(architecture: &Architecture, optimizer: Optimizer, order: Order) -> usize {
    let mut generator = Generator::new(1234);
    let network = Network::new(architecture).expect("layers that fit");
    let len = SAMPLES * network.input_len();
    let data = Data {
        shape: architecture.input.clone(),
        x: generator.rand(&[len]).into_iter().collect(),
        targets: Targets::Classes((0..SAMPLES).map(|k| (k % 2) as u8).collect()),
    };
    let course = Course {
        loss: Loss::CrossEntropy,
        optimizer,
        rate: 0.01,
        schedule: Schedule::default(),
        batch: BATCH,
        accumulated: 2,
        order,
        seed: 1,
    };
    let mut trainer = Trainer::new(network, course).expect("batches that are accepted");
    let mut pass = || (0..4).for_each(|_| drop(trainer.step(&data)));
    pass();
    let before = COUNT.get();
    assert!(before > 0, "an allocator that counts");
    (0..3).for_each(|_| pass());
    COUNT.get() - before
}
