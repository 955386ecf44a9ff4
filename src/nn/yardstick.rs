//! The courses whose speed `cargo xtask bench` measures, natively and in the page.

use super::{
    Activation, Architecture, Behind, Course, Data, Init, Loss, Network, Normalizer, Optimizer,
    Order, Schedule, Targets, Trainer,
};
use crate::torch::Generator;

/// Samples, of as many values as an image of a digit.
const SAMPLES: usize = 512;
const CLASSES: usize = 10;

/// A network of a page, each with batch normalization and trained with momentum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yardstick {
    /// Two convolutions, to 8 and to 16 channels, with max(0, x)
    Convolutional,
    /// 64 – 100 – 100 – 100 – 10, with sigmoids (Ioffe & Szegedy 2015, section 4.1)
    Perceptron,
}

impl Yardstick {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Convolutional, Self::Perceptron];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Convolutional => "convolutional",
            Self::Perceptron => "perceptron",
        }
    }

    fn architecture(self) -> Architecture {
        let behind = |activation| Behind {
            normalizer: Normalizer::Batch,
            noise: None,
            activation: Some(activation),
        };
        match self {
            Self::Convolutional => {
                let behind = behind(Activation::Relu);
                Architecture::convolutional([1, 8, 8], &[8, 16], CLASSES, |_| behind)
            }
            Self::Perceptron => {
                let behind = behind(Activation::Sigmoid);
                Architecture::perceptron(&[64], &[100; 3], CLASSES, |_| behind)
            }
        }
    }

    /// It at the beginning of its course, and what it is trained on.
    ///
    /// # Panics
    ///
    /// If a batch has fewer than two samples: PyTorch rejects it.
    pub fn course(self, batch: usize) -> (Trainer, Data) {
        let architecture = self.architecture();
        let mut generator = Generator::new(1);
        let mut network = Network::new(&architecture).expect("layers that fit");
        network.draw(Init::PyTorch, &mut generator);
        let len = SAMPLES * network.input_len();
        let data = Data {
            shape: architecture.input,
            x: generator.randn(&[len]).into_iter().collect(),
            targets: Targets::Classes((0..SAMPLES).map(|k| (k % CLASSES) as u8).collect()),
        };
        let course = Course {
            loss: Loss::CrossEntropy,
            optimizer: Optimizer::Sgd {
                momentum: 0.9,
                weight_decay: 0.0,
            },
            rate: 0.01,
            schedule: Schedule::default(),
            batch,
            accumulated: 1,
            order: Order::InTurn,
            seed: 1,
        };
        let trainer = Trainer::new(network, course).expect("batches that are accepted");
        (trainer, data)
    }
}
