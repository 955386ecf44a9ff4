//! How long it takes, natively, to see a tensor as large as PyTorch's largest documentation example. Run by `cargo xtask bench`.
//!
//! A frame makes the scene, and the pieces of its surface where these may have changed; values are gathered
//! only when other ones are seen, some at a time. Each time is the shortest of several.

use normscope::lab::explore::{Explore, Setup};
use normscope::norm::Partition;
use normscope::scene::{
    Atlas, AxisSpec, Camera, Focus, Gatherer, Layout, Patch, Piece, Scene, Values, View, Viewport,
};
use normscope::tensor::Source;
use normscope::torch::parse_layer;
use std::sync::Arc;
use std::time::Instant;

const X: &str = "randn(20,100,35,45,10)";
const NAMES: [&str; 5] = ["N", "C", "D", "H", "W"];
const LAYERS: [&str; 5] = [
    "BatchNorm3d(100)",
    "LayerNorm([100,35,45,10])",
    "InstanceNorm3d(100)",
    "GroupNorm(10,100)",
    "ChannelLayerNorm(100)",
];
const AT: [usize; 5] = [10, 50, 17, 22, 5];
const VIEWPORT: Viewport = Viewport {
    width_px: 720.0,
    height_px: 520.0,
    text_px: 16.0,
};

fn main() {
    let mut setup = Setup::new(
        Source::parse(X).expect("a recipe"),
        parse_layer(LAYERS[0]).expect("one of PyTorch's layers"),
    );
    let columns = ["boxes", "scene", "pieces", "cut", "samples", "gather"];
    let columns = columns.map(|name| format!("{name:>9}"));
    println!("{:<64}{}   ms", X, columns.join(""));
    let x = Explore::run(&setup).x;
    for layer in LAYERS {
        setup.layer = parse_layer(layer).expect("one of PyTorch's layers");
        let explore = Arc::new(Explore::run_on(&setup, Some(x.clone())));
        let partition = explore.partition().expect("a call that PyTorch accepts");
        let values = Values::new(explore.clone());
        for spec in AxisSpec::choices(&NAMES) {
            let layout = Layout::new(x.shape(), &spec);
            for pinned in [None, Some(&AT[..])] {
                for zoom in [1.0, 8.0] {
                    let pin = if pinned.is_some() { "pinned" } else { "" };
                    let what = format!("{layer:<26} {:<10} {pin:<6} × {zoom}", spec.to_string());
                    println!(
                        "{what:<64}{}",
                        row(&layout, partition, pinned, zoom, &values)
                    );
                }
            }
        }
    }
}

/// Numbers and times of one view.
fn row(
    layout: &Layout,
    partition: &Partition,
    pinned: Option<&[usize]>,
    zoom: f64,
    values: &Values,
) -> String {
    let focus = Focus {
        partition,
        pinned,
        hovered: None,
        cut: None,
    };
    let camera = Camera::default().zoomed(zoom, [360.0, 200.0], VIEWPORT);
    let view = View::new(layout, camera, VIEWPORT);
    let (scene, made) = shortest(|| Scene::new(layout, view, &focus));
    let (pieces, cut) = shortest(|| scene.pieces(1.0, false));
    let (samples, gathered) = shortest(|| gather(layout, values, &pieces));
    format!(
        "{:>9}{made:>9.3}{:>9}{cut:>9.3}{samples:>9}{gathered:>9.3}",
        scene.boxes().len(),
        pieces.len()
    )
}

/// Gathers all that is seen, and tells how many samples that is.
fn gather(layout: &Layout, values: &Values, pieces: &[Piece]) -> usize {
    let fresh = Atlas::default().keep(pieces, usize::MAX / 2);
    let samples = fresh.patches.iter().map(Patch::len).sum();
    let mut gatherer = Gatherer::new(layout, values);
    let mut texels = vec![0.0; 4 * samples];
    let mut rest = &mut texels[..];
    for patch in &fresh.patches {
        let (own, others) = rest.split_at_mut(4 * patch.len());
        gatherer.stages(patch, own);
        rest = others;
    }
    samples
}

/// What comes out, and the least time that it takes, in milliseconds.
fn shortest<T>(mut make: impl FnMut() -> T) -> (T, f64) {
    let timed = || {
        let start = Instant::now();
        let made = make();
        (made, start.elapsed().as_secs_f64() * 1e3)
    };
    let all = std::iter::repeat_with(timed).take(7);
    all.min_by(|a, b| a.1.total_cmp(&b.1)).expect("seven times")
}
