//! What the worker tells.

use js_sys::{Float32Array, Float64Array};
use wasm_bindgen::prelude::*;

/// What becomes of a job, or of the worker.
#[derive(Debug, Clone)]
pub enum Report {
    /// The newest job goes on.
    Progress {
        /// The number that [`Worker::post`](super::Worker::post) gave.
        job: u64,
        /// How much of it is done, from 0 to 1.
        share: f64,
    },
    /// The newest job begins again from its beginning, in another worker.
    Again {
        /// The number that [`Worker::post`](super::Worker::post) gave.
        job: u64,
    },
    /// The newest job hands over values, piece by piece, so that the page need not stand still to take them.
    Values {
        /// The number that [`Worker::post`](super::Worker::post) gave.
        job: u64,
        /// The next values.
        values: Float32Array,
    },
    /// The newest job is done.
    Done {
        /// The number that [`Worker::post`](super::Worker::post) gave.
        job: u64,
        /// What it computed, but for the values that it handed over.
        numbers: Vec<f64>,
    },
    /// The newest job has no answer: it was refused, or it broke the worker, which has been started anew.
    Failed {
        /// The number that [`Worker::post`](super::Worker::post) gave.
        job: u64,
        /// Why, in one sentence.
        reason: String,
    },
    /// No worker can be had here: the page computes itself, also the job that waits.
    Unavailable {
        /// Why, in one sentence.
        reason: String,
    },
}

impl Report {
    /// What the worker said of a job.
    pub(super) fn read(job: u64, what: JsValue) -> Self {
        if let Some(share) = what.as_f64() {
            return Report::Progress { job, share };
        }
        if let Some(reason) = what.as_string() {
            return Report::Failed { job, reason };
        }
        match what.dyn_into::<Float32Array>() {
            Ok(values) => Report::Values { job, values },
            Err(numbers) => Report::Done {
                job,
                numbers: numbers.unchecked_into::<Float64Array>().to_vec(),
            },
        }
    }
}
