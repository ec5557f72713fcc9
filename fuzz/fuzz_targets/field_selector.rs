//! Field selectors: what is read prints to what has the same terms, whose order is that of their
//! text.
#![no_main]

use bowline_apimachinery::fields::{Requirement, Selector};
use libfuzzer_sys::fuzz_target;

fn terms(selector: &Selector) -> Vec<String> {
    let mut terms: Vec<_> = selector.requirements().iter().map(Requirement::to_string).collect();
    terms.sort();
    terms
}

fuzz_target!(|text: &str| {
    if let Ok(selector) = Selector::parse(text) {
        let again = Selector::parse(&selector.to_string()).expect("a selector that was printed");
        assert_eq!(terms(&selector), terms(&again));
    }
});
