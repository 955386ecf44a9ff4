//! The numbers of charts, in Korean.

use super::Korean;
use crate::lab::number::count;
use crate::state::words::{SheetLabel, SheetWords};

impl SheetWords for Korean {
    fn sheet_label(&self, label: SheetLabel) -> &'static str {
        match label {
            SheetLabel::ChartNumbers => "차트를 숫자로 보기",
            SheetLabel::Mean => "평균",
            SheetLabel::Deviation => "표준편차",
            SheetLabel::Lowest => "최솟값",
            SheetLabel::Highest => "최댓값",
            SheetLabel::ExpectedMean => "기대 평균",
            SheetLabel::ExpectedDeviation => "기대 표준편차",
            SheetLabel::Values => "값의 수",
            SheetLabel::HighestBar => "가장 높은 막대",
            SheetLabel::Walk => "내려가는 길",
            SheetLabel::PartLeft => "남은 초과 손실",
            SheetLabel::AsConstructed => "생성 직후",
            SheetLabel::Averaged => "현재",
            SheetLabel::OfLastBatch => "마지막 배치 자체",
        }
    }

    fn ranged(&self, number: &str, low: &str, high: &str) -> String {
        format!("{number} ({low} ~ {high})")
    }

    fn channels_of(&self, rows: usize, all: usize) -> String {
        format!("채널 {}개 중 {}개", count(all), count(rows))
    }
}
