//! How long the layers take, natively: the median of nine calls each, forward and backward. Run by `cargo xtask bench`.

use normscope::norm::Module;
use normscope::torch::{Generator, parse_layer};
use std::time::{Duration, Instant};

const SHAPE: [usize; 4] = [32, 64, 32, 32];
const CALLS: usize = 9;
const LAYERS: [&str; 5] = [
    "BatchNorm2d(64)",
    "LayerNorm([64,32,32])",
    "InstanceNorm2d(64)",
    "GroupNorm(32,64)",
    "RMSNorm(32)",
];

fn main() {
    let mut generator = Generator::new(1234);
    let (x, grad_y) = (generator.randn(&SHAPE), generator.randn(&SHAPE));
    println!(
        "{:<24} {:>10} {:>10}",
        "x: randn(32,64,32,32)", "forward ms", "backward ms"
    );
    for words in LAYERS {
        let layer = parse_layer(words).expect("the layers above are PyTorch's");
        let mut module = Module::new(layer).expect("the layers above can be constructed");
        let mut call = || module.forward(x.view()).expect("the layers above take x");
        let forward = call();
        let forward_time = median(&mut call);
        let backward_time = median(|| module.backward(x.view(), &forward, grad_y.view()));
        println!(
            "{words:<24} {:>10.2} {:>11.2}",
            millis(forward_time),
            millis(backward_time)
        );
    }
}

fn median<T>(mut call: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..CALLS)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(call());
            start.elapsed()
        })
        .collect();
    times.sort();
    times[CALLS / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
