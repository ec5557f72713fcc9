//! Bringing a set up to date with a type that has since changed between granular and atomic.

use crate::managed_fields::field_set::{FieldSet, Mark};
use crate::managed_fields::path_element::PathElement;
use crate::managed_fields::schema::{Form, ListKind, MapType, Schema};

/// Makes the set what its owner would hold under the present type: what has become atomic is owned
/// as one. Parts of what has become granular stay as they are.
///
/// *Upstream:* `typed.ReconcileFieldSetWithSchema`.
pub(in crate::managed_fields) fn reconcile(set: &mut FieldSet, schema: Schema<'_>) {
    if let Some(mark) = visit(false, set, schema) {
        *set = mark.children;
    }
}

/// What is held now; `None` where nothing has changed, which is the rule.
fn visit(member: bool, children: &FieldSet, schema: Schema<'_>) -> Option<Mark> {
    let owned_as_one = member && children.is_empty();
    match schema.atom().form() {
        Form::Map(map) if map.is_deduced() => None,
        Form::Map(map) if map.atomic && !owned_as_one => {
            (!children.is_empty()).then_some(Mark::LEAF)
        }
        Form::Map(map) => visit_parts(member, children, |step| part_of_map(&map, step)),
        Form::List(list) if matches!(list.kind, ListKind::Atomic) && !owned_as_one => {
            Some(Mark::LEAF)
        }
        Form::List(list) => visit_parts(member, children, |_| Some(list.items)),
        Form::Scalar(_) => None,
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
) -> Option<Mark> {
    let visited: Vec<Option<Mark>> = children
        .parts()
        .map(|(step, member, children)| visit(member, children, part(step)?))
        .collect();
    if visited.iter().all(Option::is_none) {
        return None;
    }
    let mut mark = Mark { member, children: FieldSet::new() };
    for ((step, member, children), visited) in children.parts().zip(visited) {
        let inner = visited.unwrap_or_else(|| Mark { member, children: children.clone() });
        mark.children.add(step.clone(), inner);
    }
    Some(mark)
}
