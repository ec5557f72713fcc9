//! The JSON paths of printer columns.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    bowline_apiserver::fuzzing::json_path(text);
});
