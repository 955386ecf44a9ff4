//! Why a value of a link cannot be used, in Korean. The name of the key stands before it.

use crate::state::{LinkRange, Reason};

/// What is wrong.
pub(super) fn reason(reason: &Reason) -> String {
    match reason {
        Reason::NoKey(names) => format!("— 이런 키는 없습니다. 쓸 수 있는 키: {names}"),
        Reason::Elsewhere { own, shown } => {
            format!("— `view={own}`에서 쓰는 키인데, 이 링크는 `view={shown}`입니다")
        }
        Reason::Rank(rank) => format!("— x의 축 {rank}개마다 번호가 하나씩 있어야 합니다"),
        Reason::NoneOf { text, names } => {
            format!("— “{text}”: 쓸 수 있는 말이 아닙니다. 가능한 말: {names}")
        }
        Reason::NoNumber(text) => format!("— “{text}”: 여기에 맞는 수가 아닙니다"),
        Reason::NotFinite(text) => format!("— “{text}”: 유한한 수가 아닙니다"),
        Reason::TooLargeIn(text) => format!("— “{text}”: float32로 나타내기에는 너무 큽니다"),
        Reason::TooLarge => "— float32로 나타내기에는 너무 큽니다".to_owned(),
        Reason::NoValue => "— 값이 없습니다. 0,2,1,1:5처럼 번호와 값을 씁니다".to_owned(),
        Reason::NoCut { text, letter } => {
            format!("— “{text}”: {letter}2처럼 축과 번호를 씁니다")
        }
        Reason::NoCamera => "— 38,22,1처럼 회전, 기울기, 확대 배율을 씁니다".to_owned(),
        Reason::NoLesson => "— 강의가 함께 있어야 합니다".to_owned(),
        Reason::Width { value, values } => {
            format!("— {value}: 토큰의 특성 수는 {values} 중 하나입니다")
        }
        Reason::Beyond {
            value,
            of,
            least,
            most,
        } => format!("— {value}: {} {least}~{most}입니다", range(*of)),
        // PyTorch's own words, or those of its grammar here.
        Reason::Said(said) => said.clone(),
    }
}

/// What a number with a range is the number of.
fn range(of: LinkRange) -> &'static str {
    match of {
        LinkRange::Plain => "범위는",
        LinkRange::Steps => "앞선 배치의 수는",
        LinkRange::Stage => "단계는",
        LinkRange::Depth => "쌓는 블록의 수는",
        LinkRange::Block => "블록 번호는",
        LinkRange::Share => "배치 정규화의 비율은",
        LinkRange::Redraws => "크기마다 뽑는 배치의 수는",
        LinkRange::Dropout => "드롭아웃 확률은",
        LinkRange::Picture => "이 배치의 그림 번호는",
        LinkRange::TrainSteps => "한 실행의 단계 수는",
    }
}
