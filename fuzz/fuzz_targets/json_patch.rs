//! JSON patches: no patch breaks a document, nor makes it grow without bounds.
#![no_main]

use bowline_apimachinery::patch::json_patch;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Some((document, patch)) = text.split_once('\n') else { return };
    let Ok(mut document) = serde_json::from_str(document) else { return };
    let _ = json_patch::apply(&mut document, patch.as_bytes());
});
