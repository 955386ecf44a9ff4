//! Pixels as encoders and players of videos know them best.
//!
//! A browser converts pixels, too, but each in its own way: in Chromium the range depends on where the canvas lies,
//! and programs for slides do not all heed it.

/// What red, green and blue add to luma (ITU-R BT.709, section 3.2).
const LUMA: [f32; 3] = [0.2126, 0.7152, 0.0722];

/// Red, green, blue and opacity of each pixel, row by row, as planes of luma and of two chromas with half as many
/// columns and rows (I420), in limited range: luma from 16 to 235, chroma from 16 to 240.
///
/// # Panics
///
/// If width and height are not even, or there are not as many pixels.
pub fn planes(rgba: &[u8], [width, height]: [usize; 2]) -> Vec<u8> {
    assert!(width.is_multiple_of(2) && height.is_multiple_of(2));
    assert_eq!(rgba.len(), 4 * width * height);
    let part = width * height / 4;
    let mut planes = vec![0; 6 * part];
    let (lumas, chromas) = planes.split_at_mut(4 * part);
    let (blues, reds) = chromas.split_at_mut(part);
    for (luma, pixel) in lumas.iter_mut().zip(rgba.chunks_exact(4)) {
        *luma = rounded(16.0 + 219.0 * luma_of(shares(pixel)));
    }
    let places = blues.iter_mut().zip(reds).enumerate();
    for (place, (blue, red)) in places {
        let (row, column) = (2 * (place / (width / 2)), 2 * (place % (width / 2)));
        let mut mean = [0.0; 3];
        for at in [0, 1, width, width + 1] {
            let pixel = 4 * (row * width + column + at);
            let shares = shares(&rgba[pixel..]);
            mean = [0, 1, 2].map(|i| mean[i] + shares[i] / 4.0);
        }
        let luma = luma_of(mean);
        let chroma = |i: usize| (mean[i] - luma) / (2.0 * (1.0 - LUMA[i]));
        *blue = rounded(128.0 + 224.0 * chroma(2));
        *red = rounded(128.0 + 224.0 * chroma(0));
    }
    planes
}

fn shares(pixel: &[u8]) -> [f32; 3] {
    [0, 1, 2].map(|i| f32::from(pixel[i]) / 255.0)
}

fn luma_of(shares: [f32; 3]) -> f32 {
    LUMA[0] * shares[0] + LUMA[1] * shares[1] + LUMA[2] * shares[2]
}

fn rounded(number: f32) -> u8 {
    (number + 0.5) as u8
}
