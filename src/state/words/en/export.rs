//! Files that are taken along, in English.

use super::English;
use crate::state::words::ExportWords;

impl ExportWords for English {
    fn saved(&self, name: &str, is_saved: bool) -> String {
        match is_saved {
            true => format!("{name} is handed to the browser"),
            false => format!("{name} cannot be saved: the browser has no room for it"),
        }
    }

    fn not_saved(&self, name: &str, why: &str) -> String {
        format!("{name} is not saved: {why}")
    }

    fn settings_changed(&self) -> &'static str {
        "the settings have changed meanwhile"
    }

    fn no_room_for_gradients(&self) -> &'static str {
        "this browser gives no memory for the gradients; the other tensors can be saved one by one"
    }

    fn gradients(&self, seed: u64) -> String {
        format!(
            "Gradients of the loss Σ grad_y · y, where grad_y = torch.randn(y.shape) after torch.manual_seed({seed})"
        )
    }

    fn film(&self, secs: f64) -> String {
        format!(
            "The video runs through all stages in {secs:.1} seconds, at the speed that is chosen for Play"
        )
    }

    fn frame(&self, [done, all]: [u32; 2]) -> String {
        format!("Frame {done} of {all}")
    }
}
