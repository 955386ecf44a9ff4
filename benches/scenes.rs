//! How long it takes, natively, to see a tensor as large as PyTorch's largest documentation example.

use normscope::norm::{Partition, Side};
use normscope::scene::*;
use std::time::Instant;

fn best<T>(mut f: impl FnMut() -> T) -> (T, f64) {
    let mut best = f64::MAX;
    let mut out = None;
    for _ in 0..5 {
        let t = Instant::now();
        out = Some(f());
        best = best.min(t.elapsed().as_secs_f64() * 1e3);
    }
    (out.unwrap(), best)
}

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
    let setup = normscope::lab::explore::Setup {
        source: normscope::tensor::Source::parse("randn(20,100,35,45,10)").unwrap(),
        seed: 1234,
        layer: normscope::torch::parse_layer("BatchNorm3d(100)").unwrap(),
        weight: None,
        bias: None,
        mode: normscope::lab::explore::Mode::Train,
        steps: 0,
        poke: None,
    };
    let t = Instant::now();
    let explore = std::sync::Arc::new(normscope::lab::explore::Explore::run(&setup));
    println!("explore {:.1} s", t.elapsed().as_secs_f64());
    let values = Values::new(explore);
    for spec in AxisSpec::choices(&names) {
        let layout = Layout::new(&shape, &spec);
        let viewport = Viewport {
            width_px: 720.0,
            height_px: 520.0,
            text_px: 15.0,
        };
        for (name, sides) in &methods {
            let partition = Partition::new(&shape, sides).unwrap();
            let at = [10usize, 50, 17, 22, 5];
            for (pinned, hovered) in [(false, false), (false, true), (true, false)] {
                for (zoom, ratio) in [(1.0, 1.0), (1.0, 2.0), (2.0, 1.0), (8.0, 1.0), (60.0, 1.0)] {
                    if (pinned || hovered) && ratio == 2.0 {
                        continue;
                    }
                    if hovered && (zoom != 1.0 || name == &"IN" || name == &"GN") {
                        continue;
                    }
                    if name != &"BN" && !pinned && !hovered {
                        continue;
                    }
                    let focus = Focus {
                        partition: &partition,
                        pinned: pinned.then_some(&at[..]),
                        hovered: hovered.then_some(&at[..]),
                        cut: None,
                    };
                    let camera = Camera::default().zoomed(zoom, [360.0, 200.0], viewport);
                    let view = View::new(&layout, camera, viewport);
                    let (scene, made) = best(|| Scene::new(&layout, view, &focus));
                    let (lines, lined) = best(|| scene.lines().len());
                    let (pieces, cut) = best(|| scene.pieces(ratio, false));
                    let (fresh, kept) = best(|| Atlas::default().keep(&pieces, 1 << 21));
                    let samples: usize = fresh.patches.iter().map(Patch::len).sum();
                    let mut texels = vec![0.0; 4 * samples];
                    let (_, gathered) = best(|| {
                        let mut gatherer = Gatherer::new(&layout, &values);
                        let mut rest = &mut texels[..];
                        for p in &fresh.patches {
                            let (own, others) = rest.split_at_mut(4 * p.len());
                            gatherer.stages(p, own);
                            rest = others;
                        }
                    });
                    println!(
                        "{:<9} {name:<4} {} x{zoom:<3} @{ratio} boxes {:>5} new {made:>6.3} lines {lines:>5} {lined:>6.3} pieces {:>5} {cut:>6.3} samples {samples:>7} keep {kept:>6.3} gather {gathered:>7.3} ms  {:?}",
                        spec.to_string(),
                        if pinned {
                            "pin"
                        } else if hovered {
                            "hov"
                        } else {
                            "   "
                        },
                        scene.boxes().len(),
                        pieces.len(),
                        pieces.first().map(|p| p.patch.stretch)
                    );
                }
            }
        }
    }
}
