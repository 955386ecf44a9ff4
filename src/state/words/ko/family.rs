//! The family of methods, in Korean.

use super::Korean;
use crate::lab::family::{
    Family, LIMIT, LONGEST, Member, Outcome, Refusal, Setup, Shared, Statistic, Term,
};
use crate::lab::number::count;
use crate::state::words::family::{WhyNan, fewest_and_most, said_of_term, why_nan};
use crate::state::words::{English, FamilyLabel, FamilyWords};

impl FamilyWords for Korean {
    fn family_label(&self, label: FamilyLabel) -> &'static str {
        match label {
            FamilyLabel::Map => "통계량을 공유하는 범위와 통계량의 종류로 나눈 방법들",
            FamilyLabel::AllMethods => "전체 지도",
            FamilyLabel::Method => "방법",
            FamilyLabel::WhatDecides => "x. 색칠한 값이 표시한 y를 정합니다",
            FamilyLabel::Output => "y",
            FamilyLabel::Terms => "표시한 y의 수치",
            FamilyLabel::MarkKeys => "화살표 키로 다른 원소를 표시합니다",
            FamilyLabel::AsCube => "큐브로 보기",
            FamilyLabel::Share => "배치 정규화의 비율 ρ",
            FamilyLabel::ShareHint => "Batch-Instance Norm은 1에서 시작해 채널마다 ρ를 학습합니다",
            FamilyLabel::Before => "앞선 배치",
            FamilyLabel::BeforeHint => "Batch Renorm과 PowerNorm은 앞선 배치들의 평균을 기억합니다",
        }
    }

    fn member(&self, member: Member) -> &'static str {
        match member {
            Member::WeightStandardization => "가중치 표준화",
            Member::WeightNorm => "가중치 정규화",
            Member::SpectralNorm => "스펙트럼 정규화",
            // The others are called as in code.
            _ => English.member(member),
        }
    }

    fn member_source(&self, member: Member) -> &'static str {
        match member {
            Member::SyncBatchNorm => {
                "PyTorch의 SyncBatchNorm. 두 장치가 배치를 절반씩 나누어 갖습니다"
            }
            Member::BatchRenorm => {
                "Ioffe, Batch Renormalization (NeurIPS 2017). 첫 배치 전에는 배치 정규화와 같고, 그 뒤에는 일정의 끝값인 r ≤ 3, |d| ≤ 5를 씁니다"
            }
            Member::PowerNorm => {
                "Shen et al., PowerNorm (ICML 2020). 첫 배치 전에는 배치의 ν², 그 뒤에는 이동 평균을 씁니다"
            }
            Member::LayerNorm => {
                "Ba et al., Layer Normalization (2016). Wu & He (2018)처럼 C, H, W에 대해 구합니다"
            }
            Member::AdaIn => {
                "Huang & Belongie, Arbitrary Style Transfer in Real-time with Adaptive Instance Normalization (ICCV 2017). 스타일은 다음 샘플입니다"
            }
            Member::FilterResponseNorm => {
                "Singh & Krishnan, Filter Response Normalization Layer (CVPR 2020). τ = 0인 TLU를 함께 씁니다"
            }
            Member::PositionLayerNorm => {
                "Ba et al., Layer Normalization (2016). 위치마다 채널에 대해 구합니다"
            }
            Member::QkNorm => {
                "Henry et al., Query-Key Normalization for Transformers (Findings of EMNLP 2020). g는 쿼리와 키의 곱에 곱합니다"
            }
            Member::LocalResponseNorm => {
                "Krizhevsky et al., ImageNet Classification with Deep Convolutional Neural Networks (NeurIPS 2012). n, α, β, k는 PyTorch의 값입니다"
            }
            Member::WeightNorm => {
                "Salimans & Kingma, Weight Normalization (NeurIPS 2016). g = 1입니다"
            }
            // Authors, title, venue and year alone.
            _ => English.member_source(member),
        }
    }

    fn shared(&self, shared: Shared) -> &'static str {
        match shared {
            Shared::Channel => "배치의 한 채널",
            Shared::Sample => "한 샘플",
            Shared::Group => "한 채널 그룹",
            Shared::SampleChannel => "한 샘플의 한 채널",
            Shared::Position => "한 위치",
            Shared::Mixture => "여럿을 함께",
            Shared::Neighbours => "이웃한 채널",
            Shared::Element => "공유 없음",
            Shared::Weights => "가중치",
        }
    }

    fn family_statistic(&self, statistic: Statistic) -> &'static str {
        match statistic {
            Statistic::MeanVariance => "평균과 분산",
            Statistic::MeanSquare => "제곱평균",
            Statistic::Norm => "노름",
            Statistic::None => "없음",
        }
    }

    fn term(&self, term: &Term) -> String {
        said_of_term(term, ["배치", "층", "인스턴스", "스타일", "장치", "이동"])
    }

    fn member_learns(&self, member: Member, learnt: usize) -> String {
        let which = match member {
            Member::BatchNorm
            | Member::GhostBatchNorm
            | Member::SyncBatchNorm
            | Member::BatchRenorm
            | Member::PowerNorm
            | Member::GroupNorm
            | Member::PositionLayerNorm => "채널마다 γ와 β",
            Member::LayerNorm => "샘플의 값마다 γ와 β",
            Member::InstanceNorm => "γ와 β는 따로 켤 때만",
            Member::AdaIn => "β와 γ의 자리에 스타일의 μ와 σ",
            Member::FilterResponseNorm => "채널마다 γ, β, τ",
            Member::RmsNorm => "채널마다 γ",
            Member::ScaleNorm | Member::QkNorm => "g 하나",
            Member::SwitchableNorm => "채널마다 γ와 β, μ와 σ²에 가중치 세 개씩",
            Member::BatchInstanceNorm => "채널마다 γ, β, ρ",
            Member::LocalResponseNorm => "모두 고정",
            Member::DynamicTanh => "α 하나, 채널마다 γ와 β",
            Member::WeightStandardization | Member::SpectralNorm => "가중치 말고는",
            Member::WeightNorm => "가중치 말고 필터마다 g",
        };
        match learnt {
            0 if member.is_on_weights() => format!("{which} 학습하는 값 없음"),
            0 => format!("학습하는 값 없음: {which}"),
            learnt => format!("학습하는 값 {}개: {which}", count(learnt)),
        }
    }

    fn family(&self, family: &Family, setup: &Setup) -> [String; 2] {
        let values = family.shape().iter().product();
        match setup.member {
            None => [range(family, values), HOW.to_owned()],
            Some(member) => [
                format!("{}: {}", self.member(member), self.decided(family, member)),
                self.member_source(member).to_owned(),
            ],
        }
    }

    fn no_family(&self, refusal: &Refusal) -> [String; 2] {
        let line = format!(
            "방법들은 N×C×H×W의 x에서 견줍니다. 한 축은 {LONGEST}까지, 값은 모두 {}개까지입니다",
            count(LIMIT)
        );
        [refused(refusal), line]
    }

    fn decided(&self, family: &Family, member: Member) -> String {
        let values = family.shape().iter().product();
        match family.of(member) {
            Ok(outcome) if outcome.y[family.at].is_nan() => not_a_number(family, outcome),
            Ok(outcome) => format!(
                "이 y를 정하는 값은 {}개 중 {}개",
                count(values),
                count(outcome.deciding)
            ),
            Err(refusal) => refused(refusal),
        }
    }
}

