//! A batch of pictures, in Korean.

use super::Korean;
use super::particle::{by, topic};
use crate::lab::number::rounded;
use crate::lab::pictures::{Channel, Outcome, Row, Scale, Setup, Shown};
use crate::state::words::pictures::{SAID, factor};
use crate::state::words::{FirstWords, PicturesLabel, PicturesWords};
use crate::tensor::Recipe;

impl PicturesWords for Korean {
    fn pictures_label(&self, label: PicturesLabel) -> &'static str {
        match label {
            PicturesLabel::Style => "스타일",
            PicturesLabel::TakesStyle => "모든 그림에 한 그림의 스타일 입히기",
            PicturesLabel::StyleHint => {
                "채널의 γ와 β가 그 그림에서의 편차와 평균이 됩니다. 인스턴스 정규화 뒤라면 AdaIN입니다"
            }
            PicturesLabel::Picture => "그림",
            PicturesLabel::First => "처음 보이는 그림",
            PicturesLabel::TakeStyle => "이 그림의 스타일을 모든 그림에 입히거나 되돌리기",
            PicturesLabel::FirstHint => "배치의 모든 그림이 층을 지납니다",
        }
    }

    fn pictures(&self, name: &str, outcome: &Outcome, setup: Setup) -> [String; 2] {
        let [Some(before), behind] = &outcome.rows else {
            return self.no_pictures();
        };
        let Some(behind) = behind else {
            return ["PyTorch가 이 호출을 거부합니다".to_owned(), String::new()];
        };
        match setup.style {
            None => lights(before, behind, outcome),
            Some(style) => styles(name, style, before, behind, outcome),
        }
    }

    fn no_pictures(&self) -> [String; 2] {
        [
            "이 x는 그림의 배치가 아닙니다".to_owned(),
            format!(
                "그림은 채널이 하나나 셋인 N×C×H×W의 x입니다. x의 값에서 “{}”이나 “{}”를 골라 주세요",
                self.recipe(Recipe::Scenes),
                self.recipe(Recipe::Digits)
            ),
        ]
    }

    fn pictures_row(&self, row: Row, name: &str, outcome: &Outcome, setup: Setup) -> String {
        match (row, setup.style) {
            (Row::Before, _) => "x, 층에 들어가기 전".to_owned(),
            (Row::Behind, None) => format!("y, {name} 뒤"),
            (Row::Behind, Some(style)) if outcome.is_by_channel => {
                format!("AdaIN, 그림 {style}의 스타일로")
            }
            (Row::Behind, Some(style)) => format!("{name}, 그림 {style}의 γ와 β로"),
        }
    }

    fn pictures_scale(&self, Scale { black, white }: Scale) -> String {
        let [black, white, middle] =
            [black, white, (black + white) / 2.0].map(|value| rounded(value, SAID));
        format!(
            "모든 그림에서 {} 검정, {} 중간 회색, {} 흰색입니다",
            topic(&black),
            topic(&middle),
            topic(&white)
        )
    }

    fn picture(&self, picture: usize) -> String {
        format!("그림 {picture}")
    }

    fn picture_told(&self, row: Row, picture: usize, channels: &[Channel]) -> String {
        let place = match row {
            Row::Before => "층에 들어가기 전",
            Row::Behind => "층을 지난 뒤",
        };
        let channels = self.picture_channels(channels).join(", ");
        format!("그림 {picture}, {place}: 평균 ± 편차 {channels}")
    }
}

/// What differs between the pictures in x and in y.
fn lights(before: &Shown, behind: &Shown, outcome: &Outcome) -> [String; 2] {
    if outcome.shape[0] == 1 {
        let alone = "그림이 하나뿐이라 견줄 그림이 없습니다".to_owned();
        return [alone, String::new()];
    }
    let [from, to] = [before, behind].map(|row| factor(row.spread.contrast));
    let [low, high] = [before, behind].map(|row| apart(row.spread.brightness));
    [
        format!("그림 사이의 대비는 x에서 {from}배, y에서 {to}배까지 차이 납니다"),
        format!(
            "그림 사이의 밝기(채널의 평균) 차이: x에서 {low}, y에서 {high}{}",
            of_batch(outcome)
        ),
    ]
}

/// How near the pictures come to the style.
fn styles(
    name: &str,
    style: usize,
    before: &Shown,
    behind: &Shown,
    outcome: &Outcome,
) -> [String; 2] {
    let [from, to] = [before, behind].map(|row| apart(row.style_gap.unwrap_or(f64::NAN)));
    let headline = match outcome.is_by_channel {
        true => format!("모든 그림이 채널마다 그림 {style}의 평균과 편차를 갖게 됩니다"),
        false => format!(
            "{} 정규화한 뒤에는 그림 {style}의 γ와 β를 써도 그 스타일이 옮겨 가지 않습니다",
            by(name)
        ),
    };
    let gap = format!(
        "스타일과 가장 먼 그림의 평균이나 편차 차이: x에서 {from}, 층을 지난 뒤 {to}{}",
        of_batch(outcome)
    );
    [headline, gap]
}

/// A difference; no digit is said of what is zero but for rounding.
fn apart(difference: f64) -> String {
    match difference < 1e-5 {
        true => "0.00001 미만".to_owned(),
        false => rounded(difference, SAID),
    }
}

/// How many pictures are shown, where that is not all of them.
fn of_batch(outcome: &Outcome) -> String {
    let [pictures, ..] = outcome.shape;
    match (outcome.shown.len(), pictures) {
        (shown, all) if shown == all => String::new(),
        (1, all) => format!(". 그림 {all}장 중 마지막 한 장입니다"),
        (shown, all) => format!(". 그림 {all}장 중 {shown}장입니다"),
    }
}
