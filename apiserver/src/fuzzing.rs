//! What the fuzz targets reach into; there only in builds of the fuzzer.

pub use crate::custom_resources::fuzzing::{json_path, structural_schema};
