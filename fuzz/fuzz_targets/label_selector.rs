//! Label selectors: what is read prints to what reads the same.
#![no_main]

use bowline_apimachinery::labels::Selector;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(selector) = Selector::parse(text) {
        let again = Selector::parse(&selector.to_string()).expect("a selector that was printed");
        assert_eq!(selector, again);
    }
});
