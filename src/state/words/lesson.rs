//! What is said of lessons.

/// A text of lessons that never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after its English text")]
pub enum LessonLabel {
    Lesson,
    Notes,
    Beats,
    PreviousBeat,
    NextBeat,
    NoLessons,
    NoSuchLesson,
    Question,
    Predict,
    ShowTruth,
    AnswerRight,
    AnswerWrong,
    MarkCells,
    MarkAgain,
    Brush,
    BrushCell,
    BrushPlane,
    BrushToken,
    BrushPlaceOfAll,
    BrushSentence,
    BrushChannel,
    BrushSample,
    MarkingHeadline,
    MarkingHint,
    MarkingKeys,
    Recorded,
    RecordedSources,
    OpenLesson,
    OpenLessonHint,
    LessonFromWeb,
    LessonFromWebHint,
    LoadLesson,
    LessonNotLoaded,
    LessonFaults,
}

/// The words of lessons.
pub trait LessonWords {
    /// The words of a control, a heading or a hint.
    fn lesson_label(&self, label: LessonLabel) -> &'static str;

    /// How many cells are marked; the pinned one always is.
    fn marked(&self, cells: usize) -> String;

    /// The cell that the keyboard is at while cells are marked: “[0, 2, 1, 1], marked”.
    fn cursor(&self, index: &[usize], is_marked: bool) -> String;

    /// How the marked cells differ from the set: so many are in it, so many are not, so many are missing.
    fn predicted(&self, right: usize, wrong: usize, missed: usize) -> String;

    /// That a link needs a lesson from a file of this name.
    fn missing_lesson(&self, name: &str) -> String;

    /// That a file is too long for a lesson.
    fn long_lesson(&self, most_bytes: usize) -> String;

    /// That more is wrong in a lesson than is listed.
    fn more_faults(&self, count: usize) -> String;
}
