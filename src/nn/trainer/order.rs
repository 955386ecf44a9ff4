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
}

impl Dealer {
    pub fn new(order: Order, batch: usize, seed: u64) -> Self {
        Self {
            order,
            batch,
            generator: Generator::new(seed),
            dealt: Vec::new(),
            at: 0,
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
            self.dealt = self.shuffled(data);
            self.at = 0;
        }
        self.at += batch;
        &self.dealt[self.at - batch..self.at]
    }

    /// Whole batches for a pass over the samples.
    fn shuffled(&mut self, data: &Data) -> Vec<usize> {
        let mut all = self.generator.randperm(data.count());
        let whole = all.len() / self.batch * self.batch;
        let Targets::Classes(classes) = &data.targets else {
            all.truncate(whole);
            return all;
        };
        if self.order != Order::ByClass {
            all.truncate(whole);
            return all;
        }
        let of = |class: u8| {
            all.iter()
                .copied()
                .filter(move |sample| classes[*sample] == class)
        };
        let last = classes.iter().copied().max().unwrap_or(0);
        let batches: Vec<Vec<usize>> = (0..=last)
            .flat_map(|class| {
                let samples: Vec<_> = of(class).collect();
                let whole = samples.chunks_exact(self.batch).map(<[usize]>::to_vec);
                whole.collect::<Vec<_>>()
            })
            .collect();
        let order = self.generator.randperm(batches.len());
        order.into_iter().flat_map(|k| batches[k].clone()).collect()
    }
}
