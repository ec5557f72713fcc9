//! The walk over an object that runs a rule at every type that has one.
//!
//! Shared by [`defaults`](crate::defaults) and [`conversion`](crate::conversion).

use std::collections::HashMap;

use bowline_apimachinery::descriptor::{Descriptor, Type};
use bowline_apimachinery::reflect::{Message, Mut};
use bowline_apimachinery::time::Time;

use crate::kinds::KINDS;

/// Changes one message, not those within. The time is for rules that stamp.
pub(crate) type Rule = fn(&mut dyn Message, Time);

/// Rules by the name of the type.
pub(crate) type Rules = Vec<(&'static str, Rule)>;

/// Lists rules: `rules![Type => function, ...]`; `function, now` where it needs the time.
macro_rules! rules {
    ($($ty:ty => $rule:expr $(, $now:ident)?;)*) => {
        vec![$((
            bowline_apimachinery::reflect::Message::descriptor(&<$ty>::default()).name,
            (|object: &mut dyn bowline_apimachinery::reflect::Message, _now| {
                if let Some(object) = object.downcast_mut::<$ty>() {
                    $rule(object $(, { let $now = _now; $now })?);
                }
            }) as crate::walk::Rule,
        )),*]
    };
}
pub(crate) use rules;

/// Where to go in objects of built-in kinds, so that no rule is missed and no other part visited.
#[derive(Default)]
pub(crate) struct Walk {
    plans: Vec<Plan>,
    of_type: HashMap<&'static str, usize>,
}

/// What to do at a type: its own rule, then the fields that lead to further ones.
#[derive(Default)]
struct Plan {
    rule: Option<Rule>,
    fields: Vec<(usize, usize)>,
}

impl Walk {
    /// Plans the walk for all built-in kinds.
    pub(crate) fn new(rules: &Rules) -> Self {
        let mut walk = Self::default();
        for kind in KINDS {
            walk.add((kind.new)().descriptor());
        }
        for (name, rule) in rules {
            if let Some(at) = walk.of_type.get(name) {
                walk.plans[*at].rule = Some(*rule);
            }
        }
        walk.prune();
        walk
    }

    /// Runs the rules on an object or a part of one: a parent before its members, members in JSON
    /// order.
    pub(crate) fn run(&self, object: &mut dyn Message, now: Time) {
        if let Some(&plan) = self.of_type.get(object.descriptor().name) {
            self.visit(object, plan, now);
        }
    }

    /// Adds a type and all that it can hold; types may hold themselves.
    fn add(&mut self, descriptor: &'static Descriptor) -> usize {
        if let Some(&known) = self.of_type.get(descriptor.name) {
            return known;
        }
        let at = self.plans.len();
        self.plans.push(Plan::default());
        self.of_type.insert(descriptor.name, at);
        for (index, field) in descriptor.fields.iter().enumerate() {
            if let Some(held) = message(&field.ty) {
                let held = self.add(held);
                self.plans[at].fields.push((index, held));
            }
        }
        at
    }

    /// Drops the fields from which no rule can be reached.
    fn prune(&mut self) {
        let mut leads: Vec<bool> = self.plans.iter().map(|plan| plan.rule.is_some()).collect();
        loop {
            let before = leads.iter().filter(|lead| **lead).count();
            for (at, plan) in self.plans.iter().enumerate() {
                leads[at] |= plan.fields.iter().any(|(_, held)| leads[*held]);
            }
            if leads.iter().filter(|lead| **lead).count() == before {
                break;
            }
        }
        for plan in &mut self.plans {
            plan.fields.retain(|(_, held)| leads[*held]);
        }
    }

    fn visit(&self, object: &mut dyn Message, plan: usize, now: Time) {
        let plan = &self.plans[plan];
        if let Some(rule) = plan.rule {
            rule(object, now);
        }
        for (field, held) in &plan.fields {
            self.descend(object.get_mut(*field), *held, now);
        }
    }

    fn descend(&self, value: Mut<'_>, plan: usize, now: Time) {
        match value {
            Mut::Message(object) => self.visit(object, plan, now),
            Mut::Optional(slot) => {
                if let Some(value) = slot.get_mut() {
                    self.descend(value, plan, now);
                }
            }
            Mut::List(list) => {
                for index in 0..list.len() {
                    if let Some(item) = list.get_mut(index) {
                        self.descend(item, plan, now);
                    }
                }
            }
            Mut::Map(map) => map.visit_mut(&mut |_, value| self.descend(value, plan, now)),
            _ => {}
        }
    }
}

/// The type of the messages that a field holds, one, many or by key.
fn message(ty: &Type) -> Option<&'static Descriptor> {
    match ty {
        Type::Message(descriptor) => Some(descriptor),
        Type::List(inner) | Type::Map(inner) => message(inner),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_belongs_to_one_type_that_some_kind_holds() {
        for rules in [crate::defaults::rules(), crate::conversion::rules()] {
            let walk = Walk::new(&rules);
            let mut names: Vec<_> = rules.iter().map(|(name, _)| *name).collect();
            for name in &names {
                assert!(walk.of_type.contains_key(name), "{name} is in no kind");
            }
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), rules.len(), "a type has two rules");
        }
    }

    #[test]
    fn paths_without_rules_are_not_walked() {
        let walk = Walk::new(&crate::defaults::rules());
        let at = |name: &str| &walk.plans[walk.of_type[name]];
        assert!(at("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta").fields.is_empty());
        assert!(at("io.k8s.api.core.v1.Affinity").fields.is_empty());
        assert!(!at("io.k8s.api.batch.v1.CronJob").fields.is_empty());
    }
}
