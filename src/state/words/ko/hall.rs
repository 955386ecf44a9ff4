//! The lecture hall, in Korean.

use super::Korean;
use crate::state::words::{HallLabel, HallWords};

impl HallWords for Korean {
    fn hall_label(&self, label: HallLabel) -> &'static str {
        match label {
            HallLabel::SpeakersWindow => "발표자 창",
            HallLabel::NoWindow => {
                "브라우저나 이 페이지를 담은 페이지가 두 번째 창을 허용하지 않습니다. 이 페이지의 팝업을 허용하거나, 페이지를 따로 열어 주세요"
            }
            HallLabel::Notes => "메모",
            HallLabel::NoNotes => "이 장면에는 메모가 없습니다",
            HallLabel::NoLesson => {
                "메모는 강의에 있습니다. 이 창이나 청중 화면에서 강의를 열어 주세요"
            }
            HallLabel::PreviousBeat => "이전 장면으로",
            HallLabel::NextBeat => "다음 장면",
            HallLabel::LastBeat => "마지막 장면입니다",
            HallLabel::Clock => "현재 시각",
            HallLabel::Elapsed => "시작한 뒤 지난 시간",
            HallLabel::StartAgain => "시간 다시 재기",
            HallLabel::InStep => "청중도 같은 화면을 보고 있습니다",
            HallLabel::Lost => "청중 화면이 없습니다. 다시 열거나, 이 창만으로 계속하세요",
            HallLabel::Frozen => "화면 멈춤: 여기에서 하는 일이 청중에게 보이지 않습니다",
            HallLabel::IsBlank => "청중에게는 빈 화면이 보입니다",
            HallLabel::Blank => "화면 가리기",
            HallLabel::Freeze => "화면 멈춤",
            HallLabel::Unfreeze => "청중에게 보이기",
            HallLabel::Larger => "메모 크게",
            HallLabel::Smaller => "메모 작게",
        }
    }
}
