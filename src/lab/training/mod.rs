//! Networks that learn, with and without normalization.
//!
//! - [`Task`]: what is learnt, and of which samples
//! - [`Run`]: one network and how it is trained; [`Setup`]: those that are compared
//! - [`Session`]: a run that goes on, and back; [`Log`]: what was seen of it; [`curves`]: as lines
//!
//! [`shifts`], [`drifts`] and [`smoothness`] are what Santurkar et al. (2018) measure. [`Race`] makes the steps of all runs of a setup.
//!
//! Runs of equal seeds are paired: their samples come in the same order, and maps of equal size begin with the same weights.

mod curves;
mod drift;
mod glance;
mod inside;
mod net;
mod news;
mod race;
mod run;
mod session;
mod setup;
mod shift;
mod task;
mod text;
mod trial;
mod trials;

pub use curves::{Curve, Line, curves, newest};
pub use drift::{Drift, drifts};
pub use glance::{Glance, Map, Place, QUANTILES, RECOMPUTED, quantiles};
pub use inside::Inside;
pub use net::Net;
pub use news::Known;
pub use race::Race;
pub use run::{ALL, Method, Pace, Refusal, Run};
pub use session::{Broken, Log, Session, is_glance};
pub use setup::{MOST_RUNS, MOST_SEEDS, MOST_STEPS, Setup, Watched};
pub use shift::{Shift, Smoothness, shifts, smoothness};
pub use task::{Split, Task};
pub use text::{MOST, MOST_SAMPLES, WordError};
pub use trial::{Trained, Trial};
pub use trials::{Over, curves_of, newest_of};
