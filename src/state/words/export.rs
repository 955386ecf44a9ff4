//! What is said of files that are taken along.

/// A language's sentences about them.
pub trait ExportWords {
    /// What became of a file that was to be saved.
    fn saved(&self, name: &str, is_saved: bool) -> String;

    /// What a video shows, and how long it runs.
    fn film(&self, secs: f64) -> String;

    /// How many frames of a video there are, and will be.
    fn frame(&self, counts: [u32; 2]) -> String;
}
