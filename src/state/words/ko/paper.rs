//! Handouts, in Korean.

use super::Korean;
use crate::state::words::{Label, PaperLabel, PaperWords};

impl PaperWords for Korean {
    fn paper_label(&self, label: PaperLabel) -> &'static str {
        match label {
            PaperLabel::Handout => "유인물…",
            PaperLabel::HandoutTitle => "유인물",
            PaperLabel::HandoutHint => {
                "지금 보이는 것을 종이에: 그림, 식, 수치, 코드와 링크. Ctrl+P를 누르면 바로 인쇄합니다"
            }
            PaperLabel::LessonHandout => "이 강의의 유인물…",
            PaperLabel::Print => "인쇄",
            PaperLabel::Extent => "범위",
            PaperLabel::ThisPart => "이 장면",
            PaperLabel::WholeLesson => "강의 전체",
            PaperLabel::Copy => "종류",
            PaperLabel::StudentsCopy => "학생용, 답 없음",
            PaperLabel::AnswersBehind => "학생용, 답은 맨 뒤에",
            PaperLabel::TeachersCopy => "강의자용, 메모와 답 포함",
            PaperLabel::Size => "용지",
            PaperLabel::PaperA4 => "A4",
            PaperLabel::PaperLetter => "레터",
            PaperLabel::Preparing => "유인물을 준비하는 중",
            PaperLabel::Answers => "답",
            PaperLabel::Answer => "답",
            PaperLabel::MarkOnPaper => "표시된 칸과 평균을 공유하는 칸을 칠하세요.",
            PaperLabel::NotHere => "아직 그림이 없습니다. 수치를 계산하는 중입니다",
            PaperLabel::Methods => "하나의 y를 정하는 x의 값들",
            PaperLabel::NewerVersion => "새 버전이 준비되었습니다. 새로고침하면 나타납니다",
            PaperLabel::Reload => "새로고침",
            PaperLabel::Later => "나중에",
        }
    }

    fn parts_ready(&self, done: usize, all: usize) -> String {
        format!("장면 {all}개 중 {done}개 준비됨")
    }

    fn question(&self, number: usize) -> String {
        format!("질문 {number}")
    }

    fn counter(&self, what: Label, _count: usize) -> &'static str {
        match what {
            Label::ValuesPerSet => "한 집합의 값 수",
            Label::Sets => "집합 수",
            Label::LearntValues => "파라미터 수",
            _ => "이동 통계값 수",
        }
    }
}
