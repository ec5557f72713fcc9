//! What becomes of one object, given what is known of its owners.

use bowline_apimachinery::meta::{DeletionPropagation, ObjectMeta, OwnerReference};

use super::graph::{FOREGROUND, ORPHAN};

/// What an owner reference points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OwnerState {
    /// The owner is there.
    Solid,
    /// The owner is being deleted in the foreground and waits for this object.
    Waiting,
    /// There is no such owner.
    Absent,
}

/// What to do with an object.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Action {
    /// Leave it.
    Keep,
    /// Take the references to these owners out of it.
    Unlink(Vec<String>),
    /// Delete it.
    Delete(DeletionPropagation),
}

/// Decides what becomes of a live object whose owners were looked up.
///
/// `has_dependents` tells whether other objects name this one as owner.
pub(super) fn plan(
    metadata: &ObjectMeta,
    owners: &[(&OwnerReference, OwnerState)],
    has_dependents: bool,
) -> Action {
    if owners.is_empty() || metadata.is_terminating() {
        return Action::Keep;
    }
    let with = |state: OwnerState| owners.iter().filter(move |(_, s)| *s == state);
    let uids = |states: &[OwnerState]| -> Vec<String> {
        let gone = owners.iter().filter(|(_, s)| states.contains(s));
        gone.map(|(o, _)| o.uid.clone()).collect()
    };
    if with(OwnerState::Solid).next().is_some() {
        let unlink = uids(&[OwnerState::Waiting, OwnerState::Absent]);
        return if unlink.is_empty() { Action::Keep } else { Action::Unlink(unlink) };
    }
    if with(OwnerState::Waiting).next().is_some() && has_dependents {
        // The owner waits for this object, so this one waits for its own.
        return Action::Delete(DeletionPropagation::Foreground);
    }
    Action::Delete(if metadata.has_finalizer(ORPHAN) {
        DeletionPropagation::Orphan
    } else if metadata.has_finalizer(FOREGROUND) {
        DeletionPropagation::Foreground
    } else {
        DeletionPropagation::Background
    })
}

#[cfg(test)]
mod tests {
    use bowline_apimachinery::time::Time;

    use super::OwnerState::{Absent, Solid, Waiting};
    use super::*;

    #[test]
    fn an_object_goes_with_its_last_owner() {
        let object = ObjectMeta::named("pod");
        let mut held = ObjectMeta::named("held");
        held.add_finalizer(ORPHAN);
        let mut going = ObjectMeta::named("going");
        going.deletion_timestamp = Some(Time::from_unix_seconds(1));
        let delete = |p| Action::Delete(p);
        let background = || delete(DeletionPropagation::Background);
        let cases: [(&str, &ObjectMeta, Vec<OwnerState>, bool, Action); 9] = [
            ("no owners", &object, vec![], false, Action::Keep),
            ("one that is there", &object, vec![Solid], false, Action::Keep),
            ("one that is gone", &object, vec![Absent], false, background()),
            (
                "one that is gone, one there",
                &object,
                vec![Solid, Absent],
                false,
                Action::Unlink(vec!["1".into()]),
            ),
            (
                "one that waits, one there",
                &object,
                vec![Waiting, Solid],
                false,
                Action::Unlink(vec!["0".into()]),
            ),
            ("one that waits", &object, vec![Waiting], false, background()),
            (
                "one that waits, with dependents",
                &object,
                vec![Waiting],
                true,
                delete(DeletionPropagation::Foreground),
            ),
            ("orphaning wanted", &held, vec![Absent], false, delete(DeletionPropagation::Orphan)),
            ("already going", &going, vec![Absent], false, Action::Keep),
        ];
        for (name, metadata, states, has_dependents, want) in cases {
            let references: Vec<OwnerReference> = (0..states.len())
                .map(|i| OwnerReference { uid: i.to_string(), ..OwnerReference::default() })
                .collect();
            let owners: Vec<_> = references.iter().zip(states).collect();
            assert_eq!(plan(metadata, &owners, has_dependents), want, "{name}");
        }
    }
}
