//! The stage, in Korean.

use super::Korean;
use crate::state::stage::Key;
use crate::state::words::{English, StageLabel, StageWords};

impl StageWords for Korean {
    fn stage_label(&self, label: StageLabel) -> &'static str {
        match label {
            StageLabel::WhenTaught => "강의",
            StageLabel::WhenPresenting => "발표하는 동안",
            StageLabel::WhenFigure => "그림",
            StageLabel::WhenSpotlit | StageLabel::Spotlight => "스포트라이트",
            StageLabel::WhenDrawing | StageLabel::Pen => "펜",
            StageLabel::NextPart => "다음 장면",
            StageLabel::PreviousPart => "이전 장면",
            StageLabel::EndParts => "강의의 첫 장면과 마지막 장면",
            StageLabel::Blank => "화면 가리기",
            StageLabel::FullScreen => "전체 화면",
            StageLabel::Theme => "밝게 또는 어둡게",
            StageLabel::QrCode => "QR 코드",
            StageLabel::Keys => "단축키",
            StageLabel::Present => "강의 발표 시작, 발표 중에는 아무 일도 하지 않음",
            StageLabel::LeaveOne => "하나씩 끝내기: 목록, 펜, 스포트라이트, 발표",
            StageLabel::SpotSize => "크게, 작게 (마우스 휠로도)",
            StageLabel::SpotPlace => "옮기기 (포인터로도)",
            StageLabel::PenColor => "색",
            StageLabel::Undo => "되돌리기",
            StageLabel::Clear => "지우기 (장면이나 그림이 바뀌어도 지워짐)",
            StageLabel::Stage => "다음 단계 (강의에서는 N만)",
            StageLabel::Method => "배치, 층, 인스턴스, 그룹 정규화",
            StageLabel::Groups => "그룹 수",
            StageLabel::Samples => "배치 크기",
            StageLabel::Panel => "다음 패널",
            StageLabel::Bar => "발표 도구",
            StageLabel::CharacterKeys => "글자, 숫자, 기호를 단축키로 쓰기",
            StageLabel::CharacterKeysHint => {
                "음성으로 컴퓨터를 쓴다면 끄십시오. 이 브라우저가 기억합니다"
            }
            StageLabel::IsBlank => "화면을 가렸습니다",
            StageLabel::IsBlankHint => "클릭하거나 Esc 또는 다음 장면 키를 누르면 다시 보입니다",
            StageLabel::IsShown => "화면이 다시 보입니다",
            StageLabel::FirstPart => "첫 장면입니다",
            StageLabel::LastPart => "마지막 장면입니다",
            StageLabel::SpotlightOn => "스포트라이트 켜짐",
            StageLabel::SpotlightOff => "스포트라이트 꺼짐",
            StageLabel::PenUp => "펜을 들었습니다",
            StageLabel::PenDown => {
                "펜을 내려놓았습니다. 장면이나 그림이 바뀔 때까지 선이 남아 있습니다"
            }
            StageLabel::InkGone => "선을 모두 지웠습니다",
            StageLabel::Red => "빨강",
            StageLabel::Green => "초록",
            StageLabel::Ink => "먹색",
            StageLabel::Colors => "펜 색",
            StageLabel::CopyLink => "링크 복사",
            StageLabel::QrOfLink => "이 그림으로 가는 링크의 QR 코드",
            StageLabel::LongLink => {
                "링크가 너무 길어 QR 코드로 만들 수 없습니다. 링크를 복사하거나, 손으로 적은 값을 줄이십시오"
            }
            StageLabel::DenseCode => {
                "링크가 길어 코드가 촘촘합니다. 멀리서는 읽히지 않을 수 있습니다"
            }
            StageLabel::ClearLines => "선 모두 지우기",
            StageLabel::OwnAddress => {
                "이 페이지는 이 컴퓨터에서만 열립니다. 다른 사람은 이 링크를 열 수 없습니다"
            }
            StageLabel::NoAddress => {
                "디스크에서 연 페이지라 다른 사람이 열 수 있는 주소가 없습니다. 강의 홈페이지의 같은 그림에서 코드를 보여 주십시오"
            }
        }
    }

    fn key(&self, key: Key) -> String {
        match key.name {
            " " => English.key(key).replace("Space", "스페이스"),
            _ => English.key(key),
        }
    }
}
