//! A network against its plain definition: what comes out, and central differences for every derivative.

use super::plain_network::{PlainCall, PlainPassed};
use super::random::Random;
use normscope::nn::{Architecture, Kind, Mode, Network};
use normscope::torch::Generator;

/// Half the distance between the two sides of a difference: its own error is STEP² times the third derivative over six,
/// and float64's roundings over STEP, both below 10⁻⁹.
const STEP: f64 = 1e-5;

/// Largest part of a rounding to float32.
const ROUNDING: f64 = 1.0 / (1 << 24) as f64;

/// A difference is taken no nearer to a corner than this: a step of a parameter moves no value so far.
const MARGIN: f64 = 2e-4;

/// A call of three samples, after one of four: nothing of an earlier call may remain.
pub fn compare(architecture: &Architecture, mode: Mode, random: &mut Random) {
    let mut network = Network::new(architecture).expect("layers that fit");
    draw(&mut network, random);
    let earlier = samples(architecture, 4, random);
    network.forward(&earlier, 4, Mode::Train, &mut Generator::new(1));
    network.backward(|_, grad_y| grad_y.fill(1.0));
    let running = network.running().into_iter();
    let running = running.map(|own| own.map(|own| random.running(own.mean.len())));
    let running: Vec<_> = running.collect();
    network.set_running(&running);
    let parameters = network.parameters().clone();
    let plain = PlainCall {
        architecture,
        parameters: &parameters.list,
        running: &running,
        mode,
        generator: Generator::new(random.bits()),
    };
    let w = wide(&parameters.values);
    let (x, passed) = away_from_corners(&plain, &w, random);
    let y = network.forward(&x, 3, mode, &mut plain.generator.clone());
    let called = format!("{mode:?} {:?}", architecture.layers);
    let terms = passed.terms + 1;
    check(&format!("y of {called}"), terms, &wide(y), &passed.y);
    if mode != Mode::Train {
        assert_eq!(network.running(), running, "averages of {called}");
    }
    let grad_y = values(passed.y.len(), random);
    network.backward(|_, own| own.copy_from_slice(&grad_y));
    let (x, grad_y) = (wide(&x), wide(&grad_y));
    let slopes = slopes(&w, |w| {
        let y = plain.forward(&x, w).y;
        y.iter().zip(&grad_y).map(|(y, grad)| y * grad).sum()
    });
    // Forward, backward, and over the values of a layer.
    let terms = 2 * terms + passed.longest;
    for parameter in &parameters.list {
        let ours = wide(&network.gradients()[parameter.place.clone()]);
        let name = format!("derivatives of {} of {called}", parameter.name);
        check(&name, terms, &ours, &slopes[parameter.place.clone()]);
    }
}

/// Weights that keep values of size one: a softmax of large scores would be less certain than its terms.
fn draw(network: &mut Network, random: &mut Random) {
    for parameter in network.parameters().list.clone() {
        let into: usize = parameter.shape.iter().skip(1).product();
        let drawn = random.tensor(&parameter.shape, 0.0, (into as f64).sqrt().recip());
        let own = &mut network.values_mut()[parameter.place];
        own.iter_mut()
            .zip(&drawn)
            .for_each(|(own, drawn)| *own = *drawn);
    }
}

fn away_from_corners(plain: &PlainCall, w: &[f64], random: &mut Random) -> (Vec<f32>, PlainPassed) {
    loop {
        let x = samples(plain.architecture, 3, random);
        let passed = plain.forward(&wide(&x), w);
        if passed.margin > MARGIN {
            return (x, passed);
        }
    }
}

fn samples(architecture: &Architecture, count: usize, random: &mut Random) -> Vec<f32> {
    let len = count * architecture.input.iter().product::<usize>();
    match architecture.layers[0].kind {
        Kind::Embedding { symbols, .. } => (0..len)
            .map(|_| random.between(0, symbols - 1) as f32)
            .collect(),
        _ => values(len, random),
    }
}

fn values(len: usize, random: &mut Random) -> Vec<f32> {
    random.tensor(&[len], 0.0, 1.0).into_iter().collect()
}

/// A sum of n terms in float32 is off by n·2⁻²⁴·∑|terms| at most (Higham 2002, section 4.2); the terms cancel each
/// other in part, but their roundings do so too, and ∑|terms| is taken to be the largest result.
pub fn check(name: &str, terms: usize, ours: &[f64], expected: &[f64]) {
    assert_eq!(ours.len(), expected.len(), "{name}");
    let largest = expected
        .iter()
        .fold(1.0_f64, |largest, v| largest.max(v.abs()));
    let allowed = terms as f64 * ROUNDING * largest;
    for (ours, expected) in ours.iter().zip(expected) {
        let off = (ours - expected).abs();
        assert!(
            off <= allowed,
            "{name}: {ours} is not {expected} ± {allowed:e}"
        );
    }
}

/// ∂f/∂v for each v: (f(v + h) − f(v − h)) / 2h.
pub fn slopes(values: &[f64], f: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let at = |k: usize, step: f64| {
        let mut values = values.to_vec();
        values[k] += step;
        f(&values)
    };
    let slope = |k| (at(k, STEP) - at(k, -STEP)) / (2.0 * STEP);
    (0..values.len()).map(slope).collect()
}

pub fn wide(values: &[f32]) -> Vec<f64> {
    values.iter().copied().map(f64::from).collect()
}
