//! What holds of defaults and rules whatever the object.

#[path = "support/filler.rs"]
mod filler;

use std::collections::BTreeSet;

use bowline_api::kinds::{KINDS, KindEntry};
use bowline_api::{defaults, validation, warnings};
use bowline_apimachinery::codec::json;
use bowline_apimachinery::random::SeededRandom;
use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::time::Time;

use filler::Filler;

/// Objects of each kind.
const OBJECTS: u64 = 6;

/// Calls `check` with random objects of each kind that have their defaults.
fn each(check: &mut dyn FnMut(&KindEntry, &mut dyn Message)) {
    for (number, entry) in KINDS.iter().enumerate() {
        for seed in 0..OBJECTS {
            let random = SeededRandom::new(number as u64 * 1000 + seed);
            let mut object = (entry.new)();
            Filler { random: &random }.message(&mut *object, 0);
            defaults::apply(&mut *object, Time::from_unix_seconds(0));
            check(entry, &mut *object);
        }
    }
}

fn text(object: &dyn Message) -> String {
    json::to_value(object, None).expect("an object").to_string()
}

#[test]
fn defaults_are_filled_in_once() {
    let mut faults = BTreeSet::new();
    each(&mut |entry, object| {
        let once = text(object);
        defaults::apply(object, Time::from_unix_seconds(0));
        if text(object) != once {
            faults.insert(format!("{}/{} {}", entry.group, entry.version, entry.kind));
        }
    });
    assert!(faults.is_empty(), "{faults:?}");
}

/// What stays as it is may be wrong, but it is not refused for a change.
#[test]
fn what_does_not_change_is_no_change() {
    let mut faults = BTreeSet::new();
    each(&mut |entry, object| {
        for fault in &validation::update(object, object) {
            let why = fault.detail.as_str();
            let about_change = ["immutable", "may not change", "may not be changed", "updates to"];
            if about_change.iter().any(|words| why.contains(words)) {
                faults.insert(format!("{}: {fault}", entry.kind));
            }
        }
        for fault in &validation::update_status(object, object) {
            if fault.detail.contains("immutable") {
                faults.insert(format!("{} status: {fault}", entry.kind));
            }
        }
    });
    assert!(faults.is_empty(), "{faults:?}");
}

/// Rules answer for any object, and the same each time.
#[test]
fn rules_have_an_answer_for_everything() {
    each(&mut |entry, object| {
        let told = |object: &dyn Message| {
            let faults = validation::create(object);
            faults.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(told(object), told(object), "{}", entry.kind);
        assert_eq!(warnings::create(object), warnings::create(object), "{}", entry.kind);
        let _ = validation::update_ephemeral_containers(object, object);
        let _ = validation::resize(object, object);
        let _ = validation::approval(object, object);
    });
}
