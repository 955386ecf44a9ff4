//! Networks in training, in Korean.

use super::Korean;
use crate::lab::training::{Broken, Task, Watched};
use crate::nn::{Normalizer, Place};
use crate::state::words::training::Trait;
use crate::state::words::{TrainingLabel, TrainingWords};

impl TrainingWords for Korean {
    fn training_label(&self, label: TrainingLabel) -> &'static str {
        match label {
            TrainingLabel::Task => "배울 것",
            TrainingLabel::Watched => "보기",
            TrainingLabel::MoreWatched => "더 보기",
            TrainingLabel::Train => "학습",
            TrainingLabel::Pause => "멈춤",
            TrainingLabel::Step => "한 스텝",
            TrainingLabel::Restart => "처음부터",
            TrainingLabel::Steps => "스텝 수",
            TrainingLabel::Runs => "실행",
            TrainingLabel::Run => "실행",
            TrainingLabel::AddRun => "실행 추가",
            TrainingLabel::RemoveRun => "이 실행 빼기",
            TrainingLabel::Norm => "정규화",
            TrainingLabel::Activation => "활성화 함수",
            TrainingLabel::BatchSize => "배치 크기",
            TrainingLabel::LearningRate => "학습률",
            TrainingLabel::Momentum => "모멘텀",
            TrainingLabel::SamePair => {
                "모든 실행은 같은 샘플을 같은 순서로 받고, 크기가 같은 층은 같은 가중치에서 시작합니다"
            }
            TrainingLabel::Words => "글로 적은 실행",
            TrainingLabel::FullSpeed => "가장 빠르게",
            TrainingLabel::TenSteps => "초당 10스텝",
            TrainingLabel::OneStep => "초당 1스텝",
            TrainingLabel::Seeds => "실행마다 시드 수",
            TrainingLabel::OpenInside => "큐브로 보기",
            TrainingLabel::Curves => "곡선",
            TrainingLabel::Weights => "이 스텝의 가중치와 이동 평균, PyTorch의 state_dict 그대로",
            TrainingLabel::Sentences => {
                "토큰 여덟 개 가운데 일곱은 여덟 가지 글자이고 하나는 표시입니다. 답은 표시 바로 뒤의 글자입니다"
            }
            TrainingLabel::TaskSource => {
                "8×8 화소 이미지 1797장: Alpaydin & Kaynak, Optical Recognition of Handwritten Digits, UCI 1998, CC BY 4.0. 다섯 장에 한 장은 시험용입니다"
            }
        }
    }

    fn task(&self, task: Task) -> &'static str {
        match task {
            Task::Digits => "숫자",
            Task::Rings => "두 고리",
            Task::Spiral => "나선",
            Task::Quadrants => "사분면",
            Task::Linear => "선형 사상",
            Task::Sequence => "표시 뒤의 글자",
        }
    }

    fn watched(&self, watched: Watched) -> &'static str {
        match watched {
            Watched::Accuracy => "정확도",
            Watched::Loss => "손실",
            Watched::Activations => "활성값",
            Watched::Gradients => "그래디언트",
            Watched::Weights => "가중치",
            Watched::Lag => "이동 평균",
            Watched::Rate => "유효 학습률",
            Watched::Drift => "활성값의 이동",
            Watched::Shift => "그래디언트의 변화, 코사인",
            Watched::Distance => "그래디언트의 변화, 크기",
            Watched::Landscape => "그래디언트 방향의 손실",
            Watched::Predictiveness => "그래디언트의 예측력",
            Watched::Beta => "유효 β-평활도",
        }
    }

    fn watched_note(&self, watched: Watched) -> &'static str {
        match watched {
            Watched::Accuracy => {
                "맞힌 비율입니다. 굵은 선은 시험용 샘플, 가는 선은 학습에 쓰는 샘플, 파선은 시험용 샘플을 그 배치의 통계로, 점선은 샘플 256개로 다시 구한 평균으로 정규화했을 때입니다"
            }
            Watched::Loss => {
                "굵은 선은 시험용 샘플, 흐린 선은 학습하는 배치, 파선은 시험용 샘플을 그 배치의 통계로, 점선은 샘플 256개로 다시 구한 평균으로 정규화했을 때입니다"
            }
            Watched::Activations => {
                "마지막에서 두 번째 층이 정규화를 거쳐 내는 값의 중앙값과 15 %, 85 % 분위수입니다"
            }
            Watched::Gradients => "‖∂L/∂W‖: 굵은 선은 첫 층, 파선은 마지막 층입니다",
            Watched::Weights => "‖W‖: 굵은 선은 첫 층, 파선은 마지막 층입니다",
            Watched::Lag => {
                "이동 평균이 다음 배치의 평균에서 얼마나 떨어져 있는지를 그 배치의 표준편차로 잰 값이며, 마지막 정규화의 채널에 대해 평균한 것입니다"
            }
            Watched::Rate => "η/‖W‖², Adam에서는 η/‖W‖: 굵은 선은 첫 층, 파선은 마지막 층입니다",
            Watched::Drift => {
                "마지막 정규화 뒤에서 각 유닛의 평균(굵은 선)과 표준편차(가는 선)가 한 스텝 사이에 움직인 거리를 유닛에 대해 평균한 것입니다"
            }
            Watched::Shift => {
                "cos(G, G′): G는 한 층의 그래디언트, G′는 그 앞의 층들이 한 스텝 나아간 뒤의 그래디언트입니다. 굵은 선은 가운데 층, 파선은 마지막 층입니다"
            }
            Watched::Distance => {
                "‖G − G′‖: G는 한 층의 그래디언트, G′는 그 앞의 층들이 한 스텝 나아간 뒤의 그래디언트입니다. 굵은 선은 가운데 층, 파선은 마지막 층입니다"
            }
            Watched::Landscape => {
                "학습률의 ½배에서 4배까지 그래디언트를 따라 한 스텝 나아간 뒤 배치의 손실입니다. 굵은 선은 가장 큰 값, 가는 선은 가장 작은 값입니다"
            }
            Watched::Predictiveness => {
                "‖g′ − g‖: g′는 학습률의 ½배에서 4배까지 g를 따라 한 스텝 나아간 뒤의 그래디언트입니다. 굵은 선은 가장 큰 값, 가는 선은 가장 작은 값입니다"
            }
            Watched::Beta => {
                "학습률의 ½배에서 4배까지 g를 따라 한 스텝 나아갈 때 ‖g′ − g‖를 걸음의 길이로 나눈 값 가운데 가장 큰 것입니다"
            }
        }
    }

    fn steps_axis(&self) -> &'static str {
        "스텝"
    }

    fn normalizer(&self, normalizer: Normalizer) -> String {
        match normalizer {
            Normalizer::None => "정규화 없음".to_owned(),
            Normalizer::Batch => "배치 정규화".to_owned(),
            Normalizer::Layer => "층 정규화".to_owned(),
            Normalizer::Instance => "인스턴스 정규화".to_owned(),
            Normalizer::Group(groups) => format!("그룹 정규화, G = {groups}"),
            Normalizer::Rms => "RMS 정규화".to_owned(),
        }
    }

    fn run_trait(&self, of: Trait) -> String {
        match of {
            Trait::Norm(norms) => {
                let names = norms.iter().map(|norm| self.normalizer(*norm));
                names.collect::<Vec<_>>().join(" / ")
            }
            Trait::Noise(_) => "잡음".to_owned(),
            Trait::Word(word) => word.replace('=', " "),
            Trait::Number(number) => format!("실행 {number}"),
        }
    }

    fn runs_ready(&self, runs: usize) -> String {
        match runs {
            1 => "신경망 하나가 학습을 기다립니다".to_owned(),
            runs => {
                format!("신경망 {runs}개가 학습을 기다립니다: 샘플도 처음 가중치도 같습니다")
            }
        }
    }

    fn runs_after(&self, steps: usize, found: &str) -> String {
        format!("{steps}스텝 뒤, {found}")
    }

    fn runs_scored(&self, has_classes: bool) -> &'static str {
        match has_classes {
            true => "어느 실행도 배우지 않은 샘플에서 맞힌 비율입니다",
            false => "어느 실행도 배우지 않은 샘플에서의 손실입니다",
        }
    }

    fn seeds_note(&self) -> &'static str {
        "굵은 선은 시드의 평균, 가는 선은 가장 작은 값과 가장 큰 값"
    }

    fn runs_of_seeds(&self, seeds: usize) -> String {
        format!("시드 {seeds}개의 평균, 괄호 안은 가장 작은 값과 가장 큰 값")
    }

    fn loss_of_run(&self, loss: &str) -> String {
        format!("손실 {loss}")
    }

    fn run_ended(&self, broken: &Broken) -> String {
        let place = match &broken.place {
            Place::Activation(layer) => format!("{layer}의 출력에서"),
            Place::Loss => "손실에서".to_owned(),
            Place::Gradient(parameter) => format!("{parameter}의 그래디언트에서"),
        };
        let step = broken.step + 1;
        format!("{step}스텝에 {place} 유한하지 않은 수가 나와 끝남")
    }
}
