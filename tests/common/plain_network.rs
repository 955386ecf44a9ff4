//! Networks as their definitions say, layer after layer: every sum is a loop in float64.
//! Nothing of `nn` computes here, but random numbers are drawn from the same generator.

use super::plain::Plain;
use normscope::nn::{Activation, Architecture, Kind, Mode, Named, Noise, Parameter, Pool};
use normscope::norm::{Layer, Module, Running};
use normscope::torch::Generator;

/// A call of a network on samples.
#[derive(Clone)]
pub struct PlainCall<'a> {
    pub architecture: &'a Architecture,
    /// Where each parameter lies
    pub parameters: &'a [Parameter],
    /// Averages of each normalization
    pub running: &'a [Option<Running>],
    pub mode: Mode,
    pub generator: Generator,
}

/// What comes out.
pub struct PlainPassed {
    pub y: Vec<f64>,
    /// How far the call is from a corner of a ReLU or of a largest value, where there is no slope
    pub margin: f64,
    /// Terms of the sums that stand one behind the other, at most
    pub terms: usize,
    /// Values of the longest layer
    pub longest: usize,
}

impl PlainCall<'_> {
    /// Of the samples x, with the parameters w.
    pub fn forward(&self, x: &[f64], w: &[f64]) -> PlainPassed {
        let input = &self.architecture.input;
        let batch = x.len() / input.iter().product::<usize>();
        let mut walk = Walk {
            call: self.clone(),
            w,
            norms: 0,
            margin: f64::INFINITY,
            terms: 0,
            longest: x.len(),
        };
        let x = Tensor {
            shape: [&[batch], &input[..]].concat(),
            values: x.to_vec(),
        };
        let y = walk.chain(&self.architecture.layers, "", x);
        PlainPassed {
            y: y.values,
            margin: walk.margin,
            terms: walk.terms,
            longest: walk.longest,
        }
    }
}

/// Values in C order, with the batch as the first axis.
#[derive(Clone)]
struct Tensor {
    shape: Vec<usize>,
    values: Vec<f64>,
}

struct Walk<'a> {
    call: PlainCall<'a>,
    w: &'a [f64],
    /// Normalizations that were passed
    norms: usize,
    margin: f64,
    terms: usize,
    longest: usize,
}

