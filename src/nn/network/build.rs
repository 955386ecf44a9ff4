//! From an architecture to a network.

use super::chain::{Chain, Layer, Node};
use super::parameters::{Begin, Parameters};
use crate::nn::architecture::{Kind, Named};
use crate::nn::init::Fans;
use crate::nn::layer::{
    Attention, Conv2d, Dropout, Embedding, Flatten, Linear, Noisy, Norm, Pool, Pooling, TokenMean,
};
use crate::norm::NormError;

/// Why there is no such network.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Unfit {
    /// A layer does not take samples of the shape that comes to it
    #[error("{name} does not take samples of shape {shape:?}")]
    Shape {
        /// The layer
        name: String,
        /// What comes to it
        shape: Vec<usize>,
    },
    /// PyTorch does not construct a normalization, or rejects its call
    #[error("{name}: {error}")]
    Norm {
        /// The layer
        name: String,
        /// What PyTorch says
        error: NormError,
    },
    /// What comes out of a branch cannot be added to what went in
    #[error(
        "{name} gives samples of shape {branch:?}, which are not added to those of shape {shape:?}"
    )]
    Branch {
        /// The layer
        name: String,
        /// What goes in
        shape: Vec<usize>,
        /// What comes out
        branch: Vec<usize>,
    },
}

/// Puts layers one behind the other; gives the shape that comes out of a sample.
pub fn build(
    layers: &[Named],
    input: &[usize],
    prefix: &str,
    parameters: &mut Parameters,
) -> Result<(Chain, Vec<usize>), Unfit> {
    let origin = parameters.values.len();
    let mut shape = input.to_vec();
    let mut nodes = Vec::with_capacity(layers.len());
    for layer in layers {
        let name = format!("{prefix}{}", layer.name);
        let first = parameters.values.len();
        let (made, out) = Builder {
            name: &name,
            shape: &shape,
            parameters,
        }
        .make(&layer.kind)?;
        shape = out;
        nodes.push(Node {
            name,
            layer: made,
            shape: shape.clone(),
            own: first - origin..parameters.values.len() - origin,
            y: Vec::new(),
            grad_y: Vec::new(),
        });
    }
    Ok((Chain { nodes }, shape))
}

/// What a layer is made of.
struct Builder<'a> {
    name: &'a str,
    /// Of what comes to it
    shape: &'a [usize],
    parameters: &'a mut Parameters,
}

