//! Sentences about files of the reader's.

use super::Korean;
use super::particle::{object, topic};
use crate::state::words::FileWords;
use crate::state::words::file::{is_exact, product};
use crate::tensor::file::Layout;

impl FileWords for Korean {
    fn is_own(&self, sentence: &str) -> bool {
        // The verb stands last, and names of files, which may be Korean, before it.
        sentence.ends_with(['다', '요'])
    }

    fn missing_headline(&self, name: &str) -> [String; 2] {
        let what = format!("이 링크는 {} 보여 줍니다", object(name));
        let why = "값은 링크에 들어 있지 않습니다. 파일은 그 컴퓨터에 그대로 있습니다. 파일을 열면 그림이 나타납니다";
        [what, why.to_owned()]
    }

    fn other_file(&self, name: &str) -> String {
        format!(
            "{} 링크와 다릅니다. 텐서가 다르거나 모양이 다릅니다",
            topic(name)
        )
    }

    fn unreadable_file(&self) -> &'static str {
        "파일이 바뀌었거나 옮겨져 브라우저가 더는 읽지 못합니다. 다시 열어 주세요"
    }

    fn several_files(&self) -> &'static str {
        "여러 파일은 모두 이미지일 때만 함께 열립니다. 하나만 골라 열어 주세요"
    }

    fn no_image(&self, name: &str) -> String {
        format!("{name}: 브라우저가 읽을 수 있는 이미지가 아닙니다")
    }

    fn sizes_differ(&self, names: [&str; 2], sizes: [[usize; 2]; 2]) -> String {
        let [first, other] = sizes.map(|[height, width]| format!("{height}×{width}"));
        format!(
            "한 텐서의 이미지는 크기가 모두 같아야 합니다. {} {first} 픽셀, {} {other} 픽셀입니다",
            topic(names[0]),
            topic(names[1])
        )
    }

    fn pixels(&self) -> &'static str {
        "빨강, 초록, 파랑을 0에서 1까지로 나타냅니다. 투명한 곳은 검은 바탕에 놓입니다"
    }

    fn image_channels(&self, filters: Option<usize>) -> String {
        match filters {
            None => "빨강, 초록, 파랑".to_owned(),
            Some(filters) => format!("합성곱 채널 {filters}개"),
        }
    }

    fn activations(&self, filters: usize) -> String {
        format!(
            "각 채널은 3 × 3 필터 하나가 이미지에서 만든 것입니다. 필터 {filters}개는 시드로 무작위로 뽑습니다"
        )
    }

    fn layout(&self, layout: &Layout) -> String {
        let mut parts = vec![layout.dtype.name()];
        if layout.is_big_endian {
            parts.push("빅 엔디언");
        }
        if layout.is_fortran {
            parts.push("포트란 순서");
        }
        if !is_exact(layout.dtype) {
            parts.push("float32로 반올림");
        }
        parts.join(", ")
    }

    fn tensors_in(&self, name: &str) -> String {
        format!("{name}의 텐서")
    }

    fn more_tensors(&self, more: usize) -> String {
        format!("그 밖에 {more}개가 더 있습니다. 이름으로 찾아 보세요")
    }

    fn file_axis(&self, axis: usize, length: usize) -> String {
        format!("파일의 축 {axis}, 길이 {length}")
    }

    fn file_axes(&self, letters: &str, shape: &[usize], axes: &[usize], x: &[usize]) -> String {
        let letters: Vec<char> = letters.chars().collect();
        let letter = |axis: &usize| letters.get(*axis).copied().unwrap_or('?');
        let own: Vec<_> = axes.iter().map(letter).collect();
        let x = format!("{} = {}", product(&letters), product(x));
        if own == letters {
            return format!("그대로 씁니다: {x}");
        }
        let own = format!("{} = {}", product(&own), product(shape));
        format!("파일에서는 {own}, x는 PyTorch 층의 순서대로 {x}")
    }
}
