//! Experiments: settings in, results out; pure.
