//! Computing call by call, for who has other things to do meanwhile.

use super::diagram::{mean_square, parts};
use super::sizes::{Draw, Sizes, Spread};
use super::{COMPARED, DRAWS, Outcome, SENTENCES, Stack, TOKENS};
use crate::nn::transformer::{BranchGradients, Order, Size, Transformer, normal, squared_error};
use crate::torch::Generator;
use ndarray::Array2;

/// An experiment under way.
pub struct Run {
    stack: Stack,
    seed: u64,
    orders: Vec<Order>,
    calls: Vec<Call>,
    drawn: Option<Drawn>,
    /// Of each order, draw by draw
    draws: Vec<Vec<Draw>>,
    /// Of each order and depth the last gradient, draw by draw
    last: Vec<Vec<Vec<f64>>>,
}

/// One call forward and backward.
struct Call {
    draw: u64,
    /// The place of the order in the run
    order: usize,
    goal: Goal,
}

#[derive(Clone, Copy)]
enum Goal {
    /// All sizes of the stack
    Sizes,
    /// The last gradient at one of the compared depths
    Last(usize),
}

/// What the calls of one draw share.
struct Drawn {
    number: u64,
    x: Array2<f32>,
    target: Array2<f32>,
    stack: Transformer,
}

impl Run {
    /// Computes nothing yet: the sizes of these orders, and, if it `compares`, their last gradients by depth.
    pub fn begin(stack: Stack, seed: u64, orders: &[Order], compares: bool) -> Self {
        let compared = if compares { COMPARED.len() } else { 0 };
        let goals = (0..compared).map(Goal::Last);
        let goals: Vec<Goal> = std::iter::once(Goal::Sizes).chain(goals).collect();
        let mut calls = Vec::new();
        for draw in 0..DRAWS {
            for order in 0..orders.len() {
                calls.extend(goals.iter().map(|&goal| Call { draw, order, goal }));
            }
        }
        calls.reverse();
        Self {
            stack,
            seed,
            orders: orders.to_vec(),
            calls,
            drawn: None,
            draws: vec![Vec::new(); orders.len()],
            last: vec![vec![Vec::new(); compared]; orders.len()],
        }
    }

    /// Goes on by one call; gives the outcome once there is none left.
    pub fn step(&mut self) -> Option<Outcome> {
        let Some(Call { draw, order, goal }) = self.calls.pop() else {
            return Some(self.outcome());
        };
        let drawn = match self.drawn.take() {
            Some(drawn) if drawn.number == draw => drawn,
            _ => self.draw(draw),
        };
        let stack = self.stack;
        match goal {
            Goal::Sizes => {
                let called = drawn.cut(self.orders[order], stack.depth(), stack.has_last);
                self.draws[order].push(drawn.sizes(&called));
            }
            Goal::Last(k) => {
                let called = drawn.cut(self.orders[order], COMPARED[k], stack.has_last);
                let gradient = drawn.sizes(&called).gradients.pop();
                self.last[order][k].extend(gradient);
            }
        }
        self.drawn = Some(drawn);
        None
    }

    /// Input, target, and then the weights of as many blocks as any call needs.
    fn draw(&self, number: u64) -> Drawn {
        let mut generator = Generator::new(self.seed.wrapping_add(number));
        let width = self.stack.width();
        let rows = SENTENCES * TOKENS;
        let [x, target] = [(); 2].map(|()| normal(rows, width, &mut generator));
        let compares = self.last.iter().any(|depths| !depths.is_empty());
        let deepest = if compares {
            COMPARED[COMPARED.len() - 1]
        } else {
            0
        };
        let size = Size {
            depth: self.stack.depth().max(deepest),
            width,
            heads: 1,
            hidden: width,
        };
        Drawn {
            number,
            x,
            target,
            stack: Transformer::draw(Order::Pre, size, &mut generator),
        }
    }

    fn outcome(&self) -> Outcome {
        let last = |depths: &Vec<Vec<f64>>| {
            let spread = |values: &Vec<f64>| Spread::of(values.iter().copied());
            depths.iter().map(spread).collect()
        };
        Outcome {
            stack: self.stack,
            orders: self.orders.clone(),
            sizes: self.draws.iter().map(|draws| Sizes::of(draws)).collect(),
            last: self.last.iter().map(last).collect(),
        }
    }
}

impl Drawn {
    /// The first blocks, in another order.
    fn cut(&self, order: Order, depth: usize, has_last: bool) -> Transformer {
        let last = self.stack.last.clone();
        Transformer {
            order,
            sublayers: self.stack.sublayers[..2 * depth].to_vec(),
            last: last.filter(|_| order == Order::Pre && has_last),
        }
    }

    /// Calls a stack forward and backward.
    fn sizes(&self, stack: &Transformer) -> Draw {
        let pass = stack.forward(&self.x, TOKENS);
        let (_, grad_y) = squared_error(&pass.y, &self.target);
        let gradients = stack.backward(&self.x, &pass, &grad_y);
        let sublayers = stack.sublayers.iter().zip(&pass.steps);
        let stations: Vec<_> = sublayers
            .map(|(sublayer, step)| parts(stack.order, sublayer, step))
            .collect();
        let behind = pass.steps.iter().skip(1).step_by(2);
        let input = std::iter::once(mean_square(&self.x));
        Draw {
            activations: input
                .chain(behind.map(|step| mean_square(&step.x)))
                .collect(),
            gradients: gradients.sublayers.iter().filter_map(of_w2).collect(),
            output: mean_square(&pass.y),
            stations: stations.chunks(2).map(|block| block.concat()).collect(),
        }
    }
}

/// ‖∂L/∂W₂‖ of a feed-forward network.
fn of_w2(gradients: &BranchGradients) -> Option<f64> {
    match gradients {
        BranchGradients::FeedForward(network) => {
            let squares = network.down.iter().map(|value| f64::from(*value).powi(2));
            Some(squares.sum::<f64>().sqrt())
        }
        BranchGradients::Attention(_) => None,
    }
}
