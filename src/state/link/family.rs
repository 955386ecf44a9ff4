//! The keys of the family of methods.

use super::keys::Key;
use super::reason::{Range, Reason};
use super::text::{name, number, word};
use crate::lab::family::Member;
use crate::state::{Settings, View};

pub(super) const KEYS: &[Key] = &[
    Key::new(
        "method",
        |s, v| word(v, &MEMBERS).map(|x| s.family.member = x),
        |s| name(s.family.member, &MEMBERS),
    )
    .of(View::Family),
    Key::new("rho", read_rho, |s| s.family.rho().to_string()).of(View::Family),
];

/// All of them, and `all` for the map.
const MEMBERS: [(&str, Option<Member>); 22] = [
    ("all", None),
    ("batch", Some(Member::BatchNorm)),
    ("ghost", Some(Member::GhostBatchNorm)),
    ("sync", Some(Member::SyncBatchNorm)),
    ("renorm", Some(Member::BatchRenorm)),
    ("power", Some(Member::PowerNorm)),
    ("layer", Some(Member::LayerNorm)),
    ("group", Some(Member::GroupNorm)),
    ("instance", Some(Member::InstanceNorm)),
    ("adain", Some(Member::AdaIn)),
    ("frn", Some(Member::FilterResponseNorm)),
    ("position", Some(Member::PositionLayerNorm)),
    ("rms", Some(Member::RmsNorm)),
    ("scale", Some(Member::ScaleNorm)),
    ("qk", Some(Member::QkNorm)),
    ("switchable", Some(Member::SwitchableNorm)),
    ("batch-instance", Some(Member::BatchInstanceNorm)),
    ("response", Some(Member::LocalResponseNorm)),
    ("tanh", Some(Member::DynamicTanh)),
    (
        "weight-standardization",
        Some(Member::WeightStandardization),
    ),
    ("weight-norm", Some(Member::WeightNorm)),
    ("spectral-norm", Some(Member::SpectralNorm)),
];

fn read_rho(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    let rho: f64 = number(text)?;
    if !(0.0..=1.0).contains(&rho) {
        return Err(Reason::beyond(Range::Share, rho, (0.0, 1.0)));
    }
    settings.family.set_rho(rho);
    Ok(())
}
