//! The curves, drawn on any plotters backend.
