//! The cube as numbers: layout, camera, picking, colour.
