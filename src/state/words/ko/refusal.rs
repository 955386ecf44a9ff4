//! Why PyTorch rejects a call, in our words.

use crate::state::words::refusal::Refused;

/// One sentence beside PyTorch's own.
pub(super) fn note(refused: Refused) -> String {
    match refused {
        Refused::Layer => {
            "어떤 텐서를 주더라도 이 층은 만들 수 없습니다. 층의 수를 바꾸어 보세요".to_string()
        }
        Refused::OneValue { has_averages } => {
            let eval = if has_averages {
                "평가 모드를 쓰거나 "
            } else {
                ""
            };
            format!(
                "값 하나의 평균은 그 값 자신이므로, x가 무엇이든 x̂은 0이 됩니다. {eval}샘플이나 위치를 늘려 보세요"
            )
        }
        Refused::OnePosition => {
            "채널마다 위치가 하나뿐이면 분산을 구할 것이 없으므로, x가 무엇이든 x̂은 0이 됩니다"
                .to_string()
        }
        Refused::Shape(lengths) => {
            format!("이 층과 {lengths} 텐서는 맞지 않습니다. 층이나 모양을 바꾸어 보세요")
        }
    }
}
