//! The code of a link is read by another program, and says that link.

use normscope::state::qr::{QrCode, Reach};
use rqrr::PreparedImage;

/// Pixels of a module in the picture that is read.
const MODULE_PX: usize = 4;

fn read(code: &QrCode) -> (String, u16) {
    let side = code.side() * MODULE_PX;
    let mut image = PreparedImage::prepare_from_greyscale(side, side, |x, y| {
        match code.is_dark(x / MODULE_PX, y / MODULE_PX) {
            true => 0,
            false => 255,
        }
    });
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one code");
    let (meta, text) = grids[0].decode().expect("a code that can be read");
    (text, meta.ecc_level)
}

#[test]
fn links_of_any_length_are_read_back() {
    let short = "https://example.org/";
    let usual = "https://example.org/normscope/?lesson=batch-norm&beat=one-mean&layer=BatchNorm2d(6)&at=0,2,1,1&color=set&cam=38,22,1";
    let korean = "https://example.org/?x=load(%22%EA%B0%95%EC%9D%98.npy%22,4,6)&lang=ko";
    let written = |count: usize| {
        let values: Vec<String> = (0..count).map(|k| (k * 7919 % 1000).to_string()).collect();
        format!("https://example.org/?x=tensor([[{}]])", values.join(","))
    };
    for link in [
        short.to_owned(),
        usual.to_owned(),
        korean.to_owned(),
        written(100),
        written(550),
    ] {
        let code = QrCode::of(&link).expect("a code");
        let (text, level) = read(&code);
        assert_eq!(text, link);
        // M is level 0 there; a code with room to spare has more: Q is 3, H is 2.
        assert!([0, 2, 3].contains(&level), "level {level}");
    }
    assert!(!QrCode::of(usual).unwrap().is_dense());
    assert!(QrCode::of(&written(300)).unwrap().is_dense());
}

#[test]
fn a_link_that_is_too_long_has_no_code() {
    // Version 40 at level M holds 2331 bytes, by the standard.
    let link = |len: usize| format!("https://example.org/?{}", "a".repeat(len - 21));
    assert_eq!(link(2331).len(), 2331);
    assert_eq!(
        read(&QrCode::of(&link(2331)).expect("it fits")).0,
        link(2331)
    );
    assert!(QrCode::of(&link(2332)).is_none());
}

/// The picture has what is asked for: each dark module once, white around it.
#[test]
fn the_picture_has_the_modules() {
    let code = QrCode::of("https://example.org/?view=compare").unwrap();
    let mut drawn = vec![vec![false; code.side()]; code.side()];
    let path = code.path();
    for run in path.split('M').skip(1) {
        let numbers: Vec<usize> = run
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|number| number.parse().ok())
            .collect();
        let [column, row, length, 1, back] = numbers[..] else {
            panic!("{run}");
        };
        assert_eq!(length, back);
        for cell in &mut drawn[row][column..column + length] {
            assert!(!std::mem::replace(cell, true), "drawn twice: {run}");
        }
    }
    for (row, cells) in drawn.iter().enumerate() {
        for (column, is_drawn) in cells.iter().enumerate() {
            assert_eq!(*is_drawn, code.is_dark(column, row));
            let is_edge = |k: usize| k < 4 || k >= code.side() - 4;
            assert!(
                !is_drawn || !(is_edge(row) || is_edge(column)),
                "white around"
            );
        }
    }
    assert!(code.svg().contains(&path));
}

#[test]
fn it_is_known_who_can_open_a_link() {
    assert_eq!(Reach::of("https://example.org/a?x=1"), Reach::Everybody);
    assert_eq!(Reach::of("http://192.168.1.7:8080/"), Reach::Everybody);
    assert_eq!(Reach::of("http://127.0.0.1:8080/?t=2"), Reach::ThisComputer);
    assert_eq!(Reach::of("http://localhost:8080/"), Reach::ThisComputer);
    assert_eq!(
        Reach::of("file:///home/a/normscope.html?t=2"),
        Reach::Nobody
    );
}
