//! Files that are taken along, in Korean.

use super::Korean;
use super::particle::{object, topic};
use crate::state::words::ExportWords;

impl ExportWords for Korean {
    fn saved(&self, name: &str, is_saved: bool) -> String {
        match is_saved {
            true => format!("{} 브라우저에 넘겼습니다", object(name)),
            false => format!(
                "{} 저장하지 못했습니다. 브라우저에 자리가 없습니다",
                object(name)
            ),
        }
    }

    fn not_saved(&self, name: &str, why: &str) -> String {
        format!("{} 저장되지 않았습니다: {why}", topic(name))
    }

    fn settings_changed(&self) -> &'static str {
        "그사이 설정이 바뀌었습니다"
    }

    fn no_room_for_gradients(&self) -> &'static str {
        "이 브라우저에는 그래디언트를 둘 메모리가 없습니다. 다른 텐서는 하나씩 저장할 수 있습니다"
    }

    fn gradients(&self, seed: u64) -> String {
        format!(
            "손실 Σ grad_y · y의 그래디언트. grad_y는 torch.manual_seed({seed}) 다음의 torch.randn(y.shape)입니다"
        )
    }

    fn film(&self, secs: f64) -> String {
        format!("재생에서 고른 속도로 모든 단계를 {secs:.1}초 동안 보여 줍니다")
    }

    fn frame(&self, [done, all]: [u32; 2]) -> String {
        format!("프레임 {done} / {all}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_have_their_particles() {
        assert!(Korean.not_saved("x.npz", "").starts_with("x.npz는 "));
        assert!(Korean.saved("film.webm", true).starts_with("film.webm을 "));
        assert!(Korean.saved("film.mp4", true).starts_with("film.mp4를 "));
    }
}
