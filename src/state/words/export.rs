//! What is said of files that are taken along.

/// A language's sentences about them.
pub trait ExportWords {
    /// What became of a file that was to be saved.
    fn saved(&self, name: &str, is_saved: bool) -> String;

    /// Why a file was not saved.
    fn not_saved(&self, name: &str, why: &str) -> String;

    /// That what was asked for is not what is shown any more.
    fn settings_changed(&self) -> &'static str;

    /// That there is no memory for derivatives.
    fn no_room_for_gradients(&self) -> &'static str;

    /// Of which loss derivatives are taken, and the seed of what is random in it.
    fn gradients(&self, seed: u64) -> String;

    /// What a video shows, and how long it runs.
    fn film(&self, secs: f64) -> String;

    /// How many frames of a video there are, and will be.
    fn frame(&self, counts: [u32; 2]) -> String;
}
