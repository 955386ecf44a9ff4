//! Pixels as an image that is part of a document.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Lengths of the two heads of a BMP file.
const HEADS: [u32; 2] = [14, 40];

/// An address that holds the image itself: red, green, blue and opacity of each pixel, row by row.
/// What is clear is white.
pub fn bitmap(pixels: &[u8], [width, height]: [usize; 2]) -> String {
    let head: u32 = HEADS.iter().sum();
    let row_len = (3 * width).next_multiple_of(4);
    let len = head + (row_len * height) as u32;
    let mut file = Vec::with_capacity(len as usize);
    file.extend(b"BM");
    for word in [len, 0, head, HEADS[1], width as u32] {
        file.extend(word.to_le_bytes());
    }
    // A negative height has the first row on top.
    file.extend((-(height as i32)).to_le_bytes());
    file.extend([1, 0, 24, 0]);
    for word in [0, (row_len * height) as u32, 2835, 2835, 0, 0] {
        file.extend(u32::to_le_bytes(word));
    }
    for row in pixels.chunks(4 * width.max(1)) {
        let start = file.len();
        for pixel in row.chunks(4) {
            match *pixel {
                [red, green, blue, 255] => file.extend([blue, green, red]),
                _ => file.extend([255; 3]),
            }
        }
        file.resize(start + row_len, 0);
    }
    format!("data:image/bmp;base64,{}", STANDARD.encode(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pixel_is_in_its_place() {
        let pixels = [[1, 2, 3, 255], [4, 5, 6, 255], [7, 8, 9, 255], [0, 0, 0, 0]].concat();
        let image = bitmap(&pixels, [2, 2]);
        let data = image.strip_prefix("data:image/bmp;base64,").expect("data");
        let file = STANDARD.decode(data).expect("base64");
        assert_eq!(file.len(), 54 + 16);
        assert_eq!(u32::from_le_bytes([file[2], file[3], file[4], file[5]]), 70);
        // Rows of eight bytes, blue first.
        assert_eq!(file[54..62], [3, 2, 1, 6, 5, 4, 0, 0]);
        assert_eq!(file[62..], [9, 8, 7, 255, 255, 255, 0, 0]);
    }
}
