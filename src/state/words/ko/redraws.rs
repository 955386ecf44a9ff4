//! Batches that are drawn again and again, in Korean.

use super::Korean;
use crate::lab::number::{READ, count, short};
use crate::lab::redraws::{Experiment, Outcome, Quantity, Refusal, TRAINED};
use crate::state::words::redraws::{SAID, ends};
use crate::state::words::{RedrawsLabel, RedrawsWords};

impl RedrawsWords for Korean {
    fn redraws_label(&self, label: RedrawsLabel) -> &'static str {
        match label {
            RedrawsLabel::Redrawn => "배치마다 볼 것",
            RedrawsLabel::Channel => "채널",
            RedrawsLabel::OfEach => "크기마다 배치 수",
            RedrawsLabel::Dropout => "학습할 때 드롭아웃 p",
            RedrawsLabel::DropoutHint => {
                "층 앞에 있으며 학습하는 배치에만 적용합니다. 비교하는 배치에는 없습니다"
            }
        }
    }

    fn quantity(&self, quantity: Quantity) -> &'static str {
        match quantity {
            Quantity::Mean => "평균 μ",
            Quantity::Deviation => "편차 √(σ²\u{a0}+\u{a0}ε)",
            Quantity::Gap => "학습과 평가의 차이",
        }
    }

    fn redraws(&self, experiment: &Experiment, outcome: &Outcome) -> [String; 2] {
        let quantity = experiment.redraws.quantity;
        let headline = match quantity {
            Quantity::Mean => wandering("평균이", outcome),
            Quantity::Deviation => wandering("표준편차가", outcome),
            Quantity::Gap => gap(outcome),
        };
        let what = match quantity {
            Quantity::Mean => format!("점 하나는 배치 하나의 평균입니다{}", beside_law(outcome)),
            Quantity::Deviation => "점 하나는 배치 하나의 √(σ² + ε)입니다".to_string(),
            Quantity::Gap => training(experiment, outcome),
        };
        let drawn = match outcome.redraws < experiment.redraws.count() {
            true => format!("크기마다 배치 {}개만(x가 커서)", outcome.redraws),
            false => format!("크기마다 배치 {}개", outcome.redraws),
        };
        let channel = experiment.channel;
        [headline, format!("채널 {channel}, {drawn}: {what}")]
    }

    fn not_redrawn(&self, refusal: &Refusal) -> [String; 2] {
        match refusal {
            Refusal::NotDrawn => [
                "다시 뽑을 것이 없습니다".to_string(),
                "x를 직접 썼거나 파일에서 가져왔습니다. 데이터를 골라 주세요".to_string(),
            ],
            Refusal::Large(len) => [
                "x가 너무 커서 거듭 뽑을 수 없습니다".to_string(),
                format!(
                    "샘플 하나에 값이 {}개 있습니다. 축을 줄여 주세요",
                    count(*len)
                ),
            ],
            Refusal::Rejected(error) => [
                "PyTorch가 이 호출을 거부합니다".to_string(),
                error.to_string(),
            ],
        }
    }

    fn redraws_columns(&self, outcome: &Outcome) -> String {
        match outcome.positions {
            1 => "배치의 샘플 수 (샘플마다 값 하나)".to_string(),
            positions => format!("배치의 샘플 수 (샘플마다 값 {}개)", count(positions)),
        }
    }

    fn redraws_marks(&self, quantity: Quantity) -> [&'static str; 3] {
        let expected = match quantity {
            Quantity::Deviation => "서로 독립인 정규 값일 때의 기댓값",
            _ => "서로 독립인 값일 때의 기댓값: σ/√m",
        };
        ["배치 하나", "잰 값: 평균 ± 표준편차", expected]
    }
}

/// “샘플이 2개인 배치에서는 평균이 32개일 때보다 4배 넓게 흔들립니다”.
fn wandering(what: &str, outcome: &Outcome) -> String {
    let [first, other] = ends(outcome);
    if other.spread == 0.0 {
        return format!("모든 배치에서 {what} 같습니다");
    }
    format!(
        "샘플 {}개짜리 배치에서는 {what} {}개짜리보다 {}배 넓게 흔들립니다",
        first.samples,
        other.samples,
        short(first.spread / other.spread, SAID)
    )
}

/// How far the means wander beside what independent values would give, where that is another length.
fn beside_law(outcome: &Outcome) -> String {
    let Some(by) = outcome.beside_law() else {
        return String::new();
    };
    match by {
        0.8..1.25 => String::new(),
        by => format!(". 서로 독립인 값의 {}배로 흔들립니다", short(by, SAID)),
    }
}

/// “학습과 평가의 차이는 샘플 2개짜리 배치에서 0.25, 32개짜리에서 0.06입니다”.
fn gap(outcome: &Outcome) -> String {
    let [first, other] = ends(outcome);
    format!(
        "학습과 평가의 차이는 샘플 {}개짜리 배치에서 {}, {}개짜리에서 {}입니다",
        first.samples,
        short(first.mean, SAID),
        other.samples,
        short(other.mean, SAID)
    )
}

/// What the layer went through, and how far a single value can be off.
fn training(experiment: &Experiment, outcome: &Outcome) -> String {
    let momentum = match experiment.layer.momentum {
        Some(momentum) => format!("모멘텀 {}", short(momentum, READ)),
        None => "단순 평균".to_string(),
    };
    let dropout = match experiment.redraws.dropout() {
        0.0 => String::new(),
        p => format!(", 드롭아웃 {}", short(p, READ)),
    };
    let largest = outcome.columns[0].largest.unwrap_or(0.0);
    format!(
        "점 하나는 배치 하나에서 |y train − y eval|의 평균입니다. 앞서 배치 {TRAINED}개로 학습했습니다({momentum}{dropout}). \
         샘플이 {}개면 y 하나가 최대 {}만큼 어긋납니다",
        outcome.columns[0].samples,
        short(largest, SAID)
    )
}
