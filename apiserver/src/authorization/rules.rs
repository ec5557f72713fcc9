//! Whether a rule of a role covers a request.
//!
//! *Upstream:* `pkg/apis/rbac/v1/evaluation_helpers.go`.

use bowline_api::rbac::v1::PolicyRule;

use super::Attributes;

/// Whether one of the rules covers the request.
pub(crate) fn allow(rules: &[PolicyRule], request: &Attributes) -> bool {
    rules.iter().any(|rule| covers(rule, request))
}

fn covers(rule: &PolicyRule, request: &Attributes) -> bool {
    if !any(&rule.verbs, &request.verb) {
        return false;
    }
    if !request.resource_request {
        return rule.non_resource_urls.iter().any(|url| covers_path(url, &request.path));
    }
    any(&rule.api_groups, &request.group)
        && covers_resource(rule, &request.resource, &request.subresource)
        && (rule.resource_names.is_empty() || rule.resource_names.contains(&request.name))
}

fn any(list: &[String], wanted: &str) -> bool {
    list.iter().any(|item| item == "*" || item == wanted)
}

/// `pods`, `pods/log`, `*/scale`, `*`
fn covers_resource(rule: &PolicyRule, resource: &str, subresource: &str) -> bool {
    rule.resources.iter().any(|item| match item.split_once('/') {
        _ if item == "*" => true,
        None => subresource.is_empty() && item == resource,
        Some((_, "")) => false,
        Some(("*", sub)) => sub == subresource && !subresource.is_empty(),
        Some((res, sub)) => res == resource && sub == subresource,
    })
}

fn covers_path(pattern: &str, path: &str) -> bool {
    pattern == "*"
        || pattern == path
        || pattern
            .strip_suffix('*')
            .is_some_and(|prefix| path.starts_with(prefix.trim_end_matches('*')))
}

/// The parts of `wanted` that `held` does not cover: what an escalation lacks.
///
/// *Upstream:* `pkg/registry/rbac/validation/policy_comparator.go`
#[must_use]
pub fn missing(held: &[PolicyRule], wanted: &[PolicyRule]) -> Vec<PolicyRule> {
    let mut lacking = Vec::new();
    for rule in wanted {
        for part in atoms(rule) {
            if !held.iter().any(|h| contains(h, &part)) {
                lacking.push(part);
            }
        }
    }
    lacking
}

/// A rule cut into rules of one verb and one resource or path each.
fn atoms(rule: &PolicyRule) -> Vec<PolicyRule> {
    let mut out = Vec::new();
    let one = |verb: &String| PolicyRule { verbs: vec![verb.clone()], ..PolicyRule::default() };
    for verb in &rule.verbs {
        for group in &rule.api_groups {
            for resource in &rule.resources {
                let base = PolicyRule {
                    api_groups: vec![group.clone()],
                    resources: vec![resource.clone()],
                    ..one(verb)
                };
                if rule.resource_names.is_empty() {
                    out.push(base);
                    continue;
                }
                out.extend(
                    rule.resource_names.iter().map(|name| PolicyRule {
                        resource_names: vec![name.clone()],
                        ..base.clone()
                    }),
                );
            }
        }
        out.extend(
            rule.non_resource_urls
                .iter()
                .map(|url| PolicyRule { non_resource_urls: vec![url.clone()], ..one(verb) }),
        );
    }
    out
}

/// Whether `held` covers the atom whole.
fn contains(held: &PolicyRule, atom: &PolicyRule) -> bool {
    let all = |list: &[String], wanted: &[String]| wanted.iter().all(|w| any(list, w));
    let resources = atom.resources.iter().all(|r| {
        let (resource, sub) = r.split_once('/').unwrap_or((r, ""));
        held.resources.contains(r) || covers_resource(held, resource, sub)
    });
    let names = held.resource_names.is_empty()
        || (!atom.resource_names.is_empty()
            && atom.resource_names.iter().all(|n| held.resource_names.contains(n)));
    let urls = atom
        .non_resource_urls
        .iter()
        .all(|url| held.non_resource_urls.iter().any(|h| covers_path(h, url)));
    all(&held.verbs, &atom.verbs)
        && all(&held.api_groups, &atom.api_groups)
        && resources
        && names
        && urls
}
