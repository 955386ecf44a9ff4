//! Computing call by call, for who has other things to do meanwhile.

use super::diagram::{Part, mean_square, parts};
use super::sizes::{Draw, Sizes, Spread};
use super::{COMPARED, DEEPEST, DRAWS, Outcome, SENTENCES, Stack, TOKENS};
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
    compares: bool,
    /// Of each order, draw by draw
    draws: Vec<Vec<Draw>>,
    /// Of each order, draw by draw, the last gradient at each of the compared depths
    last: Vec<Vec<Vec<f64>>>,
}

/// What one step does: a call forward, and backward as far as its goal needs.
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
    /// The last gradient at each of the compared depths
    Last,
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
        let goals = match compares {
            true => &[Goal::Sizes, Goal::Last][..],
            false => &[Goal::Sizes],
        };
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
            last: vec![Vec::new(); orders.len()],
            compares,
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
        let depth = match goal {
            Goal::Sizes => self.stack.depth(),
            Goal::Last => DEEPEST,
        };
        let called = drawn.cut(self.orders[order], depth, self.stack.has_last);
        match goal {
            Goal::Sizes => self.draws[order].push(drawn.sizes(&called)),
            Goal::Last => self.last[order].push(drawn.last_gradients(&called)),
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
        let compared = if self.compares { DEEPEST } else { 0 };
        let size = Size {
            depth: self.stack.depth().max(compared),
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
        let last = |draws: &Vec<Vec<f64>>| -> Vec<Spread> {
            let depths = draws.first().map_or(0, Vec::len);
            let over = |k| Spread::of(draws.iter().map(move |gradients| gradients[k]));
            (0..depths).map(over).collect()
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
        let mut stations: Vec<_> = sublayers
            .map(|(sublayer, step)| parts(stack.order, sublayer, step))
            .collect();
        if let Some(last) = stations.last_mut()
            && stack.last.is_some()
        {
            last.push((Part::NormLast, mean_square(&pass.y)));
        }
        let behind = pass.steps.chunks(2).map(|block| &block[1]);
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

    /// The gradient of the last block, as if the stack ended at each of [`COMPARED`]: all of these begin alike.
    fn last_gradients(&self, stack: &Transformer) -> Vec<f64> {
        let pass = stack.forward(&self.x, TOKENS);
        let gradient = |depth: usize| {
            let [before, last] = [2 * depth - 2, 2 * depth - 1].map(|k| &pass.steps[k]);
            let (_, grad_y) = squared_error(&stack.last(&last.x), &self.target);
            let grad = stack.last_back(&last.x, &grad_y);
            let network = &stack.sublayers[2 * depth - 1];
            let (_, gradients) = network.backward(stack.order, &before.x, last, &grad);
            of_w2(&gradients)
        };
        COMPARED.into_iter().filter_map(gradient).collect()
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
