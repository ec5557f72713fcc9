//! Bringing a set up to date with a type that has since changed between granular and atomic.

use crate::managed_fields::field_set::{FieldSet, Mark};
use crate::managed_fields::path_element::PathElement;
use crate::managed_fields::schema::{Form, ListKind, MapType, Schema};

/// The set as its owner would hold it under the present type: what has become atomic is owned as
/// one. Parts of what has become granular stay as they are.
///
/// *Upstream:* `typed.ReconcileFieldSetWithSchema`.
pub(in crate::managed_fields) fn reconcile(set: &FieldSet, schema: Schema<'_>) -> FieldSet {
    visit(false, set, schema).children
}

fn visit(member: bool, children: &FieldSet, schema: Schema<'_>) -> Mark {
    let unchanged = || Mark { member, children: children.clone() };
    let owned_as_one = member && children.is_empty();
    match schema.atom().form() {
        Form::Map(map) if map.is_deduced() => unchanged(),
        Form::Map(map) if map.atomic && !owned_as_one => {
            if children.is_empty() {
                unchanged()
            } else {
                Mark::LEAF
            }
        }
        Form::Map(map) => visit_parts(member, children, |step| part_of_map(&map, step)),
        Form::List(list) if matches!(list.kind, ListKind::Atomic) && !owned_as_one => Mark::LEAF,
        Form::List(list) => visit_parts(member, children, |_| Some(list.items)),
        Form::Scalar(_) => unchanged(),
    }
}

fn part_of_map<'a>(map: &MapType<'a>, step: &PathElement) -> Option<Schema<'a>> {
    match step {
        PathElement::Field(name) => map.member(name),
        _ => None,
    }
}

fn visit_parts<'a>(
    member: bool,
    children: &FieldSet,
    part: impl Fn(&PathElement) -> Option<Schema<'a>>,
) -> Mark {
    let mut mark = Mark { member, children: FieldSet::new() };
    for (step, member, children) in children.parts() {
        let inner = match part(step) {
            Some(schema) => visit(member, children, schema),
            None => Mark { member, children: children.clone() },
        };
        mark.children.add(step.clone(), inner);
    }
    mark
}
