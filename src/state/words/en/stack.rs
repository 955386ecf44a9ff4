//! Stacks of transformer blocks, in English.

use super::English;
use crate::lab::stack::{COMPARED, DRAWS, Measure, Outcome, Part, Setup};
use crate::nn::transformer::Order;
use crate::state::words::stack::{ends_of_gradients, ends_of_last, size, unnormalized};
use crate::state::words::{StackLabel, StackWords};

impl StackWords for English {
    fn stack_label(&self, label: StackLabel) -> &'static str {
        match label {
            StackLabel::Measure => "Shown",
            StackLabel::Stack => "Stack",
            StackLabel::Depth => "Blocks",
            StackLabel::Width => "Features d",
            StackLabel::Block => "Block looked into",
            StackLabel::BlockHint => "Each number is ‖·‖²/d, the mean square of the features",
            StackLabel::Last => "Last LN behind PreNorm",
            StackLabel::LastHint => {
                "PreNorm never normalizes what goes on from block to block; one LN behind the last block does"
            }
            StackLabel::Sizes => "Sizes within the block",
        }
    }

    fn measure(&self, measure: Measure) -> &'static str {
        match measure {
            Measure::Activations => "Activations",
            Measure::Gradients => "Gradients",
            Measure::Last => "Last gradient by depth",
        }
    }

    fn order(&self, order: Order) -> &'static str {
        match order {
            Order::None => "No norm",
            Order::Post => "PostNorm",
            Order::Pre => "PreNorm",
        }
    }

    fn part(&self, part: Part) -> &'static str {
        match part {
            Part::Input => "x",
            Part::NormBefore | Part::NormBehind => "LN",
            Part::NormLast => "last LN",
            Part::Attention => "Attention",
            Part::FeedForward => "Feed-forward",
            Part::Sum => "+",
        }
    }

    fn block_of(&self, block: usize, depth: usize) -> String {
        format!("Block {block} of {depth}")
    }

    fn stack(&self, outcome: &Outcome, setup: &Setup) -> [String; 2] {
        let headline = match setup.measure {
            Measure::Activations => activations(outcome),
            Measure::Gradients => gradients(outcome),
            Measure::Last => last(outcome),
        };
        let width = outcome.stack.width();
        let ends = match setup.measure {
            Measure::Activations => came_out(outcome),
            Measure::Gradients | Measure::Last => String::new(),
        };
        let drawn = format!(
            "{}{ends}. At initialization, {DRAWS} draws, {width} features, one head",
            without_norm(outcome, setup.measure)
        );
        [headline, drawn]
    }

    fn stack_title(&self, measure: Measure) -> &'static str {
        match measure {
            Measure::Activations => "Size of the activations behind each block, ‖x‖²/d",
            Measure::Gradients => "Size of the gradient of W₂ in each block, ‖∂L/∂W₂‖",
            Measure::Last => "Size of the gradient of W₂ in the last block, by depth",
        }
    }

    fn stack_note(&self, setup: &Setup) -> String {
        let lines = "Lines are means over the draws, bands reach from the smallest to the largest";
        match setup.measure {
            // There are none on the logarithmic axis.
            _ if setup.order == Some(Order::None) => lines.to_owned(),
            Measure::Activations => {
                format!("{lines}. Dashed: bounds of PreNorm in expectation (Xiong et al. 2020)")
            }
            Measure::Gradients => lines.to_owned(),
            Measure::Last => format!(
                "{lines}. Dashed: how the bound of PreNorm falls, 1/√L, from the first mean on (Xiong et al. 2020)"
            ),
        }
    }

    fn stack_axis(&self, measure: Measure) -> &'static str {
        match measure {
            Measure::Activations | Measure::Gradients => "block",
            Measure::Last => "blocks in the stack",
        }
    }

    fn stack_laws(&self, measure: Measure) -> &'static [&'static str] {
        match measure {
            Measure::Activations => &["1 + l/2", "1 + 3l/2"],
            Measure::Gradients => &[],
            Measure::Last => &["∝ 1/√L"],
        }
    }
}

/// “Behind 12 blocks the activations have size 13 with PreNorm, 1 with PostNorm”.
fn activations(outcome: &Outcome) -> String {
    let end = |order| outcome.of_order(order).and_then(|s| s.activations.last());
    let [post, pre] = [Order::Post, Order::Pre].map(|order| size(end(order)));
    let depth = blocks(outcome.stack.depth());
    format!("Behind {depth} the activations have size {pre} with PreNorm, {post} with PostNorm")
}

/// “From first block to last, gradients go from 8.7 to 3.2 with PreNorm, from 12 to 8.2 with PostNorm”.
fn gradients(outcome: &Outcome) -> String {
    let [pre, post] =
        [Order::Pre, Order::Post].map(|order| ends_of_gradients(outcome, order).join(" to "));
    format!(
        "From first block to last, gradients go from {pre} with PreNorm, from {post} with PostNorm"
    )
}

/// “From 1 block to 48, the last gradient goes from 8.2 to 1.5 with PreNorm, from 8.5 to 9.5 with PostNorm”.
fn last(outcome: &Outcome) -> String {
    let [pre, post] =
        [Order::Pre, Order::Post].map(|order| ends_of_last(outcome, order).join(" to "));
    let deepest = COMPARED[COMPARED.len() - 1];
    format!(
        "From 1 block to {deepest}, the last gradient goes from {pre} with PreNorm, from {post} with PostNorm"
    )
}

/// What the last LN does, or that there is none.
fn came_out(outcome: &Outcome) -> String {
    let pre = outcome.of_order(Order::Pre);
    let output = size(pre.map(|sizes| &sizes.output));
    match outcome.stack.has_last {
        true => format!("; the last LN makes {output} of PreNorm's"),
        false => format!("; with no last LN, PreNorm gives out {output}"),
    }
}

/// What becomes of it without a normalization.
fn without_norm(outcome: &Outcome, measure: Measure) -> String {
    match unnormalized(outcome, measure) {
        Some(spread) => format!("With no norm it comes to {}", size(Some(spread))),
        None => "With no norm float32 overflows".to_owned(),
    }
}

fn blocks(depth: usize) -> String {
    match depth {
        1 => "1 block".to_owned(),
        depth => format!("{depth} blocks"),
    }
}
