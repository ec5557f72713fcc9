//! Rules of arbitrary schemas over arbitrary objects: a definition is judged, and what passes is
//! run within its budget.
#![no_main]

use bowline_apimachinery::validation::field::Path;
use bowline_cel::Version;
use bowline_cel::rules::{COST_BUDGET, Stored, Validator, check_definition};
use bowline_cel::schema::Schema;
use bowline_fuzz::values;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Some([schema, old, object]) = values(text) else { return };
    let schema = Schema::from_json(&schema, true);
    let path = Path::new("spec.validation.openAPIV3Schema");
    let faults = check_definition(&schema, &path, &Stored::default(), true);
    if !faults.is_empty() {
        return;
    }
    if let Some(validator) = Validator::new(schema, Version::DEFAULT) {
        let _ = validator.validate(&object, Some(&old), COST_BUDGET);
    }
});
