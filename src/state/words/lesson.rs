//! What is said of lessons.

/// The words of lessons.
pub trait LessonWords {
    /// How many cells are marked.
    fn marked(&self, cells: usize) -> String;

    /// How the marked cells differ from the set: so many are in it, so many are not, so many are missing.
    fn predicted(&self, right: usize, wrong: usize, missed: usize) -> String;

    /// That a link needs a lesson from a file of this name.
    fn missing_lesson(&self, name: &str) -> String;

    /// That a file is too long for a lesson.
    fn long_lesson(&self, most_bytes: usize) -> String;

    /// That more is wrong in a lesson than is listed.
    fn more_faults(&self, count: usize) -> String;
}
