//! How long it takes to see a tensor, natively.
use normscope::norm::{Partition, Side};
use normscope::scene::*;
use std::time::Instant;
fn main() {
    let names = ["N", "C", "D", "H", "W"];
    use Side::{Kept as K, Shared as S};
    let shape = [20usize, 100, 35, 45, 10];
    let methods = [
        ("BN", [S, K, S, S, S]),
        ("LN", [K, S, S, S, S]),
        ("LNc", [K, S, K, K, K]),
        ("IN", [K, K, S, S, S]),
        ("GN", [K, Side::Split(10), S, S, S]),
        ("one", [K, K, K, K, K]),
        ("free", [S, S, S, S, K]),
    ];
    for spec in AxisSpec::choices(&names) {
        let layout = Layout::new(&shape, &spec);
        let viewport = Viewport {
            width_px: 900.0,
            height_px: 700.0,
            text_px: 15.0,
        };
        for (name, sides) in &methods {
            let partition = Partition::new(&shape, sides).unwrap();
            for pinned in [None, Some([10usize, 50, 17, 22, 5])] {
                for hovered in [None, Some([10usize, 50, 17, 22, 5])] {
                    if pinned.is_some() && hovered.is_some() {
                        continue;
                    }
                    let focus = Focus {
                        partition: &partition,
                        pinned: pinned.as_ref().map(|p| &p[..]),
                        hovered: hovered.as_ref().map(|p| &p[..]),
                        cut: None,
                    };
                    let mut best = f64::MAX;
                    let mut lines = f64::MAX;
                    let mut n = 0;
                    let mut nl = 0;
                    for _ in 0..5 {
                        let view = View::new(&layout, Camera::default(), viewport);
                        let t = Instant::now();
                        let scene = Scene::new(&layout, view, &focus);
                        best = best.min(t.elapsed().as_secs_f64() * 1e3);
                        let t = Instant::now();
                        nl = scene.lines().len();
                        lines = lines.min(t.elapsed().as_secs_f64() * 1e3);
                        n = scene.boxes().len();
                    }
                    println!(
                        "{spec:<10} {name:<5} pin {:<5} hover {:<5} boxes {n:>6} scene {best:>8.3} ms, lines {nl:>6} {lines:>8.3} ms",
                        pinned.is_some(),
                        hovered.is_some()
                    );
                }
            }
        }
    }
}
