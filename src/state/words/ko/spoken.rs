//! What experiments say in English by themselves: formulas, differences, what does not fit.

use super::particle::topic;
use crate::lab::explore::Complaint;
use crate::lab::formula::{Quantity, Spoken};
use crate::lab::twins::Difference;
use crate::norm::Layer;

/// What a formula says to somebody who hears it.
pub(super) fn spoken(spoken: &Spoken) -> String {
    match spoken {
        Spoken::Over(quantity, m) => {
            let quantity = match quantity {
                Quantity::Mean => "평균",
                Quantity::Variance => "분산",
                Quantity::MeanSquare => "제곱평균",
            };
            format!("집합의 값 {m}개의 {quantity}")
        }
        Spoken::Normalized {
            is_centered: true,
            is_running,
        } => {
            let [mean, variance] = match is_running {
                true => ["이동 평균", "이동 분산"],
                false => ["평균", "분산"],
            };
            format!("엑스 햇은 엑스 빼기 {mean}, 나누기 {variance} 더하기 엡실론의 제곱근")
        }
        Spoken::Normalized { .. } => {
            "엑스 햇은 엑스 나누기 제곱평균 더하기 엡실론의 제곱근".to_owned()
        }
        Spoken::Output {
            has_weight,
            has_bias,
        } => {
            let gamma = if *has_weight { "감마 곱하기 " } else { "" };
            let beta = if *has_bias { " 더하기 베타" } else { "" };
            format!("와이는 {gamma}엑스 햇{beta}")
        }
        Spoken::NormalizedNumbers {
            x,
            mean,
            variance,
            eps,
            normalized,
        } => {
            let mean = mean.as_ref().map(|mean| format!(" 빼기 {mean}"));
            format!(
                "{x}{}, 나누기 {variance} 더하기 {eps}의 제곱근, 결과 {normalized}",
                mean.unwrap_or_default()
            )
        }
        Spoken::OutputNumbers {
            weight,
            normalized,
            bias,
            output,
        } => {
            let weight = weight.as_ref().map(|weight| format!("{weight} 곱하기 "));
            let bias = bias.as_ref().map(|bias| format!(" 더하기 {bias}"));
            format!(
                "와이는 {}{normalized}{}, 결과 {output}",
                weight.unwrap_or_default(),
                bias.unwrap_or_default()
            )
        }
    }
}

/// In what two layers with the same sets differ.
pub(super) fn difference(difference: &Difference) -> String {
    let learnt = |(layer, shape): &(Layer, Option<Vec<usize>>)| {
        let layer = topic(&layer.to_string());
        match shape {
            Some(shape) if shape.iter().product::<usize>() == 1 => format!("{layer} γ 하나 학습"),
            Some(shape) => format!("{layer} 모양이 {shape:?}인 γ 학습"),
            None => format!("{layer} 학습하는 값 없음"),
        }
    };
    match difference {
        Difference::Learnt([ours, theirs]) => format!("{}, {}", learnt(ours), learnt(theirs)),
        Difference::Running(keeps, does_not) => format!(
            "{} 평가 모드에 쓸 이동 통계량을 두고, {} 두지 않습니다",
            topic(&keeps.to_string()),
            topic(&does_not.to_string())
        ),
    }
}

/// What of the settings does not fit the layer or x.
pub(super) fn unfit(complaint: &Complaint) -> String {
    match complaint {
        Complaint::Length {
            parameter,
            given,
            wanted,
        } => format!(
            "{parameter}의 값이 {given}개인데 이 층은 {wanted}개를 받습니다. 처음 값을 씁니다"
        ),
        Complaint::NoParameter(parameter) => {
            format!("이 층에는 {parameter} 파라미터가 없습니다. 주어진 값은 쓰지 않습니다")
        }
        Complaint::NoElement { at, shape } => {
            format!("원소 {at:?}: 모양이 {shape:?}인 x에 없습니다. 값을 바꾸지 않았습니다")
        }
    }
}
