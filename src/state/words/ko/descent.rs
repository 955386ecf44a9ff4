//! Gradient descent on two features, in Korean.

use super::Korean;
use super::particle::topic;
use crate::lab::descent::{Data, Descent, MOST_STEPS, Steps};
use crate::lab::number::{count, significant};
use crate::state::words::descent::ROUND;
use crate::state::words::{DescentLabel, DescentWords};

impl DescentWords for Korean {
    fn descent_label(&self, label: DescentLabel) -> &'static str {
        match label {
            DescentLabel::Features => "특성",
            DescentLabel::Scale => "x₂의 크기",
            DescentLabel::Shift => "두 특성의 이동",
            DescentLabel::OwnUnits => {
                "온도는 40에서 100, 습도는 0.3에서 0.6까지입니다. 날씨에는 저마다 단위가 있습니다"
            }
            DescentLabel::Standardize => "표준화",
            DescentLabel::StandardizeHint => "특성마다 평균을 빼고 표준편차로 나눕니다",
            DescentLabel::Rate => "학습률",
            DescentLabel::RateHint => {
                "1/λmax 단위입니다. 1이면 가장 가파른 방향의 바닥에 한 단계로 닿고, 2부터는 영영 지나칩니다"
            }
            DescentLabel::Condition => "조건수 κ",
            DescentLabel::Steepest => "가장 가파름, λmax",
            DescentLabel::Flattest => "가장 완만함, λmin",
            DescentLabel::LargestStep => {
                // The fraction stays on one line.
                "안정한 학습률의 한계, 2/\u{2060}λmax"
            }
            DescentLabel::Steps => "천분의 일까지 단계 수",
            DescentLabel::Gradient => "시작점의 그래디언트",
            DescentLabel::Start => "시작",
            DescentLabel::Minimum => "최솟값",
            DescentLabel::LossByStep => "단계에 따른 초과 손실",
            DescentLabel::LossNote => {
                "손실에서 최솟값을 뺀 것을 시작할 때에 견준 비율입니다. 천분의 일이 남을 때까지 단계를 셉니다. 두 축 모두 로그 눈금입니다"
            }
            DescentLabel::Step => "단계",
            DescentLabel::Criterion => "천분의 일",
            DescentLabel::Numbers => "수치",
        }
    }

    fn features(&self, data: Data) -> &'static str {
        match data {
            Data::Normal => "정규분포를 따르는 두 특성",
            Data::Weather => "온도와 습도",
        }
    }

    fn descent_headline(&self, descent: &Descent) -> String {
        let condition = descent.bowl.condition();
        match condition < ROUND {
            true => format!(
                "손실이 어느 방향으로나 거의 똑같이 가파릅니다: κ = {}",
                self.condition(condition)
            ),
            false => format!(
                "손실은 한 방향이 다른 방향보다 {}배 가파릅니다",
                self.condition(condition)
            ),
        }
    }

    fn descent_subtitle(&self, descent: &Descent) -> String {
        let learning_rate = significant(descent.learning_rate(), 3);
        let largest = significant(descent.bowl.largest_step(), 3);
        let head = format!("학습률 {learning_rate}, 안정한 한계 {largest}");
        match descent.steps {
            Steps::Within(1) => format!("{head}. 한 단계면 충분합니다"),
            steps @ (Steps::Within(_) | Steps::Beyond) => {
                format!("{head}. 필요한 단계: {}", self.steps_needed(steps))
            }
            Steps::Never => format!("{head}. 경사 하강법이 수렴하지 않습니다"),
        }
    }

    fn contours_note(&self, descent: &Descent) -> String {
        let names = ["w₁", "w₂", "b"];
        let [first, second] = descent.plane.pair.map(|k| names[k]);
        let third = names[3 - descent.plane.pair[0] - descent.plane.pair[1]];
        let walked = match descent.walk.len() - 1 {
            1 => "첫 단계를 그렸습니다".to_owned(),
            steps => format!("처음 {}단계를 그렸습니다", count(steps)),
        };
        let times = self.condition(descent.plane.condition().sqrt());
        format!(
            "{first}, {second} 평면에서 본 손실의 등고선입니다. {} 점마다 가장 좋은 값입니다. 선을 하나 넘을 때마다 초과 손실이 두 배가 됩니다. 두 축의 단위 길이가 같아, 등고선은 너비의 {times}배로 깁니다. {walked}",
            topic(third)
        )
    }

    fn steps_needed(&self, steps: Steps) -> String {
        match steps {
            Steps::Within(steps) => count(steps as usize),
            Steps::Beyond => format!("{}만 초과", MOST_STEPS / 10_000),
            Steps::Never => "수렴하지 않음".to_owned(),
        }
    }
}
