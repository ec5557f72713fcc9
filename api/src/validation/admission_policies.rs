//! Policies in CEL that judge what is stored. Whether expressions are good is judged where they
//! are compiled.
//!
//! *Upstream:* `ValidateValidatingAdmissionPolicy`, `ValidateValidatingAdmissionPolicyBinding`.

use std::collections::BTreeSet;

use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::{
    dns1123_label, dns1123_subdomain, path_segment_name, qualified_name,
};

use super::faults::Faults as _;
use crate::admissionregistration::v1::{
    AuditAnnotation, MatchCondition, MatchResources, NamedRuleWithOperations, ParamKind, ParamRef,
    ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding, Validation, Variable,
};

const ACTIONS: [&str; 3] = ["Audit", "Deny", "Warn"];
const OPERATIONS: [&str; 5] = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];
const REASONS: [&str; 4] = ["Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized"];
const SCOPES: [&str; 3] = ["*", "Cluster", "Namespaced"];
const RESERVED: [&str; 18] = [
    "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in",
    "let", "loop", "null", "package", "return", "true", "void",
];
/// How many conditions and annotations a policy may have.
const MAX_CONDITIONS: usize = 64;
const MAX_ANNOTATIONS: usize = 20;
/// How long an expression may be.
const MAX_EXPRESSION: usize = 5 * 1024;
const SPEC: Path<'_> = Path::new("spec");

pub(super) fn policy(policy: &ValidatingAdmissionPolicy, out: &mut ErrorList) {
    let spec = &policy.spec;
    match spec.failure_policy.as_ref().map(|policy| policy.as_str()) {
        None => out.required(&SPEC.child("failurePolicy"), ""),
        Some(policy) if !["Fail", "Ignore"].contains(&policy) => {
            out.unsupported(&SPEC.child("failurePolicy"), policy, &["Fail", "Ignore"]);
        }
        Some(_) => {}
    }
    if let Some(kind) = &spec.param_kind {
        param_kind(kind, &SPEC.child("paramKind"), out);
    }
    let constraints = SPEC.child("matchConstraints");
    match &spec.match_constraints {
        None => out.required(&constraints, ""),
        Some(resources) => {
            match_resources(resources, &constraints, out);
            if resources.resource_rules.is_empty() {
                out.required(&constraints.child("resourceRules"), "");
            }
        }
    }
    conditions(&spec.match_conditions, &SPEC.child("matchConditions"), out);
    variables(&spec.variables, &SPEC.child("variables"), out);
    if spec.validations.is_empty() && spec.audit_annotations.is_empty() {
        for field in ["validations", "auditAnnotations"] {
            let why = "validations or auditAnnotations must be non-empty";
            out.required(&SPEC.child(field), why);
        }
        return;
    }
    let path = SPEC.child("validations");
    for (i, of) in spec.validations.iter().enumerate() {
        validation(of, &path.index(i), out);
    }
    annotations(&spec.audit_annotations, &policy.metadata.name, out);
}

fn param_kind(kind: &ParamKind, path: &Path<'_>, out: &mut ErrorList) {
    let version = path.child("apiVersion");
    if out.needed(&version, &kind.api_version) && kind.api_version.matches('/').count() > 1 {
        out.invalid(&version, kind.api_version.as_str(), "unexpected GroupVersion string");
    }
    let kind_path = path.child("kind");
    if out.needed(&kind_path, &kind.kind) {
        out.complaints(&kind_path, &kind.kind, path_segment_name(&kind.kind));
    }
}

fn expression(text: &str, path: &Path<'_>, out: &mut ErrorList) {
    if text.trim().is_empty() {
        out.required(path, "");
    }
    out.not_longer(path, text.len(), MAX_EXPRESSION);
}

pub(super) fn conditions(conditions: &[MatchCondition], path: &Path<'_>, out: &mut ErrorList) {
    out.not_more(path, conditions.len(), MAX_CONDITIONS);
    let mut names = BTreeSet::new();
    for (i, condition) in conditions.iter().enumerate() {
        let path = path.index(i);
        if condition.expression.trim().is_empty() {
            out.required(&path.child("expression"), "");
        }
        let name = path.child("name");
        if out.needed(&name, &condition.name) {
            out.complaints(&name, &condition.name, qualified_name(&condition.name));
            if !names.insert(condition.name.as_str()) {
                out.duplicate(&name, condition.name.as_str());
            }
        }
    }
}

