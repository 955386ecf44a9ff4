//! Labels, headings and buttons.

use crate::state::words::Label;

/// A short text.
pub fn label(label: Label) -> &'static str {
    match label {
        Label::Explore => "탐색",
        Label::Compare => "비교",
        Label::Training => "학습",
        Label::Lessons => "강의",
        Label::Share => "공유",
        Label::Shared => "링크 복사됨",
        Label::Export => "내보내기",
        Label::ExportHint => {
            "파일은 브라우저 안에서 만들어집니다. 그림, 동영상, 표에는 같은 화면을 여는 링크가 들어 있습니다"
        }
        Label::ExportTitle => "그림과 텐서를 파일로",
        Label::Picture => "그림",
        Label::PictureOf => "대상",
        Label::PictureLabels => "글자",
        Label::PictureGround => "배경",
        Label::PictureScale => "픽셀 배율",
        Label::Video => "동영상",
        Label::NoVideo => "이 브라우저는 이 그림을 동영상으로 인코딩하지 못합니다",
        Label::VideoFailed => "동영상을 만들지 못했습니다. 브라우저의 인코더에서 오류가 났습니다",
        Label::StandsStill => "동영상 없음: 이 그림은 모든 단계에서 같습니다",
        Label::AllTensors => "모든 텐서 (.npz)",
        Label::CheckingProgram => "텐서를 확인하는 프로그램 (.py)",
        Label::SetsTable => "집합 표 (.csv)",
        Label::Present => "발표",
        Label::Light => "밝게",
        Label::Dark => "어둡게",
        Label::Method => "방법",
        Label::Tensor => "텐서",
        Label::Shape => "모양",
        Label::Values => "x의 값",
        Label::Recipe => "데이터",
        Label::Seed => "시드",
        Label::NewSeed => "새 시드",
        Label::Layer => "층",
        Label::Groups => "그룹 수 G",
        Label::Epsilon => "엡실론 ε",
        Label::Weight => "가중치 γ",
        Label::Bias => "편향 β",
        Label::PerChannelHint => "수 하나, 또는 채널마다 하나씩: 1, 2, 0.5",
        Label::Momentum => "모멘텀",
        Label::TrackRunningStats => "이동 통계량 유지",
        Label::Mode => "모드",
        Label::Train => "학습",
        Label::Eval => "평가",
        Label::NextBatch => "다음 배치",
        Label::Forget => "처음부터",
        Label::RunningMean => "배치에 따른 이동 평균",
        Label::RunningVariance => "배치에 따른 이동 분산",
        Label::AxisRescales => {
            "축의 눈금이 단계마다 바뀝니다. 눈금이 하나뿐이면 x̂의 폭이 너무 좁아집니다"
        }
        Label::TooManyRows => {
            "행이 너무 많아 다 그릴 수 없습니다. 모든 값을 합친 분포와 고정한 원소의 행만 저마다의 눈금으로 그립니다"
        }
        Label::AllValues => "전체",
        Label::BarsStep => {
            "이 막대는 단계 사이를 건너뜁니다. 한 행의 값들이 서로 다른 만큼 움직이기 때문입니다"
        }
        Label::Poke => "값 바꾸기",
        Label::PokeHeading => "값 하나 바꾸기: 다른 값을 쓰거나 3 σ를 더합니다",
        Label::PokeButton => "그 집합의 표준편차 세 배를 더합니다",
        Label::PokeHint => "칸을 고정하고 값을 바꾸면 어떤 값이 함께 움직이는지 보입니다",
        Label::PokeValue => "x의 새 값",
        Label::Unpoke => "값 되돌리기",
        Label::Arrangement => "축",
        Label::Color => "색",
        Label::ByValue => "값별",
        Label::BySet => "집합별",
        Label::ColoursRepeat => "일곱 가지 색을 돌려 씁니다. 같은 색이 다시 나오면 다른 집합입니다",
        Label::Cut => "잘라 내기",
        Label::NoCut => "자르지 않음",
        Label::CutAxis => "자르기",
        Label::ResetView => "시점 초기화",
        Label::TurnLeft => "왼쪽으로 돌리기",
        Label::TurnRight => "오른쪽으로 돌리기",
        Label::TiltUp => "위로 기울이기",
        Label::TiltDown => "아래로 기울이기",
        Label::ZoomIn => "확대",
        Label::ZoomOut => "축소",
        Label::Play => "재생",
        Label::Pause => "멈춤",
        Label::Step => "한 단계",
        Label::Stage => "단계",
        Label::Speed => "속도",
        Label::Slow => "느리게",
        Label::Normal => "보통",
        Label::Fast => "빠르게",
        Label::Formula => "수식",
        Label::FormulaHint => "칸을 클릭하면 그 칸의 수가 들어갑니다",
        Label::SelectedSet => "선택한 집합",
        Label::Element => "원소",
        Label::SetSize => "집합 크기",
        Label::Mean => "평균",
        Label::Variance => "분산",
        Label::MeanSquare => "제곱평균",
        Label::BatchMean => "배치 평균",
        Label::BatchVariance => "배치 분산",
        Label::BatchMeanSquare => "배치 제곱평균",
        Label::ValuesPerSet => "개 값이 한 집합",
        Label::Sets => "개 집합",
        Label::LearntValues => "개 파라미터",
        Label::RunningValues => "개 이동 통계값",
        Label::DistributionBefore => "정규화 전 분포",
        Label::DistributionAfter => "정규화 후 분포",
        Label::Distributions => "분포",
        Label::By => "행 기준",
        Label::PyTorch => "PyTorch",
        Label::Code => "코드",
        Label::CopyPyTorch => "PyTorch 코드 복사",
        Label::CopyFlax => "Flax 코드 복사",
        Label::CopyKeras => "Keras 코드 복사",
        Label::Copied => "복사됨",
        Label::SelectAndCopy => "선택했습니다. Ctrl+C를 누르면 복사됩니다",
        Label::PastePyTorch => "PyTorch 붙여넣기",
        Label::PasteField => "노트북에 있는 그대로의 PyTorch 코드",
        Label::PasteHint => {
            "숫자 표도 됩니다. 읽기만 하고 실행하지 않으며, 이 페이지 밖으로 보내지 않습니다"
        }
        Label::PastedTable => "표",
        Label::DragValue => "옆으로 끌거나, 입력란에서 위아래 화살표 키를 누릅니다",
        Label::NothingPasted => "이 글에는 정규화를 호출하는 곳이 없습니다",
        Label::Calls => "호출",
        Label::NotCalled => "여기서 호출되지 않음",
        Label::OverLength => "x를 x의 길이로 나눈 것. 길이는 제곱평균제곱근의 √n배입니다",
        Label::HistoryLost => {
            "앞서 다른 배치로도 호출되었습니다. y는 그 배치들과 상관없지만 이동 통계량은 다릅니다"
        }
        Label::NoSeed => {
            "torch.manual_seed가 없으면 PyTorch는 매번 다른 수를 뽑습니다. 여기서는 이 페이지의 시드로 뽑습니다"
        }
        Label::SameSets => "집합이 같은 층",
        Label::LargestDifference => "y의 max |Δ|",
        Label::ByDefinition => "float64로",
        Label::StillDifferent => "그래도 다른 점",
        Label::RandomValues => "γ, β를 무작위로",
        Label::Controls => "조절판",
        Label::Close => "닫기",
        Label::FreeAxes => "축마다",
        Label::Kept => "따로",
        Label::SharedAxis => "함께",
        Label::Split => "나누기",
        Label::FigureKeys => {
            "화살표 키는 고정한 칸을 옮기고, Shift와 함께 누르면 큐브를 돌립니다. 더하기와 빼기 키로 확대하고 축소합니다. Enter는 고정, Escape는 해제입니다"
        }
        Label::DigitsHint => "숫자 그림은 8행 8열입니다",
        Label::Written => "직접 쓰기",
        Label::WrittenHint => "직접 쓴 텐서는 쓴 그대로의 모양입니다",
        Label::WrittenNote => {
            "PyTorch처럼 씁니다. 예: arange(24).reshape(2,3,2,2), randn(4,6)*5+10"
        }
        Label::OpenFile => "파일 열기…",
        Label::DropFile => ".npy, .npz, .safetensors, 표, 이미지를 여기에 놓으세요",
        Label::ReadingFile => "파일을 읽는 중",
        Label::Cancel => "취소",
        Label::ImageChannels => "채널",
        Label::FindTensor => "이름으로 텐서 찾기",
        Label::FileAxes => "파일의 축",
        Label::FileHint => "파일에서 온 텐서의 원소 수는 파일에 있는 그대로입니다",
        Label::FromFile => "파일에서",
        Label::OpenFileHint => "NumPy, safetensors, 표, 이미지. 값은 이 컴퓨터를 떠나지 않습니다",
        Label::LinkTrouble => "링크에 쓸 수 없는 부분이 있습니다",
        Label::Computing => "계산하는 중",
        Label::NoDigits => "숫자 이미지를 불러오지 못했습니다. 연결을 확인하고 다시 선택해 주세요",
        Label::NoWebGl => {
            "이 브라우저에 WebGL2가 없어 다른 방법으로 그렸습니다. 그림은 같지만 덜 매끄럽게 돕니다"
        }
        Label::Numbers => "수치",
        Label::ExitPresent => "발표 끝내기",
        Label::NextPanel => "다음 패널 (P 키)",
        Label::OpenInExplore => "탐색에서 열기",
    }
}