impl Walk<'_> {
    fn chain(&mut self, layers: &[Named], prefix: &str, mut x: Tensor) -> Tensor {
        for layer in layers {
            x = self.layer(&layer.kind, &format!("{prefix}{}", layer.name), &x);
            self.longest = self.longest.max(x.values.len());
        }
        x
    }

    fn layer(&mut self, kind: &Kind, name: &str, x: &Tensor) -> Tensor {
        match kind {
            Kind::Linear { out, .. } => self.linear(name, *out, x),
            Kind::Conv2d {
                out,
                kernel,
                stride,
                padding,
                ..
            } => self.convolution(name, *out, [*kernel, *stride, *padding], x),
            Kind::Activation(activation) => self.activation(*activation, x),
            Kind::Pool(pool) => self.pool(*pool, x),
            Kind::Flatten => Tensor {
                shape: vec![x.shape[0], x.values.len() / x.shape[0]],
                values: x.values.clone(),
            },
            Kind::Dropout(p) => self.dropout(*p, x),
            Kind::Norm(layer) => self.norm(name, layer, x),
            Kind::Noise(noise) => self.noise(*noise, x),
            Kind::Embedding { symbols, width } => self.embedding(name, [*symbols, *width], x),
            Kind::Attention { heads } => self.attention(name, *heads, x),
            Kind::TokenMean => self.token_mean(x),
            Kind::Residual(layers) => {
                let branch = self.chain(layers, &format!("{name}."), x.clone());
                let sums = x.values.iter().zip(&branch.values).map(|(x, f)| x + f);
                with(&x.shape, sums.collect())
            }
        }
    }

    /// The values of a parameter; `None` if the network has none of this name.
    fn find(&self, name: &str, part: &str) -> Option<Vec<f64>> {
        let name = format!("{name}.{part}");
        let found = self.call.parameters.iter().find(|own| own.name == name)?;
        Some(self.w[found.place.clone()].to_vec())
    }

    fn given(&self, name: &str, part: &str) -> Vec<f64> {
        let found = self.find(name, part);
        found.unwrap_or_else(|| panic!("{name}.{part} is a parameter"))
    }

    fn linear(&mut self, name: &str, out: usize, x: &Tensor) -> Tensor {
        let (weight, bias) = (self.given(name, "weight"), self.find(name, "bias"));
        self.terms += weight.len() / out + 1;
        linear(&weight, bias.as_deref(), out, x)
    }

    fn convolution(&mut self, name: &str, out: usize, geometry: [usize; 3], x: &Tensor) -> Tensor {
        let [kernel, stride, padding] = geometry;
        let &[batch, channels, height, width] = &x.shape[..] else {
            panic!("a convolution of images");
        };
        let (weight, bias) = (self.given(name, "weight"), self.find(name, "bias"));
        self.terms += weight.len() / out + 1;
        let places = |length: usize| {
            let fits = |first: &usize| first + kernel <= length + 2 * padding;
            (0..).step_by(stride).take_while(fits).collect::<Vec<_>>()
        };
        let mut y = Vec::new();
        for n in 0..batch {
            for o in 0..out {
                for top in &places(height) {
                    for left in &places(width) {
                        let mut sum = bias.as_ref().map_or(0.0, |bias| bias[o]);
                        for (at, w) in weight
                            .chunks(weight.len() / out)
                            .nth(o)
                            .into_iter()
                            .flatten()
                            .enumerate()
                        {
                            let (c, u, v) =
                                (at / kernel / kernel, at / kernel % kernel, at % kernel);
                            let (row, column) = (top + u, left + v);
                            let is_inside = (padding..padding + height).contains(&row)
                                && (padding..padding + width).contains(&column);
                            if is_inside {
                                let line = (n * channels + c) * height + row - padding;
                                sum += w * x.values[line * width + column - padding];
                            }
                        }
                        y.push(sum);
                    }
                }
            }
        }
        with(&[batch, out, places(height).len(), places(width).len()], y)
    }

    fn activation(&mut self, activation: Activation, x: &Tensor) -> Tensor {
        self.terms += 1;
        let mut y = Vec::new();
        for &x in &x.values {
            y.push(match activation {
                Activation::Relu => {
                    self.margin = self.margin.min(x.abs());
                    if x > 0.0 { x } else { 0.0 }
                }
                Activation::Sigmoid => 1.0 / (1.0 + (-x).exp()),
                Activation::Tanh => (x.exp() - (-x).exp()) / (x.exp() + (-x).exp()),
            });
        }
        with(&x.shape, y)
    }

    fn pool(&mut self, pool: Pool, x: &Tensor) -> Tensor {
        let &[batch, channels, height, width] = &x.shape[..] else {
            panic!("a pool of images");
        };
        let [down, right] = match pool {
            Pool::Max(side) | Pool::Average(side) => [side, side],
            Pool::Mean => [height, width],
        };
        self.terms += down * right;
        let (rows, columns) = (height / down, width / right);
        let mut y = Vec::new();
        for plane in 0..batch * channels {
            for i in 0..rows {
                for j in 0..columns {
                    let mut window = Vec::new();
                    for row in i * down..(i + 1) * down {
                        for column in j * right..(j + 1) * right {
                            window.push(x.values[(plane * height + row) * width + column]);
                        }
                    }
                    window.sort_by(|a, b| b.total_cmp(a));
                    y.push(match pool {
                        Pool::Max(_) => {
                            let second = window.get(1).copied().unwrap_or(f64::NEG_INFINITY);
                            self.margin = self.margin.min(window[0] - second);
                            window[0]
                        }
                        Pool::Average(_) | Pool::Mean => {
                            window.iter().sum::<f64>() / window.len() as f64
                        }
                    });
                }
            }
        }
        with(&[batch, channels, rows, columns], y)
    }

    fn dropout(&mut self, p: f64, x: &Tensor) -> Tensor {
        self.terms += 1;
        if self.call.mode != Mode::Train {
            return x.clone();
        }
        let drawn = self.call.generator.rand(&[x.values.len()]);
        let kept = |(x, u): (&f64, &f32)| {
            if f64::from(*u) < p {
                0.0
            } else {
                x / (1.0 - p)
            }
        };
        with(&x.shape, x.values.iter().zip(&drawn).map(kept).collect())
    }

    fn norm(&mut self, name: &str, layer: &Layer, x: &Tensor) -> Tensor {
        let mut module = Module::new(layer.clone()).expect("a layer that can be constructed");
        module.train(self.call.mode != Mode::Eval);
        if let Some(running) = &self.call.running[self.norms] {
            module.set_running(running.clone());
        }
        self.norms += 1;
        // 1/√(σ² + ε), with ε = 0.1 at most 3.2, enlarges the roundings before it.
        self.terms = 4 * self.terms + x.values.len() / x.shape[1];
        let plain = Plain::new(&module, &x.shape);
        let plain = plain.with(self.find(name, "weight"), self.find(name, "bias"));
        let elements = plain.forward(&x.values);
        with(&x.shape, elements.iter().map(|element| element.y).collect())
    }

    fn noise(&mut self, noise: Noise, x: &Tensor) -> Tensor {
        self.terms += 2;
        if self.call.mode != Mode::Train {
            return x.clone();
        }
        let (units, len) = (x.shape[1], x.values.len());
        let places = len / x.shape[0] / units;
        let generator = &mut self.call.generator;
        let [means, scales] = [(); 2].map(|()| generator.rand(&[units]));
        let [moved, scaled] = [generator.rand(&[len]), generator.randn(&[len])];
        let between = |from: f64, to: f64, u: f32| from + (to - from) * f64::from(u);
        let mut y = Vec::new();
        for (k, x) in x.values.iter().enumerate() {
            let unit = k / places % units;
            let mean = between(-noise.mean, noise.mean, means[unit]);
            let m = between(mean - noise.spread, mean + noise.spread, moved[k]);
            let s = between(1.0, noise.scale, scales[unit]) + noise.spread * f64::from(scaled[k]);
            y.push(s * x + m);
        }
        with(&x.shape, y)
    }

    fn embedding(&mut self, name: &str, [symbols, width]: [usize; 2], x: &Tensor) -> Tensor {
        let (weight, position) = (self.given(name, "weight"), self.given(name, "position"));
        self.terms += 2;
        let mut y = Vec::new();
        for row in x.values.chunks(x.shape[1]) {
            for (t, symbol) in row.iter().enumerate() {
                let symbol = (0..symbols).find(|k| *k as f64 == *symbol);
                let symbol = symbol.expect("a number of a symbol");
                for k in 0..width {
                    y.push(weight[symbol * width + k] + position[t * width + k]);
                }
            }
        }
        with(&[x.shape[0], x.shape[1], width], y)
    }

    fn token_mean(&mut self, x: &Tensor) -> Tensor {
        let &[batch, tokens, width] = &x.shape[..] else {
            panic!("a mean of sentences");
        };
        self.terms += tokens;
        let mut y = Vec::new();
        for n in 0..batch {
            for k in 0..width {
                let of = |t: usize| x.values[(n * tokens + t) * width + k];
                y.push((0..tokens).map(of).sum::<f64>() / tokens as f64);
            }
        }
        with(&[batch, width], y)
    }

    fn attention(&mut self, name: &str, heads: usize, x: &Tensor) -> Tensor {
        let &[batch, tokens, width] = &x.shape[..] else {
            panic!("attention of sentences");
        };
        let map = |part: &str, x: &Tensor| {
            linear(&self.given(name, &format!("{part}.weight")), None, width, x)
        };
        let [query, key, value] = ["query", "key", "value"].map(|part| map(part, x).values);
        let of_head = width / heads;
        let mut mixed = vec![0.0; x.values.len()];
        for n in 0..batch {
            for h in 0..heads {
                let at = |token: usize, k: usize| (n * tokens + token) * width + h * of_head + k;
                for t in 0..tokens {
                    let mut powers = Vec::new();
                    for other in 0..tokens {
                        let mut score = 0.0;
                        for k in 0..of_head {
                            score += query[at(t, k)] * key[at(other, k)];
                        }
                        powers.push((score / (of_head as f64).sqrt()).exp());
                    }
                    let sum: f64 = powers.iter().sum();
                    for (other, power) in powers.iter().enumerate() {
                        for k in 0..of_head {
                            mixed[at(t, k)] += power / sum * value[at(other, k)];
                        }
                    }
                }
            }
        }
        let y = map("out", &with(&x.shape, mixed));
        self.terms += 2 * width + of_head + 2 * tokens;
        y
    }
}

fn with(shape: &[usize], values: Vec<f64>) -> Tensor {
    assert_eq!(shape.iter().product::<usize>(), values.len());
    Tensor {
        shape: shape.to_vec(),
        values,
    }
}

/// On the last axis.
fn linear(weight: &[f64], bias: Option<&[f64]>, out: usize, x: &Tensor) -> Tensor {
    let (into, before) = x.shape.split_last().expect("an axis");
    let mut y = Vec::new();
    for row in x.values.chunks(*into) {
        for o in 0..out {
            let mut sum = bias.map_or(0.0, |bias| bias[o]);
            for k in 0..*into {
                sum += weight[o * into + k] * row[k];
            }
            y.push(sum);
        }
    }
    with(&[before, &[out]].concat(), y)
}