fn variables(variables: &[Variable], path: &Path<'_>, out: &mut ErrorList) {
    let mut names = BTreeSet::new();
    for (i, variable) in variables.iter().enumerate() {
        let path = path.index(i);
        let name = path.child("name");
        if variable.name.trim().is_empty() {
            out.required(&name, "name is not specified");
        } else {
            if !is_identifier(&variable.name) {
                let why = "name is not a valid CEL identifier";
                out.invalid(&name, variable.name.as_str(), why);
            }
            if !names.insert(variable.name.as_str()) {
                out.duplicate(&name, variable.name.as_str());
            }
        }
        expression(&variable.expression, &path.child("expression"), out);
    }
}

/// Whether CEL can name something so.
fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !RESERVED.contains(&name)
}

fn validation(validation: &Validation, path: &Path<'_>, out: &mut ErrorList) {
    expression(&validation.expression, &path.child("expression"), out);
    if !validation.message_expression.is_empty() {
        let path = path.child("messageExpression");
        expression(&validation.message_expression, &path, out);
    }
    let message = path.child("message");
    let (raw, text) = (validation.message.as_str(), validation.message.trim());
    if !raw.is_empty() && text.is_empty() {
        out.invalid(&message, raw, "message must be non-empty if specified");
    } else if text.contains('\n') {
        out.invalid(&message, text, "message must not contain line breaks");
    } else if text.is_empty() && validation.expression.trim().contains('\n') {
        let why = "message must be specified if expression contains line breaks";
        out.required(&message, why);
    }
    if let Some(reason) = validation.reason.as_deref().filter(|reason| !REASONS.contains(reason)) {
        out.unsupported(&path.child("reason"), reason, &REASONS);
    }
}

fn annotations(annotations: &[AuditAnnotation], policy: &str, out: &mut ErrorList) {
    let path = SPEC.child("auditAnnotations");
    if annotations.len() > MAX_ANNOTATIONS {
        let why = format!("must not have more than {MAX_ANNOTATIONS} auditAnnotations");
        out.invalid(&path, format!("{} items", annotations.len()), &why);
    }
    let mut keys = BTreeSet::new();
    for (i, annotation) in annotations.iter().enumerate() {
        let path = path.index(i);
        let key = path.child("key");
        if policy.is_empty() {
            out.invalid(&key, annotation.key.as_str(), "requires metadata.name be non-empty");
        } else {
            let name = format!("{policy}/{}", annotation.key);
            out.complaints(&key, &annotation.key, qualified_name(&name));
        }
        let value = path.child("valueExpression");
        if annotation.value_expression.trim().is_empty() {
            out.required(&value, "valueExpression is not specified");
        }
        out.not_longer(&value, annotation.value_expression.len(), MAX_EXPRESSION);
        if !keys.insert(annotation.key.as_str()) {
            out.duplicate(&key, annotation.key.as_str());
        }
    }
}

fn match_resources(resources: &MatchResources, path: &Path<'_>, out: &mut ErrorList) {
    let policy = path.child("matchPolicy");
    match resources.match_policy.as_ref().map(|policy| policy.as_str()) {
        None => out.required(&policy, ""),
        Some(name) if !["Equivalent", "Exact"].contains(&name) => {
            out.unsupported(&policy, name, &["Equivalent", "Exact"]);
        }
        Some(_) => {}
    }
    for (field, selector) in [
        ("namespaceSelector", &resources.namespace_selector),
        ("labelSelector", &resources.object_selector),
    ] {
        let path = path.child(field);
        match selector {
            None => out.required(&path, ""),
            Some(selector) => out.selector(&path, Some(selector)),
        }
    }
    for (field, rules) in [
        ("resourceRules", &resources.resource_rules),
        ("excludeResourceRules", &resources.exclude_resource_rules),
    ] {
        let path = path.child(field);
        for (i, of) in rules.iter().enumerate() {
            rule(of, &path.index(i), out);
        }
    }
}

