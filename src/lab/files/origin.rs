//! Where a picture comes from, said inside it.

use super::zip::CRC32;

/// Length of PNG's signature and of its first chunk, which is IHDR (PNG specification, third edition, section 5).
const HEAD_LEN: usize = 8 + 25;

/// The same PNG with the link that shows what it shows, in a text chunk with the keyword `Source`;
/// what is no PNG stays as it is.
pub fn png_with_link(png: Vec<u8>, link: &str) -> Vec<u8> {
    if !png.starts_with(b"\x89PNG\r\n\x1a\n") || png.len() < HEAD_LEN {
        return png;
    }
    let (head, rest) = png.split_at(HEAD_LEN);
    // Such a text is in Latin-1; what is written of a link is ASCII.
    let text = [b"tEXtSource\0", link.as_bytes()].concat();
    let len = (text.len() - b"tEXt".len()) as u32;
    let sum = CRC32.checksum(&text).to_be_bytes();
    [head, &len.to_be_bytes(), &text, &sum, rest].concat()
}

/// The same SVG with a title, which browsers show and read out, and the link that shows what it shows.
pub fn svg_with_link(svg: &str, title: &str, link: &str) -> String {
    let inside = svg.find('>').map_or(0, |end| end + 1);
    let (head, rest) = svg.split_at(inside);
    let (title, link) = (escaped(title), escaped(link));
    format!("{head}\n<title>{title}</title>\n<metadata>{link}</metadata>{rest}")
}

/// A text as XML has it.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
