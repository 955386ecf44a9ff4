//! What the values of x are made by.

use crate::tensor::Recipe;

/// What a recipe is called.
pub fn name(recipe: Recipe) -> &'static str {
    match recipe {
        Recipe::Channels => "채널마다 다른 분포",
        Recipe::Samples => "샘플마다 다른 대비",
        Recipe::Randn => "정규 잡음 (randn)",
        Recipe::Rand => "균등 잡음 (rand)",
        Recipe::Outlier => "이상값 하나",
        Recipe::Dead => "죽은 채널",
        Recipe::Relu => "ReLU를 지난 값",
        Recipe::Digits => "손글씨 숫자",
        Recipe::Features => "합성곱을 지난 숫자",
        Recipe::Sentences => "패딩이 있는 문장",
        Recipe::Scenes => "컬러 풍경",
    }
}

/// What it is good for.
pub fn note(recipe: Recipe) -> &'static str {
    match recipe {
        Recipe::Channels => {
            "채널마다 평균과 퍼진 정도가 다릅니다. 채널을 따로 다루는 방법은 이 차이를 없앱니다"
        }
        Recipe::Samples => {
            "샘플마다 밝기와 대비가 다릅니다. 샘플을 따로 다루는 방법은 이 차이를 없앱니다"
        }
        Recipe::Randn => "모두 비슷합니다. 어떤 방법으로 정규화해도 거의 바뀌지 않습니다",
        Recipe::Rand => "0과 1 사이의 값입니다. 정규화하면 옮겨지고 늘어납니다",
        Recipe::Outlier => "값 하나가 아주 큽니다. 집합의 평균과 분산을 얼마나 끌어당기는지 보세요",
        Recipe::Dead => {
            "채널 0은 모두 0입니다. 이 채널이 따로 한 집합이면 ε만이 제곱근을 0에서 지켜 줍니다"
        }
        Recipe::Relu => "ReLU를 지난 것처럼 값의 절반이 정확히 0입니다",
        Recipe::Digits => "UCI의 손글씨 숫자 그림입니다. 채널은 하나, 크기는 8 × 8 픽셀입니다",
        Recipe::Features => {
            "같은 그림을 무작위 3 × 3 합성곱에 통과시킨, 채널이 C개인 실제 활성값입니다"
        }
        Recipe::Sentences => {
            "길이가 다른 문장들로, 토큰마다 특성이 D개입니다. 짧은 문장의 남는 자리는 0으로 채웁니다"
        }
        Recipe::Scenes => "규칙으로 그린 풍경의 빨강, 초록, 파랑 값입니다. 그림마다 빛이 다릅니다",
    }
}
