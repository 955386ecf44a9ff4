//! How long a step of training takes, natively and in one thread. Run by `cargo xtask bench`.
//!
//! Writes target/bench/training.json, beside whose numbers `benches/pytorch_training.py` sets PyTorch's.

use normscope::nn::Yardstick;
use std::fs;
use std::path::Path;
use std::time::Instant;

const BATCHES: [usize; 3] = [2, 32, 128];

/// Steps before the first sample.
const WARM_UP: usize = 50;

fn main() {
    let rounds = match std::env::args().any(|word| word == "--quick") {
        true => 20,
        false => 1000,
    };
    let mut rows = Vec::new();
    for network in Yardstick::ALL {
        for batch in BATCHES {
            let seconds = seconds(network, batch, rounds);
            println!("{:14} {batch:4}  {:9.1} µs", network.name(), seconds * 1e6);
            rows.push(serde_json::json!({
                "network": network.name(), "batch": batch, "seconds": seconds,
            }));
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    let text = serde_json::Value::Array(rows).to_string();
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(folder.join("training.json"), text))
        .expect("a folder that can be written to");
}

/// A step, at its best: whatever else the machine does makes it longer, and nothing makes it shorter.
fn seconds(network: Yardstick, batch: usize, rounds: usize) -> f64 {
    let (mut trainer, data) = network.course(batch);
    (0..WARM_UP).for_each(|_| drop(trainer.step(&data)));
    // Some at once where one is short for a clock.
    let steps = (64 / batch).max(1);
    let sample = |_| {
        let start = Instant::now();
        (0..steps).for_each(|_| drop(trainer.step(&data)));
        start.elapsed().as_secs_f64() / steps as f64
    };
    (0..rounds).map(sample).fold(f64::INFINITY, f64::min)
}
