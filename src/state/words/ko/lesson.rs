//! Lessons.

use super::Korean;
use crate::lab::number::count;
use crate::state::words::{LessonLabel, LessonWords};

impl LessonWords for Korean {
    fn lesson_label(&self, label: LessonLabel) -> &'static str {
        match label {
            LessonLabel::Lesson => "강의",
            LessonLabel::Notes => "강의하는 분께",
            LessonLabel::Beats => "장면",
            LessonLabel::PreviousBeat => "이전",
            LessonLabel::NextBeat => "다음",
            LessonLabel::NoLessons => {
                "강의를 불러오지 못했습니다. 연결을 확인하고 다시 시도해 주세요"
            }
            LessonLabel::NoSuchLesson => "이런 이름의 강의가 없습니다",
            LessonLabel::Question => "질문",
            LessonLabel::Predict => "예상해 보세요",
            LessonLabel::ShowTruth => "답 보기",
            LessonLabel::AnswerRight => "맞습니다",
            LessonLabel::AnswerWrong => "그렇지 않습니다",
            LessonLabel::MarkCells => "칸 고르기",
            LessonLabel::MarkAgain => "다시 고르기",
            LessonLabel::Brush => "클릭 한 번에",
            LessonLabel::BrushCell => "칸 하나",
            LessonLabel::BrushToken => "토큰 하나",
            LessonLabel::BrushPlaceOfAll => "모든 문장의 같은 자리",
            LessonLabel::BrushSentence => "문장 하나",
            LessonLabel::BrushPlane => "샘플 하나의 채널",
            LessonLabel::BrushChannel => "모든 샘플의 채널",
            LessonLabel::BrushSample => "샘플 하나",
            LessonLabel::MarkingHeadline => "고정한 칸과 평균을 공유하는 칸은 어느 것일까요?",
            LessonLabel::MarkingHint => {
                "고정한 칸은 이미 골라져 있습니다. 다른 칸을 클릭하면 고르고, 다시 클릭하면 취소합니다. 끌면 큐브가 돕니다"
            }
            LessonLabel::Recorded => "여기서 계산하지 않은, 기록된 값.",
            LessonLabel::RecordedSources => "기록된 값의 출처",
            LessonLabel::OpenLesson => "내 강의 열기…",
            LessonLabel::OpenLessonHint => "Markdown 파일. 이 컴퓨터를 떠나지 않습니다",
            LessonLabel::LessonFromWeb => "이 링크는 다른 곳의 강의를 엽니다",
            LessonLabel::LessonFromWebHint => {
                "아직 아무것도 불러오지 않았습니다. 쓴 사람을 믿을 수 있을 때만 불러오세요. 이 강의는 글을 보여 주고 그림을 설정할 수 있을 뿐, 다른 일은 하지 못합니다"
            }
            LessonLabel::LoadLesson => "강의 불러오기",
            LessonLabel::LessonNotLoaded => {
                "강의를 불러오지 못했습니다. 호스트가 응답하지 않거나, 다른 페이지가 읽는 것을 허용하지 않습니다 (Access-Control-Allow-Origin)"
            }
            LessonLabel::LessonFaults => "이 강의에서 잘못된 곳",
        }
    }

    fn marked(&self, cells: usize) -> String {
        match cells {
            0 => "고른 칸이 없습니다".to_owned(),
            1 => "고정한 칸만 골라져 있습니다".to_owned(),
            _ => format!("고정한 칸까지 {}개를 골랐습니다", count(cells)),
        }
    }

    fn predicted(&self, right: usize, wrong: usize, missed: usize) -> String {
        let all = right + missed;
        match (wrong, missed) {
            (0, 0) => format!("정확합니다. 집합의 칸 {}개를 모두 찾았습니다", count(all)),
            _ => format!(
                "집합의 칸 {}개 중 {}개를 찾았습니다. 빠뜨린 칸 {}개, 집합에 없는 칸 {}개",
                count(all),
                count(right),
                count(missed),
                count(wrong)
            ),
        }
    }

    fn missing_lesson(&self, name: &str) -> String {
        format!("이 링크는 직접 쓴 강의로 이어집니다. 파일을 열어 주세요: {name}")
    }

    fn long_lesson(&self, most_bytes: usize) -> String {
        format!("강의는 {}바이트를 넘을 수 없습니다", count(most_bytes))
    }

    fn more_faults(&self, more: usize) -> String {
        format!("그 밖에 {}개", count(more))
    }
}
