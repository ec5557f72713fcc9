//! Arbitrary definitions, and arbitrary objects under them: judged, pruned, defaulted, validated.
#![no_main]

use bowline_fuzz::values;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Some([schema, old, object]) = values(text) else { return };
    bowline_apiserver::fuzzing::structural_schema(&schema, &old, &object);
});
