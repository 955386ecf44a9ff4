//! Stacks of transformer blocks, in Korean.

use super::Korean;
use crate::lab::stack::{COMPARED, DRAWS, Measure, Outcome, Part, Setup};
use crate::nn::transformer::Order;
use crate::state::words::stack::{ends_of_gradients, ends_of_last, size, unnormalized};
use crate::state::words::{StackLabel, StackWords};

/// Between two numbers that stand on one line.
const TO: &str = "\u{a0}→\u{a0}";

impl StackWords for Korean {
    fn stack_label(&self, label: StackLabel) -> &'static str {
        match label {
            StackLabel::Measure => "볼 것",
            StackLabel::Stack => "블록 쌓기",
            StackLabel::Depth => "블록 수",
            StackLabel::Width => "특성 수 d",
            StackLabel::Block => "들여다볼 블록",
            StackLabel::BlockHint => "수는 모두 특성의 제곱평균 ‖·‖²/d입니다",
            StackLabel::Last => "PreNorm 뒤의 마지막 LN",
            StackLabel::LastHint => {
                "PreNorm은 블록에서 블록으로 이어지는 값을 정규화하지 않습니다. 마지막 블록 뒤의 LN 하나가 정규화합니다"
            }
            StackLabel::Sizes => "블록 안의 크기",
        }
    }

    fn measure(&self, measure: Measure) -> &'static str {
        match measure {
            Measure::Activations => "활성값",
            Measure::Gradients => "그래디언트",
            Measure::Last => "깊이별 마지막 그래디언트",
        }
    }

    fn order(&self, order: Order) -> &'static str {
        match order {
            Order::None => "정규화 없음",
            Order::Post => "PostNorm",
            Order::Pre => "PreNorm",
        }
    }

    fn part(&self, part: Part) -> &'static str {
        match part {
            Part::Input => "x",
            Part::NormBefore | Part::NormBehind => "LN",
            Part::NormLast => "마지막 LN",
            Part::Attention => "어텐션",
            Part::FeedForward => "순방향 신경망",
            Part::Sum => "+",
        }
    }

    fn block_of(&self, block: usize, depth: usize) -> String {
        format!("블록 {block} / {depth}")
    }

    fn stack(&self, outcome: &Outcome, setup: &Setup) -> [String; 2] {
        let headline = match setup.measure {
            Measure::Activations => activations(outcome),
            Measure::Gradients => gradients(outcome),
            Measure::Last => last(outcome),
        };
        let width = outcome.stack.width();
        let end = match setup.measure {
            Measure::Activations => came_out(outcome),
            Measure::Gradients | Measure::Last => String::new(),
        };
        let drawn = format!(
            "{}{end}. 초기화 직후, {DRAWS}번 뽑음, 특성 {width}개, 헤드 하나",
            without_norm(outcome, setup.measure)
        );
        [headline, drawn]
    }

    fn stack_title(&self, measure: Measure) -> &'static str {
        match measure {
            Measure::Activations => "각 블록을 지난 활성값의 크기, ‖x‖²/d",
            Measure::Gradients => "각 블록에서 W₂의 그래디언트 크기, ‖∂L/∂W₂‖",
            Measure::Last => "깊이에 따른 마지막 블록의 W₂ 그래디언트 크기",
        }
    }

    fn stack_note(&self, setup: &Setup) -> String {
        let lines = "선은 여러 번 뽑은 것의 평균, 띠는 가장 작은 값에서 가장 큰 값까지입니다";
        match setup.measure {
            // There are none on the logarithmic axis.
            _ if setup.order == Some(Order::None) => lines.to_owned(),
            Measure::Activations => {
                format!("{lines}. 점선은 PreNorm 기댓값의 한계입니다 (Xiong et al. 2020)")
            }
            Measure::Gradients => lines.to_owned(),
            Measure::Last => format!(
                "{lines}. 점선은 첫 평균에서 시작해 1/√L로 줄어드는 PreNorm의 한계입니다 (Xiong et al. 2020)"
            ),
        }
    }

    fn stack_axis(&self, measure: Measure) -> &'static str {
        match measure {
            Measure::Activations | Measure::Gradients => "블록",
            Measure::Last => "쌓은 블록 수",
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

/// “블록 12개를 지난 활성값의 크기: PreNorm 13, PostNorm 1”.
fn activations(outcome: &Outcome) -> String {
    let end = |order| outcome.of_order(order).and_then(|s| s.activations.last());
    let [post, pre] = [Order::Post, Order::Pre].map(|order| size(end(order)));
    let depth = outcome.stack.depth();
    format!("블록 {depth}개를 지난 활성값의 크기: PreNorm {pre}, PostNorm {post}")
}

/// “첫 블록에서 마지막 블록까지 그래디언트: PreNorm 8.7 → 3.2, PostNorm 12 → 8.2”.
fn gradients(outcome: &Outcome) -> String {
    let [pre, post] =
        [Order::Pre, Order::Post].map(|order| ends_of_gradients(outcome, order).join(TO));
    format!("첫 블록에서 마지막 블록까지 그래디언트: PreNorm {pre}, PostNorm {post}")
}

/// “블록 1개에서 48개까지 마지막 그래디언트: PreNorm 8.2 → 1.5, PostNorm 8.5 → 9.5”.
fn last(outcome: &Outcome) -> String {
    let [pre, post] = [Order::Pre, Order::Post].map(|order| ends_of_last(outcome, order).join(TO));
    let deepest = COMPARED[COMPARED.len() - 1];
    format!("블록 1개에서 {deepest}개까지 마지막 그래디언트: PreNorm {pre}, PostNorm {post}")
}

/// What the last LN does, or that there is none.
fn came_out(outcome: &Outcome) -> String {
    let pre = outcome.of_order(Order::Pre);
    let output = size(pre.map(|sizes| &sizes.output));
    match outcome.stack.has_last {
        true => format!(". PreNorm의 출력은 마지막 LN을 지나 {output}"),
        false => format!(". 마지막 LN이 없는 PreNorm의 출력은 {output}"),
    }
}

/// What becomes of it without a normalization.
fn without_norm(outcome: &Outcome, measure: Measure) -> String {
    match unnormalized(outcome, measure) {
        Some(spread) => format!("정규화가 없으면 {}", size(Some(spread))),
        None => "정규화가 없으면 float32의 범위를 넘칩니다".to_owned(),
    }
}
