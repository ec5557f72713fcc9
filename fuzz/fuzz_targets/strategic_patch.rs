//! Strategic merge patches: no patch breaks the merge, and a computed one leads where it should.
#![no_main]

use bowline_api::core::v1::Pod;
use bowline_apimachinery::patch::{merge_patch, strategic};
use bowline_apimachinery::reflect::Message;
use bowline_fuzz::values;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Some([original, modified, current]) = values(text) else { return };
    let descriptor = Pod::default().descriptor();
    let _ = strategic::apply(&mut original.clone(), &modified, descriptor);
    let _ = strategic::create(&original, &modified, descriptor);
    let merged = strategic::create_three_way(Some(&original), &modified, &current, descriptor, true);
    if let Ok(patch) = merged {
        let _ = strategic::apply(&mut current.clone(), &patch, descriptor);
    }
    let _ = merge_patch::apply(&mut current.clone(), &modified);
    let _ = merge_patch::create_three_way(Some(&original), &modified, &current);
});
