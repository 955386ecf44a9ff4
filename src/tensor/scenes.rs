//! Small pictures of one landscape, each in a light of its own.

use super::Source;

/// What is painted, from the farthest to the nearest, in red, green and blue.
const COLOURS: [(&str, [f64; 3]); 5] = [
    ("sky", [0.4, 0.65, 1.0]),
    ("sun", [1.0, 0.95, 0.7]),
    ("hill", [0.45, 0.4, 0.5]),
    ("ground", [0.3, 0.6, 0.2]),
    ("tree", [0.05, 0.2, 0.1]),
];

/// A sky with a sun, a hill, the ground and a tree, each picture with places and a size of the sun of its own;
/// and then its light, a·picture + b with an a and a b of its own for each channel, in [0, 1].
///
/// Lengths are heights of a picture. What is painted is 1 in its mask, 0 elsewhere, and between the two for half a
/// pixel on either side of its edge.
#[inline(never)]
pub(super) fn scenes(source: &Source, x: &str, setup: &mut Vec<String>) -> Vec<String> {
    let [batch, _, height, width] = source.shape[..] else {
        panic!("the shape of a source fits its recipe: {source}");
    };
    setup.push(format!(
        "v = (torch.arange({height}).view(1, 1, {height}, 1) + 0.5) / {height}"
    ));
    setup.push(format!(
        "u = (torch.arange({width}).view(1, 1, 1, {width}) + 0.5) / {height}"
    ));
    for (name, [red, green, blue]) in COLOURS {
        setup.push(format!(
            "{name} = torch.tensor([{red:?}, {green:?}, {blue:?}]).view(1, 3, 1, 1)"
        ));
    }
    let across = width as f64 / height as f64;
    let half = height as f64 / 2.0;
    let edge = |mask: &str, by: f64| format!("(({mask}) * {by:?} + 0.5).clamp(0, 1)");
    let full = height as f64;
    let paint = |what: &str| format!("{x} = {x} + ({what} - {x}) * is_{what}");
    vec![
        format!("place = torch.rand(8, {batch}, 1, 1, 1)"),
        format!("light = torch.rand(2, {batch}, 1, 1, 1)"),
        format!("tint = torch.rand({batch}, 3, 1, 1) * 0.6 + 0.4"),
        "horizon = place[0] * 0.2 + 0.55".into(),
        format!("a = u - place[1] * {across:?}"),
        "b = v - place[2] * 0.25 - 0.12".into(),
        "r = place[3] * 0.06 + 0.08".into(),
        format!("is_sun = {}", edge("r - (a * a + b * b) / r", half)),
        format!("a = u - place[4] * {across:?}"),
        "top = horizon - place[5] * 0.15 - 0.15".into(),
        format!("is_hill = {}", edge("v - top - a * a * 2", full)),
        format!("is_ground = {}", edge("v - horizon", full)),
        format!("a = u - (place[6] * 0.8 + 0.1) * {across:?}"),
        "b = v - horizon + place[7] * 0.1".into(),
        format!("is_crown = {}", edge("0.14 - (a * a + b * b) / 0.14", half)),
        format!("is_trunk = {}", edge("0.03 - a * a / 0.03", half)),
        format!(
            "is_trunk = is_trunk * {} * {}",
            edge("b", full),
            edge("0.26 - b", full)
        ),
        // Where the trunk is hidden by the crown both are 1.
        "is_tree = (is_crown + is_trunk).clamp(0, 1)".into(),
        format!("{x} = sky * (v * 0.4 + 0.7).clamp(0, 1)"),
        paint("sun"),
        paint("hill"),
        paint("ground"),
        paint("tree"),
        "contrast = light[0] * 0.6 + 0.25".into(),
        "brightness = light[1] * (1 - contrast)".into(),
        format!("{x} = ({x} * contrast + brightness) * tint"),
    ]
}