impl Builder<'_> {
    fn make(mut self, kind: &Kind) -> Result<(Layer, Vec<usize>), Unfit> {
        let shape = self.shape.to_vec();
        Ok(match kind {
            Kind::Linear { out, bias } => return self.linear(*out, *bias),
            Kind::Conv2d { .. } => return self.convolution(kind),
            Kind::Activation(activation) => (Layer::Activation(*activation), shape),
            Kind::Pool(pool) => {
                let [channels, height, width] = self.lengths()?;
                if let Pool::Max(side) | Pool::Average(side) = pool {
                    self.some(*side)?;
                }
                let pooling = Pooling::new(*pool, [height, width]);
                let [height, width] = pooling.out();
                self.some(height * width)?;
                (Layer::Pooling(pooling), vec![channels, height, width])
            }
            Kind::Flatten => (Layer::Flatten(Flatten), vec![shape.iter().product()]),
            Kind::Dropout(p) => (Layer::Dropout(Dropout::new(*p)), shape),
            Kind::Norm(layer) => {
                let norm = Norm::new(layer.clone(), &shape);
                (Layer::Norm(Box::new(self.norm(norm)?)), shape)
            }
            Kind::Noise(noise) => {
                let units = *shape.first().ok_or_else(|| self.unfit())?;
                (Layer::Noisy(Noisy::new(*noise, units)), shape)
            }
            Kind::Embedding { symbols, width } => self.embedding(*symbols, *width)?,
            Kind::Attention { heads } => return self.attention(*heads),
            Kind::TokenMean => {
                let [tokens, width] = self.lengths()?;
                self.some(tokens)?;
                (Layer::TokenMean(TokenMean { tokens, width }), vec![width])
            }
            Kind::Residual(layers) => {
                let prefix = format!("{}.", self.name);
                let (chain, branch) = build(layers, &shape, &prefix, self.parameters)?;
                if branch != shape {
                    let name = self.name.to_owned();
                    return Err(Unfit::Branch {
                        name,
                        shape,
                        branch,
                    });
                }
                (Layer::Residual(chain), shape)
            }
        })
    }

    fn linear(mut self, out: usize, has_bias: bool) -> Result<(Layer, Vec<usize>), Unfit> {
        let Some((&into, before)) = self.shape.split_last() else {
            return Err(self.unfit());
        };
        self.some(into * out)?;
        let fans = Fans { into, out };
        let shape = [before, &[out]].concat();
        self.add("weight", &[out, into], Begin::Weight(fans));
        if has_bias {
            self.add("bias", &[out], Begin::Bias(into));
        }
        Ok((Layer::Linear(Linear::new([into, out], has_bias)), shape))
    }

    fn convolution(mut self, kind: &Kind) -> Result<(Layer, Vec<usize>), Unfit> {
        let &Kind::Conv2d {
            out,
            kernel,
            stride,
            padding,
            bias,
        } = kind
        else {
            unreachable!("a convolution");
        };
        let [channels, height, width] = self.lengths()?;
        self.some(kernel)?;
        let steps = [stride.max(1), padding];
        let conv = Conv2d::new([channels, height, width], out, kernel, steps, bias);
        let conv = conv.ok_or_else(|| self.unfit())?;
        let [height, width] = conv.out_size();
        let area = kernel * kernel;
        let fans = Fans {
            into: channels * area,
            out: out * area,
        };
        self.add(
            "weight",
            &[out, channels, kernel, kernel],
            Begin::Weight(fans),
        );
        if bias {
            self.add("bias", &[out], Begin::Bias(fans.into));
        }
        Ok((Layer::Conv2d(conv), vec![out, height, width]))
    }

    fn norm(&mut self, norm: Result<Norm, NormError>) -> Result<Norm, Unfit> {
        let refuse = |error| Unfit::Norm {
            name: self.name.to_owned(),
            error,
        };
        let mut norm = norm.map_err(refuse)?;
        // Whether it takes such samples at all: two of them, in eval mode, are refused for their shape alone.
        norm.check(2, super::Mode::Eval).map_err(refuse)?;
        let shape = norm.affine_shape();
        let [weights, biases] = norm.learnt();
        if weights > 0 {
            self.add("weight", &shape, Begin::Ones);
        }
        if biases > 0 {
            self.add("bias", &shape, Begin::Zeros);
        }
        Ok(norm)
    }

    fn embedding(&mut self, symbols: usize, width: usize) -> Result<(Layer, Vec<usize>), Unfit> {
        let &[tokens] = self.shape else {
            return Err(self.unfit());
        };
        self.some(symbols)?;
        self.add("weight", &[symbols, width], Begin::Normal);
        self.add("position", &[tokens, width], Begin::Normal);
        let embedding = Embedding {
            symbols,
            width,
            tokens,
        };
        Ok((Layer::Embedding(embedding), vec![tokens, width]))
    }

    fn attention(mut self, heads: usize) -> Result<(Layer, Vec<usize>), Unfit> {
        let [tokens, width] = self.lengths()?;
        if heads == 0 || width % heads > 0 {
            return Err(self.unfit());
        }
        let fans = Fans {
            into: width,
            out: width,
        };
        for name in ["query", "key", "value", "out"] {
            self.add(
                &format!("{name}.weight"),
                &[width, width],
                Begin::Weight(fans),
            );
        }
        let attention = Attention::new(heads, [tokens, width]);
        Ok((Layer::Attention(Box::new(attention)), vec![tokens, width]))
    }

    fn add(&mut self, name: &str, shape: &[usize], begin: Begin) {
        let name = format!("{}.{name}", self.name);
        self.parameters.add(name, shape, begin);
    }

    /// The lengths of so many axes: of images three, and of sentences two.
    fn lengths<const N: usize>(&self) -> Result<[usize; N], Unfit> {
        self.shape.try_into().map_err(|_| self.unfit())
    }

    fn some(&self, len: usize) -> Result<(), Unfit> {
        if len == 0 { Err(self.unfit()) } else { Ok(()) }
    }

    fn unfit(&self) -> Unfit {
        Unfit::Shape {
            name: self.name.to_owned(),
            shape: self.shape.to_vec(),
        }
    }
}
