//! Which samples are in a batch.

use super::Data;
use crate::nn::loss::Targets;
use crate::torch::Generator;

/// How samples are dealt into batches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// A new order for each pass over the samples; those that fill no batch at its end are left out,
    /// as `DataLoader(shuffle=True, drop_last=True)` does
    #[default]
    Shuffled,
    /// As they come, from the end on to the first again
    InTurn,
    /// Shuffled, but all samples of a batch are of one class
    ByClass,
}

/// Deals one batch after another.
#[derive(Clone, Debug)]
pub struct Dealer {
    order: Order,
    batch: usize,
    generator: Generator,
    /// What is left of this pass, batch after batch
    dealt: Vec<usize>,
    at: usize,
    /// For the next pass: all samples, and those of whole batches class after class
    shuffled: Vec<usize>,
    sorted: Vec<usize>,
}

impl Dealer {
    pub fn new(order: Order, batch: usize, seed: u64) -> Self {
        Self {
            order,
            batch,
            generator: Generator::new(seed),
            dealt: Vec::new(),
            at: 0,
            shuffled: Vec::new(),
            sorted: Vec::new(),
        }
    }

    /// Goes on with other batches, from a new pass over the samples on.
    pub fn turn(&mut self, order: Order, batch: usize) {
        if (self.order, self.batch) != (order, batch) {
            (self.order, self.batch) = (order, batch);
            self.dealt.clear();
            self.at = 0;
        }
    }

    /// The samples of the next batch.
    pub fn next(&mut self, data: &Data) -> &[usize] {
        let (batch, count) = (self.batch, data.count());
        if self.order == Order::InTurn {
            let samples = self.at..self.at + batch;
            self.at = samples.end % count;
            self.dealt.clear();
            self.dealt.extend(samples.map(|sample| sample % count));
            return &self.dealt;
        }
        if self.at + batch > self.dealt.len() {
            self.shuffle(data);
            self.at = 0;
            assert!(batch <= self.dealt.len(), "samples for a batch at least");
        }
        self.at += batch;
        &self.dealt[self.at - batch..self.at]
    }

    /// Deals whole batches for a pass over the samples.
    fn shuffle(&mut self, data: &Data) {
        let (batch, count) = (self.batch, data.count());
        self.generator.fill_randperm(count, &mut self.shuffled);
        self.dealt.clear();
        match &data.targets {
            Targets::Classes(classes) if self.order == Order::ByClass => self.by_class(classes),
            _ => {
                let whole = count / batch * batch;
                self.dealt.extend_from_slice(&self.shuffled[..whole]);
            }
        }
    }

    /// Deals batches of one class each: class after class first, and those in an order of their own.
    fn by_class(&mut self, classes: &[u8]) {
        let last = classes.iter().copied().max().unwrap_or(0);
        self.sorted.clear();
        for class in 0..=last {
            let first = self.sorted.len();
            let of_class = |sample: &usize| classes[*sample] == class;
            let samples = self.shuffled.iter().copied().filter(of_class);
            self.sorted.extend(samples);
            let whole = (self.sorted.len() - first) / self.batch * self.batch;
            self.sorted.truncate(first + whole);
        }
        let batches = self.sorted.len() / self.batch;
        self.generator.fill_randperm(batches, &mut self.shuffled);
        for &k in &self.shuffled {
            let samples = &self.sorted[k * self.batch..][..self.batch];
            self.dealt.extend_from_slice(samples);
        }
    }
}