/// “x의 값 384개 중 y 하나를 정하는 값은 방법에 따라 1개에서 384개”.
fn range(family: &Family, values: usize) -> String {
    let [fewest, most] = fewest_and_most(family).map(count);
    format!(
        "x의 값 {}개 중 y 하나를 정하는 값은 방법에 따라 {fewest}개에서 {most}개까지입니다",
        count(values)
    )
}

fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Rank(rank) => format!("x의 축이 {rank}개인데, 방법들은 네 축에서 견줍니다"),
        Refusal::Length(length) => {
            format!("x의 한 축에 값이 {length}개 있어 평면에 다 펼칠 수 없습니다")
        }
        Refusal::Elements(len) => {
            format!(
                "x의 값이 {}개여서 하나씩 바꾸어 보기에는 너무 많습니다",
                count(*len)
            )
        }
        Refusal::File => "x가 파일에서 왔습니다. 방법들은 뽑은 x에서만 견줍니다".to_owned(),
        Refusal::Norm(error) => format!("PyTorch가 이 호출을 거부합니다: {error}"),
    }
}

/// Why y is no number.
fn not_a_number(family: &Family, outcome: &Outcome) -> String {
    match why_nan(family, outcome) {
        WhyNan::X => "x가 NaN이므로 이 y도 NaN입니다",
        WhyNan::Statistic => "값이 너무 적거나 NaN이 섞여 통계량이 NaN이므로, 이 y도 NaN입니다",
        WhyNan::ZeroByZero => "0을 0으로 나누게 되므로 이 y는 NaN입니다",
    }
    .to_owned()
}

/// How the pictures come about.
const HOW: &str = "x의 값을 하나씩 바꾸어, 표시한 y가 움직이면 색칠합니다. 크게 움직일수록 진합니다. 아래로 샘플, 옆으로 채널입니다";