fn rule(rule: &NamedRuleWithOperations, path: &Path<'_>, out: &mut ErrorList) {
    let names = path.child("resourceNames");
    for (i, name) in rule.resource_names.iter().enumerate() {
        out.complaints(&names.index(i), name, path_segment_name(name));
        if rule.resource_names[..i].contains(name) {
            out.duplicate(&names.index(i), name.as_str());
        }
    }
    let operations: Vec<&str> = rule.operations.iter().map(|of| of.as_str()).collect();
    let path_of = path.child("operations");
    if operations.is_empty() {
        out.required(&path_of, "");
    }
    if operations.len() > 1 && operations.contains(&"*") {
        let why = "if '*' is present, must not specify other operations";
        out.invalid(&path_of, operations.clone(), why);
    }
    for (i, operation) in operations.iter().enumerate() {
        if !OPERATIONS.contains(operation) {
            out.unsupported(&path_of.index(i), operation, &OPERATIONS);
        }
    }
    for (field, list) in [
        ("apiGroups", &rule.api_groups),
        ("apiVersions", &rule.api_versions),
        ("resources", &rule.resources),
    ] {
        let path = path.child(field);
        if list.is_empty() {
            out.required(&path, "");
        }
        if field != "resources" && list.len() > 1 && list.iter().any(|item| item == "*") {
            out.invalid(&path, list.clone(), "if '*' is present, must not specify others");
        }
        for (i, _) in list.iter().enumerate().filter(|(_, item)| item.is_empty()) {
            if field != "apiGroups" {
                out.required(&path.index(i), "");
            }
        }
    }
    let scope = rule.scope.as_ref().map(|scope| scope.as_str());
    if let Some(scope) = scope.filter(|scope| !SCOPES.contains(scope)) {
        out.unsupported(&path.child("scope"), scope, &SCOPES);
    }
}

pub(super) fn binding(binding: &ValidatingAdmissionPolicyBinding, out: &mut ErrorList) {
    let spec = &binding.spec;
    let path = SPEC.child("policyName");
    if out.needed(&path, &spec.policy_name) {
        out.complaints(&path, &spec.policy_name, dns1123_subdomain(&spec.policy_name));
    }
    if let Some(params) = &spec.param_ref {
        self::params(params, &SPEC.child("paramRef"), out);
    }
    if let Some(resources) = &spec.match_resources {
        // The name that upstream prints.
        match_resources(resources, &SPEC.child("matchResouces"), out);
    }
    let path = SPEC.child("validationActions");
    let actions: Vec<&str> = spec.validation_actions.iter().map(|of| of.as_str()).collect();
    for (i, action) in actions.iter().enumerate() {
        if !ACTIONS.contains(action) {
            out.unsupported(&path.index(i), action, &ACTIONS);
        }
        if actions[..i].contains(action) {
            out.duplicate(&path.index(i), *action);
        }
    }
    if actions.contains(&"Deny") && actions.contains(&"Warn") {
        let why = "must not contain both Deny and Warn (repeating the same validation failure \
                   information in the API response and headers serves no purpose)";
        out.invalid(&path, actions.clone(), why);
    }
    if actions.is_empty() {
        out.required(&path, "at least one validation action is required");
    }
}

fn params(params: &ParamRef, path: &Path<'_>, out: &mut ErrorList) {
    match (params.name.is_empty(), &params.selector) {
        (false, Some(_)) => {
            let why = "name and selector are mutually exclusive";
            out.forbidden(&path.child("name"), why);
        }
        (true, None) => out.required(path, "one of name or selector must be specified"),
        (false, None) => {
            let path = path.child("name");
            out.complaints(&path, &params.name, path_segment_name(&params.name));
        }
        (true, Some(selector)) => out.selector(&path.child("selector"), Some(selector)),
    }
    if !params.namespace.is_empty() {
        let path = path.child("namespace");
        out.complaints(&path, &params.namespace, dns1123_label(&params.namespace));
    }
    let action = path.child("parameterNotFoundAction");
    match params.parameter_not_found_action.as_ref().map(|action| action.as_str()) {
        None | Some("") => out.required(&action, ""),
        Some(name) if !["Allow", "Deny"].contains(&name) => {
            out.unsupported(&action, name, &["Allow", "Deny"]);
        }
        Some(_) => {}
    }
}
