//! Cluster roles that are the union of others: `admin`, `edit`, `view` and users' own.
//!
//! *Upstream:* `pkg/controller/clusterroleaggregation`.

use bowline_api::rbac::v1::{ClusterRole, PolicyRule};
use bowline_apimachinery::labels::Selector;
use bowline_controller_runtime::{Action, Manager, Request};

/// The rules of an aggregated role: those of every role its selectors choose, in name order, each
/// once. `None` for a role that is its own.
fn plan<'a>(
    role: &ClusterRole,
    all: impl Iterator<Item = &'a ClusterRole> + Clone,
) -> Option<Vec<PolicyRule>> {
    let rule = role.aggregation_rule.as_ref()?;
    let mut rules: Vec<PolicyRule> = Vec::new();
    for selector in &rule.cluster_role_selectors {
        // A selector that means nothing chooses nothing.
        let Ok(selector) = Selector::from_label_selector(Some(selector)) else { continue };
        let mut chosen: Vec<&ClusterRole> = all
            .clone()
            .filter(|r| r.metadata.name != role.metadata.name)
            .filter(|r| selector.matches(&r.metadata.labels))
            .collect();
        chosen.sort_by(|a, b| a.metadata.name.cmp(&b.metadata.name));
        for found in chosen.into_iter().flat_map(|r| &r.rules) {
            if !rules.contains(found) {
                rules.push(found.clone());
            }
        }
    }
    Some(rules)
}

/// Adds the controller to a manager.
pub fn add(manager: &mut Manager) {
    let client = manager.client().clone();
    let roles = manager.caches().store::<ClusterRole>();
    let aggregated = roles.clone();
    let controller = manager
        .controller::<ClusterRole>("clusterrole-aggregation")
        .watches::<ClusterRole>(move |_| {
            let all = aggregated.list();
            let wanting = all.iter().filter(|r| r.aggregation_rule.is_some());
            wanting.map(|r| bowline_apimachinery::resource::Object::key(&**r)).collect()
        })
        .reconcile(move |request: Request<ClusterRole>| {
            let client = client.clone();
            let all = roles.list();
            let change = request.present().and_then(|role| {
                let rules = plan(role, all.iter().map(|r| &**r))?;
                (rules != role.rules).then(|| ClusterRole { rules, ..(**role).clone() })
            });
            async move {
                if let Some(role) = change {
                    client.cluster().update(&role).await?;
                }
                Ok(Action::Done)
            }
        });
    manager.add(controller);
}

#[cfg(test)]
mod tests {
    use bowline_api::rbac::v1::AggregationRule;
    use bowline_apimachinery::meta::{LabelSelector, ObjectMeta};

    use super::*;

    fn role(name: &str, label: &str, verb: &str) -> ClusterRole {
        let rule = PolicyRule { verbs: vec![verb.to_owned()], ..PolicyRule::default() };
        ClusterRole {
            metadata: ObjectMeta::named(name).label("to", label),
            rules: vec![rule],
            ..ClusterRole::default()
        }
    }

    #[test]
    fn rules_come_from_the_chosen_roles_once_and_in_order() {
        let selector = LabelSelector {
            match_labels: [("to".to_owned(), "admin".to_owned())].into(),
            ..LabelSelector::default()
        };
        let admin = ClusterRole {
            metadata: ObjectMeta::named("admin").label("to", "admin"),
            aggregation_rule: Some(AggregationRule { cluster_role_selectors: vec![selector] }),
            ..ClusterRole::default()
        };
        let all = [
            role("c", "admin", "get"),
            role("b", "admin", "list"),
            role("a", "admin", "get"),
            role("d", "view", "watch"),
            admin.clone(),
        ];
        let rules = plan(&admin, all.iter()).unwrap();
        let verbs: Vec<&str> = rules.iter().map(|r| r.verbs[0].as_str()).collect();
        assert_eq!(verbs, ["get", "list"]);
        assert_eq!(plan(&all[0], all.iter()), None);
    }
}
